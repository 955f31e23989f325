/**
 * A synapse of finitely many states driven by ±1 events, by enumeration of its states.
 *
 * Turning all events around turns the state around (`flip`) and its readout with it. So the joint chain of state x and last
 * event ξ is followed as seen along ξ, (x, ξ) → x for ξ = +, flip(x) for ξ = −: the next event is along it with probability
 * (1+λ)/2, x → up(x), or against it, x → up(flip(x)), and seen along itself again. With π the stationary law of that,
 *   S(t) = Σ ν_t w,  ν_0 = π,  ν_{t+1} = Σ ν_t {(1+λ)/2 [x → up(x)] − (1−λ)/2 [x → up(flip x)]}.
 */
import { iteratedSignal, oldestIterated } from './iterated-signal.ts';
import { solveLinear } from './solve-linear.ts';

export interface DrivenChain {
  /** Of the states that an event + leads to from state x: `target` and `share` at `from[x]` … `from[x+1] − 1`. */
  readonly from: Int32Array;
  readonly target: Int32Array;
  readonly share: Float64Array;
  /** Index of the mirror image of each state. */
  readonly flip: Int32Array;
  /** Readout w of each state; that of the mirror image is −w. */
  readonly weight: Float64Array;
}

export interface EnumeratedSignal {
  readonly variance: number;
  at(age: number): number;
  /** Largest age that is followed. */
  readonly oldest: number;
}

/** Shares passed on, some ten seconds. */
const AFFORDABLE = 8e9;

/** Solves for the stationary law, at cost states³/3. */
export function enumeratedSignal(chain: DrivenChain, correlation: number): EnumeratedSignal {
  const { weight } = chain;
  const law = solvedLaw(chain, correlation);
  let variance = 0;
  for (let x = 0; x < law.length; x++) variance += (law[x] as number) * (weight[x] as number) * (weight[x] as number);
  const read = (now: Float64Array): number => {
    let sum = 0;
    for (let x = 0; x < now.length; x++) sum += (now[x] as number) * (weight[x] as number);
    return sum;
  };
  const signal = iteratedSignal(law, (now, next) => advance(chain, correlation, now, next), read);
  const oldest = Math.min(oldestIterated, Number((AFFORDABLE / chain.share.length).toPrecision(2)));
  return { variance, at: signal, oldest };
}

function advance(chain: DrivenChain, correlation: number, now: Float64Array, next: Float64Array): void {
  const { from, target, share, flip } = chain;
  const along = (1 + correlation) / 2;
  const against = -(1 - correlation) / 2;
  next.fill(0);
  for (let x = 0; x < now.length; x++) {
    // All that next takes the step up from x: what is at x and goes on, what is at flip(x) and turns.
    const mass = along * (now[x] as number) + against * (now[flip[x] as number] as number);
    for (let n = from[x] as number; n < (from[x + 1] as number); n++) {
      const to = target[n] as number;
      next[to] = (next[to] as number) + mass * (share[n] as number);
    }
  }
}

function solvedLaw({ from, target, share, flip, weight }: DrivenChain, correlation: number): Float64Array {
  const size = weight.length;
  const matrix = Array.from({ length: size }, (_, row) => {
    const line = new Float64Array(size);
    line[row] = -1;
    return line;
  });
  for (let x = 0; x < size; x++) {
    for (let n = from[x] as number; n < (from[x + 1] as number); n++) {
      const line = matrix[target[n] as number] as Float64Array;
      const turned = flip[x] as number;
      line[x] = (line[x] as number) + ((1 + correlation) / 2) * (share[n] as number);
      line[turned] = (line[turned] as number) + ((1 - correlation) / 2) * (share[n] as number);
    }
  }
  (matrix[size - 1] as Float64Array).fill(1);
  const right = new Float64Array(size);
  right[size - 1] = 1;
  return solveLinear(matrix, right);
}
