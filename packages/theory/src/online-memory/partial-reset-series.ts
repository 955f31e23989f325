/**
 * Partial reset: the generating functions S_k(z) = Σ_t z^t S_k(t), level by level.
 *
 * The carries out of level k−1 are a Markov renewal process: the waiting time depends on the old and the new sign only.
 *   G_same, G_opp   E[z^τ; the next arrival has the same, the opposite sign | an arrival just came]
 *   R_same, R_opp   E[ξ_0 z^τ; the next arrival after time 0 has sign +, − | the last one by then had sign +]
 *   E_0             E[ξ_0 | the last arrival had sign +];     level 0, the events: zp, z(1−p), zp, z(1−p), 1
 * By the reflection (v, s) → (7−v, −s) every unknown of a level is one sequence x(0 … 7) on the variable after an arrival +:
 *   x(v) = q_v + G_same x(v+1) ∓ G_opp x(8−v)
 * upper sign: odd under reflection (readout W, difference of carries), lower: even (sum of carries). x(8) = 1 for carries;
 * for W a carry resets to 4, so x(8) = x(4). Differences that vanish as z → 1 are carried on as themselves, so that nothing is
 * lost at any age: 1 − G_same − G_opp, and D = E_0 − R_same − R_opp.
 * Source: benna-fusi-2017 for the model; derivation by regeneration at a carry.
 */
import { add, type Complex, divide, multiply, one, scale, subtract, zero } from './complex.ts';
import type { PartialResetLevel } from './partial-reset-law.ts';

/** What one level hands on to the next. */
export interface RenewalSeries {
  readonly same: Complex;
  readonly opposite: Complex;
  /** 1 − same − opposite. */
  readonly survival: Complex;
  readonly tracedSame: Complex;
  readonly tracedOpposite: Complex;
  /** E_0 − tracedSame − tracedOpposite. */
  readonly traceLeft: Complex;
}

/** The events themselves. `away` is 1 − z. */
export function eventSeries(z: Complex, away: Complex, correlation: number): RenewalSeries {
  const same = scale((1 + correlation) / 2, z);
  const opposite = scale((1 - correlation) / 2, z);
  return { same, opposite, survival: away, tracedSame: same, tracedOpposite: opposite, traceLeft: away };
}

/** S_1(z) … S_m(z) for |z| < 1; `away` is 1 − z to full relative precision. */
export function groupSeries(
  levels: readonly PartialResetLevel[],
  correlation: number,
  z: Complex,
  away: Complex,
): Complex[] {
  let arrivals = eventSeries(z, away, correlation);
  return levels.map((level) => {
    const readout = level.givenCarry === null ? hardReadoutSeries(arrivals, away) : readoutSeries(arrivals, away);
    const signal = tracedReadout(level, arrivals, readout, away);
    if (level.givenCarry !== null) arrivals = carrySeries(level.givenCarry, arrivals);
    return signal;
  });
}

/** Steps 1 and 2: S_k(z) before and after the first arrival that follows time 0; W(v−1, −) = −W(8−v, +). */
function tracedReadout(
  { withPlus }: PartialResetLevel,
  { tracedSame, tracedOpposite, traceLeft }: RenewalSeries,
  readout: readonly Complex[],
  away: Complex,
): Complex {
  const before = divide(traceLeft, away);
  let sum = zero;
  for (let v = 0; v < 8; v++) {
    const after = mix(tracedSame, readout[v + 1], negate(tracedOpposite), readout[8 - v]);
    sum = add(sum, scale(2 * (withPlus[v] as number), v < 4 ? subtract(after, before) : add(after, before)));
  }
  return sum;
}

/** W(v, +) for v = 0 … 7, and W(8, +) = W(4, +): Σ_t z^t E[d(t) | an arrival + has just left v]. */
export function readoutSeries({ same, opposite, survival }: RenewalSeries, away: Complex): Complex[] {
  const dwell = divide(survival, away);
  const system = outward(same, opposite, dwell, negate(dwell));
  // x(4) = a + b x(8) along the elimination, and x(8) = x(4).
  let shift = zero;
  let slope = one;
  for (let j = 3; j >= 0; j--) {
    const { upShift, upSlope } = system[j] as Elimination;
    shift = add(upShift, multiply(upSlope, shift));
    slope = multiply(upSlope, slope);
  }
  return inward(system, divide(shift, subtract(one, slope)), same, opposite, negate(dwell));
}

/** The same for v_m with bounds, where x(8) = x(7). */
function hardReadoutSeries({ same, opposite, survival }: RenewalSeries, away: Complex): Complex[] {
  const dwell = divide(survival, away);
  const system = outward(same, opposite, dwell, negate(dwell));
  const { upShift, upSlope } = system[3] as Elimination;
  return inward(system, divide(upShift, subtract(one, upSlope)), same, opposite, negate(dwell));
}

/** Steps 3 and 4: the carries out of the level as arrivals at the next. */
export function carrySeries(
  { plus, minus }: NonNullable<PartialResetLevel['givenCarry']>,
  { same, opposite, survival, tracedSame, tracedOpposite, traceLeft }: RenewalSeries,
): RenewalSeries {
  // Sum over both signs of the carry as its complement, 1 − Σ, and difference of the two.
  const waiting = inward(outward(same, negate(opposite), survival, survival), zero, same, negate(opposite), survival);
  const signed = inward(outward(same, opposite, zero, zero), one, same, opposite, zero);
  let left = zero;
  let difference = zero;
  let total = zero;
  for (let v = 0; v < 8; v++) {
    const up = v + 1;
    const down = 8 - v;
    const afterPlus = plus[v] as number;
    const afterMinus = minus[v] as number;
    left = add(
      left,
      subtract(
        scale(afterPlus, add(traceLeft, mix(tracedSame, waiting[up], tracedOpposite, waiting[down]))),
        scale(afterMinus, add(traceLeft, mix(tracedOpposite, waiting[up], tracedSame, waiting[down]))),
      ),
    );
    total = add(
      total,
      subtract(
        scale(afterPlus, mix(tracedSame, complement(waiting[up]), tracedOpposite, complement(waiting[down]))),
        scale(afterMinus, mix(tracedOpposite, complement(waiting[up]), tracedSame, complement(waiting[down]))),
      ),
    );
    difference = add(
      difference,
      add(
        scale(afterPlus, mix(tracedSame, signed[up], negate(tracedOpposite), signed[down])),
        scale(afterMinus, mix(tracedSame, signed[down], negate(tracedOpposite), signed[up])),
      ),
    );
  }
  const survivalNext = waiting[4] as Complex;
  const sum = complement(survivalNext);
  const gap = signed[4] as Complex;
  return {
    same: scale(0.5, add(sum, gap)),
    opposite: scale(0.5, subtract(sum, gap)),
    survival: survivalNext,
    tracedSame: scale(0.5, add(total, difference)),
    tracedOpposite: scale(0.5, subtract(total, difference)),
    traceLeft: left,
  };
}

/** x(4+j) = upShift + upSlope x(5+j) and x(4−j) = downShift + downSlope x(5+j). */
interface Elimination {
  readonly upShift: Complex;
  readonly upSlope: Complex;
  readonly downShift: Complex;
  readonly downSlope: Complex;
}

/** Elimination of x(v) = q_v + G x(v+1) − O x(8−v) from the middle outwards, j = 0 … 3; q_v is `high` from v = 4, else `low`. */
function outward(g: Complex, o: Complex, high: Complex, low: Complex): Elimination[] {
  const middle = add(one, o);
  const shift = divide(high, middle);
  const slope = divide(g, middle);
  const system: Elimination[] = [{ upShift: shift, upSlope: slope, downShift: shift, downSlope: slope }];
  for (let j = 1; j < 4; j++) {
    const inner = system[j - 1] as Elimination;
    // x(4−j) = a + b x(4+j).
    const a = add(low, multiply(g, inner.downShift));
    const b = subtract(multiply(g, inner.downSlope), o);
    const pivot = add(one, multiply(o, b));
    const upShift = divide(subtract(high, multiply(o, a)), pivot);
    const upSlope = divide(g, pivot);
    system.push({ upShift, upSlope, downShift: add(a, multiply(b, upShift)), downSlope: multiply(b, upSlope) });
  }
  return system;
}

/** x(0) … x(8) from x(8). */
function inward(system: readonly Elimination[], edge: Complex, g: Complex, o: Complex, low: Complex): Complex[] {
  const x = new Array<Complex>(9).fill(zero);
  x[8] = edge;
  for (let j = 3; j >= 0; j--) {
    const { upShift, upSlope, downShift, downSlope } = system[j] as Elimination;
    const outer = x[5 + j] as Complex;
    x[4 + j] = add(upShift, multiply(upSlope, outer));
    x[4 - j] = add(downShift, multiply(downSlope, outer));
  }
  x[0] = subtract(add(low, multiply(g, x[1] as Complex)), multiply(o, edge));
  return x;
}

function mix(a: Complex, x: Complex | undefined, b: Complex, y: Complex | undefined): Complex {
  return add(multiply(a, x as Complex), multiply(b, y as Complex));
}

function negate(a: Complex): Complex {
  return { re: -a.re, im: -a.im };
}

function complement(a: Complex | undefined): Complex {
  return subtract(one, a as Complex);
}
