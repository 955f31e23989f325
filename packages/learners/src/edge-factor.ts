/**
 * What one pattern tells each synapse: ψ_i(w) = P(the pattern is satisfied | W_i = w), the other weights drawn from given
 * distributions ν_j, independent of each other.
 *
 * Exact: the law of Σ_{j≠i} ξ_j W_j from convolutions of those before and those behind i; O(N² levels) a pattern.
 * Gaussian: with A = Σ ξ_j a_j and S = Σ ξ_j² v_j (means and variances of ν), A_i and S_i without i,
 *   ψ_i(w) = Φ(s(A_i + ξ_i w - Θ)/√S_i),  Z = Φ(s(A - Θ)/√S).
 * An input of 0 tells nothing: ψ is constant.
 * Source: Baldassi et al., PRE 93, 052313 (2016), appendix; central limit theorem for the Gaussian form.
 */
import { logTail } from '@fewbits/numerics';

/** Of the variance of a field. */
const VARIANCE_FLOOR = 1e-12;
const PROBABILITY_FLOOR = 1e-300;

/**
 * Writes ln ψ_i(w_k) to `logPsi[i · levels + k]` and returns ln Z, Z the probability that the pattern is satisfied. `inputs`:
 * ξ of length N; `nu`: ν_i(w_k) at i · levels + k.
 */
export type EdgeFactor = (inputs: Int8Array, label: number, nu: Float64Array, logPsi: Float64Array) => number;

export interface FactorSetting {
  /** N. */
  readonly size: number;
  /** Allowed weights, ascending, evenly spaced. */
  readonly weights: Int32Array;
  /** Θ. */
  readonly threshold: number;
}

export function gaussianFactor({ size, weights, threshold }: FactorSetting): EdgeFactor {
  const levels = weights.length;
  const means = new Float64Array(size);
  const variances = new Float64Array(size);
  return (inputs, label, nu, logPsi) => {
    let A = -threshold;
    let S = 0;
    for (let i = 0, at = 0; i < size; i++, at += levels) {
      let first = 0;
      let second = 0;
      for (let k = 0; k < levels; k++) {
        first += nu[at + k] * weights[k];
        second += nu[at + k] * weights[k] * weights[k];
      }
      means[i] = inputs[i] * first;
      variances[i] = inputs[i] * inputs[i] * Math.max(second - first * first, 0);
      A += means[i];
      S += variances[i];
    }
    for (let i = 0, at = 0; i < size; i++, at += levels) {
      const scale = label / Math.sqrt(Math.max(S - variances[i], VARIANCE_FLOOR));
      for (let k = 0; k < levels; k++) {
        logPsi[at + k] = inputs[i] === 0 ? 0 : logTail(-scale * (A - means[i] + inputs[i] * weights[k]));
      }
    }
    return logTail((-label * A) / Math.sqrt(Math.max(S, VARIANCE_FLOOR)));
  };
}

export function exactFactor({ size, weights, threshold }: FactorSetting): EdgeFactor {
  const levels = weights.length;
  const step = levels > 1 ? weights[1] - weights[0] : 1;
  const width = size * (levels - 1) + 1;
  /** Row j: law of the first j contributions, in steps above their least value. */
  const before = new Float64Array((size + 1) * width);
  /** Row j: P(the contributions from j on are at least that many steps above their least value). */
  const behind = new Float64Array((size + 1) * width);
  const law = new Float64Array(levels);
  const sum = new Float64Array(width);
  /** Steps that the contribution of synapse i spans: 0 or levels - 1. */
  const span = (input: number): number => (input === 0 ? 0 : levels - 1);
  return (inputs, label, nu, logPsi) => {
    // With the label in the inputs and in Θ the pattern is satisfied iff Σ ξ_j W_j > Θ.
    const bound = label * threshold;
    const lawOf = (i: number): void => {
      const rising = label * inputs[i] > 0;
      for (let k = 0; k < levels; k++) law[k] = nu[i * levels + (rising ? k : levels - 1 - k)];
    };
    let least = 0;
    let reach = 0;
    before.fill(0);
    before[0] = 1;
    for (let j = 0; j < size; j++) {
      const signed = label * inputs[j];
      least += signed > 0 ? signed * weights[0] : signed * weights[levels - 1];
      lawOf(j);
      const [from, to] = [j * width, (j + 1) * width];
      if (inputs[j] === 0) before.copyWithin(to, from, from + width);
      else
        for (let n = 0; n <= reach; n++)
          for (let k = 0; k < levels; k++) before[to + n + k] += before[from + n] * law[k];
      reach += span(inputs[j]);
    }
    sum.fill(0);
    sum[0] = 1;
    let held = 0;
    tails(sum, held, behind, size * width);
    for (let j = size - 1; j >= 0; j--) {
      lawOf(j);
      if (inputs[j] !== 0) {
        for (let n = held; n >= 0; n--) {
          const p = sum[n];
          sum[n] = 0;
          for (let k = levels - 1; k >= 0; k--) sum[n + k] += p * law[k];
        }
        held += levels - 1;
      }
      tails(sum, held, behind, j * width);
    }
    let done = 0;
    for (let i = 0; i < size; i++) {
      const signed = label * inputs[i];
      const own = signed > 0 ? signed * weights[0] : signed * weights[levels - 1];
      const rest = reach - done - span(inputs[i]);
      for (let k = 0; k < levels; k++) {
        const needed = Math.floor((bound - signed * weights[k] - (least - own)) / step) + 1;
        let psi = 0;
        for (let n = 0; n <= done; n++) {
          const t = Math.max(0, needed - n);
          if (t <= rest) psi += before[i * width + n] * behind[(i + 1) * width + t];
        }
        logPsi[i * levels + k] = inputs[i] === 0 ? 0 : Math.log(Math.max(psi, PROBABILITY_FLOOR));
      }
      done += span(inputs[i]);
    }
    const needed = Math.max(0, Math.floor((bound - least) / step) + 1);
    return Math.log(Math.max(needed <= reach ? behind[needed] : 0, PROBABILITY_FLOOR));
  };
}

/** P(sum ≥ t), t = 0 … held, of a law, into `out` from `at` on. */
function tails(law: Float64Array, held: number, out: Float64Array, at: number): void {
  let total = 0;
  for (let t = held; t >= 0; t--) {
    total += law[t];
    out[at + t] = total;
  }
}
