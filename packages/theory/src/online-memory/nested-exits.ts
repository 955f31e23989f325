/**
 * Multi-chain synapse read by any odd function of the sum of its signs: one walk through nested intervals.
 *
 * Looking back from the time of reading, R_j = ξ_t + … + ξ_{t−j+1} is a persistent walk, and the sign of chain k is that of the
 * end ±H_k = ±4^k/2 which R reaches first. The intervals are nested, so the signs are decided in order, and the next one depends
 * on the past only through the end just reached. Followed: the law of (number of chains decided, number of + among them,
 * R, next event to undo). When event 0 is the next one, the exit lemma (`exit-law.ts`) decides the rest:
 *   E[direction of exit | at R, next step s] = bR + es,   at the end just reached in direction s: bR + λes.
 * Walks that have decided all signs by undoing event i count with E[ξ_0 | ξ_i] = λ^i ξ_i.
 * Source: benna-fusi-2017 for the model; derivation by following the thresholds backwards.
 */
import { exitLaw } from './exit-law.ts';
import { iteratedSignal } from './iterated-signal.ts';

/** Chains decided: their number, and how many of them are +. */
interface Phase {
  readonly decided: number;
  readonly plus: number;
  /** R = −(H−1) … H−1 inside ±H, next event + (then −), start of each in the vector. */
  readonly half: number;
  readonly plusAt: number;
  readonly minusAt: number;
}

export function nestedExitSignal(
  chains: number,
  correlation: number,
  of: (sum: number) => number,
): (age: number) => number {
  const phases = phasesOf(chains);
  const size = (phases.at(-1) as Phase).minusAt + 2 * (phases.at(-1) as Phase).half - 1;
  const value = restOf(chains, correlation, of);
  const weight = new Float64Array(size + 1);
  for (const { decided, plus, half, plusAt, minusAt } of phases) {
    for (let R = 1 - half; R < half; R++) {
      weight[plusAt + half - 1 + R] = value(decided, plus, R, 1, 1);
      weight[minusAt + half - 1 + R] = -value(decided, plus, R, -1, 1);
    }
  }
  // The last entry is Σ λ^i ξ_i of over the walks that have decided all signs.
  weight[size] = 1;
  const start = new Float64Array(size + 1);
  const [first] = phases as [Phase];
  start[first.plusAt + first.half - 1] = 0.5;
  start[first.minusAt + first.half - 1] = 0.5;
  const same = (1 + correlation) / 2;
  const advance = (now: Float64Array, next: Float64Array): void => {
    let ended = now[size];
    for (const { half, plusAt, minusAt } of phases) walk(now, next, same, { plusAt, minusAt, width: 2 * half - 1 });
    for (const { decided, plus, half, plusAt, minusAt } of phases) {
      const out = now[plusAt + 2 * half - 2];
      const below = now[minusAt];
      if (decided + 1 === chains) {
        ended += out * of(2 * (plus + 1) - chains) - below * of(2 * plus - chains);
        continue;
      }
      const above = phaseAt(phases, decided + 1, plus + 1);
      next[above.plusAt + above.half - 1 + half] += same * out;
      next[above.minusAt + above.half - 1 + half] += (1 - same) * out;
      const under = phaseAt(phases, decided + 1, plus);
      next[under.plusAt + under.half - 1 - half] += (1 - same) * below;
      next[under.minusAt + under.half - 1 - half] += same * below;
    }
    next[size] = correlation * ended;
  };
  const read = (now: Float64Array): number => {
    let total = 0;
    for (let n = 0; n <= size; n++) total += now[n] * weight[n];
    return total;
  };
  return iteratedSignal(start, advance, read);
}

/** One step inside an interval: what stays of it. */
function walk(
  now: Float64Array,
  next: Float64Array,
  same: number,
  { plusAt, minusAt, width }: { readonly plusAt: number; readonly minusAt: number; readonly width: number },
): void {
  const turn = 1 - same;
  const end = width - 1;
  next[plusAt] = turn * now[minusAt + 1];
  next[minusAt] = same * now[minusAt + 1];
  for (let y = 1; y < end; y++) {
    const up = now[plusAt + y - 1];
    const down = now[minusAt + y + 1];
    next[plusAt + y] = same * up + turn * down;
    next[minusAt + y] = turn * up + same * down;
  }
  next[plusAt + end] = same * now[plusAt + end - 1];
  next[minusAt + end] = turn * now[plusAt + end - 1];
}

function phasesOf(chains: number): readonly Phase[] {
  const phases: Phase[] = [];
  let place = 0;
  for (let decided = 0; decided < chains; decided++) {
    for (let plus = 0; plus <= decided; plus++) {
      const half = 4 ** (decided + 1) / 2;
      phases.push({ decided, plus, half, plusAt: place, minusAt: place + 2 * half - 1 });
      place += 2 * (2 * half - 1);
    }
  }
  return phases;
}

function phaseAt(phases: readonly Phase[], decided: number, plus: number): Phase {
  return phases[(decided * (decided + 1)) / 2 + plus] as Phase;
}

/** E[of(sum)] with `decided` chains known, `plus` of them +, at R; `step` is the next step (`known` = 1) or the last one (λ). */
function restOf(
  chains: number,
  correlation: number,
  of: (sum: number) => number,
): (decided: number, plus: number, R: number, step: 1 | -1, known: number) => number {
  const value = (decided: number, plus: number, R: number, step: 1 | -1, known: number): number => {
    if (decided === chains) return of(2 * plus - chains);
    const half = 4 ** (decided + 1) / 2;
    const { b, e } = exitLaw(2 * half - 1, correlation);
    const direction = b * R + known * e * step;
    const above = value(decided + 1, plus + 1, half, 1, correlation);
    const below = value(decided + 1, plus, -half, -1, correlation);
    return 0.5 * (above + below) + 0.5 * direction * (above - below);
  };
  return value;
}
