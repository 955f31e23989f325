/**
 * Reinforced belief propagation in TypeScript: the twin of assembly/belief.ts.
 *
 * Single precision throughout, one rounding an operation (`f`), but for the two products: those are of integers below 2^19,
 * so that their sums are exact in any order and any tables may be used. Sums over synapses or patterns are kept in four lanes,
 * entry k in lane k mod 4, and added up as (0 + 1) + (2 + 3).
 */
import { bitProduct } from '../byte-table.ts';
import { exp32, hazardSingle } from '../mills-ratio.ts';
import { popcountXor } from '../popcount.ts';
import type { BeliefCore, CoreOptions, Tails } from './belief-core.ts';

const f = Math.fround;
const LARGEST_DIGIT = 2 ** 19 - 1;
const LARGEST_FIELD = 30;
/** t = -1, 0, 1 become 1, 2^18, 2^19 - 1. */
export const ONE: number = 2 ** 18;

export function tsCore({ gauged, transposed, base, limits, gap }: CoreOptions): BeliefCore {
  const { rows: patterns, cols: size, stride } = gauged;
  const byPattern = bitProduct(gauged);
  const bySynapse = bitProduct(transposed);
  const h = new Float32Array(size);
  const t = new Float32Array(size);
  const g = new Float32Array(patterns);
  const digits = new Float64Array(size);
  const digitsOfG = new Float64Array(patterns);
  const field = new Float64Array(patterns);
  const B = new Float64Array(size);
  const row = new Uint32Array(stride);
  const lanes = new Float32Array(4);
  const words = 8 * Math.ceil(size / 256);
  let next = 0;

  const sum = (): number => f(f(lanes[0] + lanes[1]) + f(lanes[2] + lanes[3]));

  function tiltBy(unit: number, G: number, rho: number): number {
    lanes.fill(0);
    const pull = f(G * gap);
    for (let i = 0; i < size; i++) {
      const drawn = f(gap * f(f(unit * B[i]) + f(pull * t[i])));
      h[i] = Math.max(Math.min(f(drawn + f(rho * h[i])), LARGEST_FIELD), -LARGEST_FIELD);
      const e = exp32(f(Math.abs(h[i]) * -2));
      const whole = f(1 + e);
      const absolute = f(f(1 - e) / whole);
      t[i] = h[i] < 0 || Object.is(h[i], -0) ? -absolute : absolute;
      lanes[i & 3] += f(f(4 * e) / f(whole * whole));
      digits[i] = Math.min(Math.max(Math.trunc(f(f(t[i] * ONE) + (ONE + 0.5))), 1), LARGEST_DIGIT);
    }
    return sum();
  }

  function readSigns(out: Uint32Array): void {
    out.fill(0);
    for (let i = 0; i < size; i++) if (h[i] > 0) out[i >>> 5] |= 1 << (i & 31);
  }

  return {
    start(fields): number {
      h.set(fields);
      t.fill(0);
      g.fill(0);
      B.fill(0);
      next = 0;
      return tiltBy(1, 0, 1);
    },
    tails(V, scale): Tails {
      byPattern.multiply(digits, field);
      lanes.fill(0);
      let largest = 0;
      for (let mu = 0; mu < patterns; mu++) {
        const x = f(f(f(V * g[mu]) - f(base[mu] + (gap / ONE) * field[mu])) * scale);
        const r = hazardSingle(x);
        lanes[mu & 3] += f(r * f(r - x));
        g[mu] = r * scale;
        if (g[mu] > largest) largest = g[mu];
      }
      return { slopes: sum(), largest };
    },
    tilt(factor, G, rho): number {
      for (let mu = 0; mu < patterns; mu++) {
        digitsOfG[mu] = Math.min(Math.trunc(f(f(g[mu] * factor) + 0.5)), LARGEST_DIGIT);
      }
      bySynapse.multiply(digitsOfG, B);
      return tiltBy(1 / factor, G, rho);
    },
    solved(): boolean {
      readSigns(row);
      // On from the last error: what was wrong an iteration ago probably still is.
      for (let k = 0; k < patterns; k++) {
        const mu = next + k < patterns ? next + k : next + k - patterns;
        if (popcountXor(gauged.words, mu * stride, row, 0, words) >= limits[mu]) {
          next = mu;
          return false;
        }
      }
      return true;
    },
    readSigns,
    read(hOut, tOut, gOut): void {
      hOut.set(h);
      tOut.set(t);
      gOut.set(g);
    },
    release(): void {
      // Nothing to give back.
    },
  };
}
