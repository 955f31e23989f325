/**
 * A start near the stationary state of the biological synapse: Gaussian with the covariance of its linear theory, scaled to
 * the range and rounded to levels.
 *
 *   C = A C A' + e_1 e_1' + λ (A g e_1' + e_1 g' A'),  g = (I - λ A)^-1 e_1,   A: the update without events, rounding and range
 * Not the stationary law: the fast variables need a burn-in, the slow ones keep what is drawn here.
 * Source: the linear theory of Benna & Fusi, Nat. Neurosci. 19:1697 (2016).
 */
import type { Rng } from '@fewbits/numerics';
import type { BiologicalShape } from './biological.ts';

type Matrix = Float64Array[];

export function linearStart(
  shape: BiologicalShape,
  correlation: number,
): (rng: Rng, state: Int32Array, at: number) => number {
  const { groups, levels } = shape;
  const top = levels - 1;
  const covariance = linearCovariance(shape, correlation);
  // No variable can spread wider than evenly over its levels.
  const widest = Math.max(...covariance.map((row, k) => row[k]));
  const scale = Math.min(1, (levels * levels - 1) / 12 / widest);
  const factor = cholesky(covariance.map((row) => row.map((each) => scale * each)));
  const normal = new Float64Array(groups);
  return (rng, state, at) => {
    for (let k = 0; k < groups; k++) {
      // The sum of 12 uniform numbers: near enough to a Gaussian for a start.
      normal[k] = -6;
      for (let n = 0; n < 12; n++) normal[k] += rng.uniform();
    }
    for (let k = 0; k < groups; k++) {
      let u = 0;
      for (let j = 0; j <= k; j++) u += factor[k][j] * normal[j];
      state[at + k] = Math.max(0, Math.min(top, Math.round(u + top / 2)));
    }
    return rng.uint32() & 1 ? 1 : -1;
  };
}

export function linearCovariance({ groups, base }: BiologicalShape, correlation: number): Matrix {
  const a = zeros(groups);
  for (let k = 0, power = 0.25; k < groups; k++, power /= base * base) {
    const faster = k === 0 ? 0 : power;
    const slower = power / base;
    a[k][k] = 1 - faster - slower;
    if (k > 0) a[k][k - 1] = faster;
    if (k + 1 < groups) a[k][k + 1] = slower;
  }
  // g = sum of λ^j A^j e_1, and the noise that it makes.
  let term = Float64Array.from({ length: groups }, (_, k) => (k === 0 ? 1 : 0));
  const g = new Float64Array(groups);
  for (let rounds = 0; rounds < 100_000 && Math.max(...term.map(Math.abs)) > 1e-12; rounds++) {
    for (let k = 0; k < groups; k++) g[k] += term[k];
    term = applied(a, term).map((each) => correlation * each);
  }
  const echo = applied(a, g);
  let sum = zeros(groups);
  for (let k = 0; k < groups; k++) {
    sum[k][0] += correlation * echo[k];
    sum[0][k] += correlation * echo[k];
  }
  sum[0][0] += 1;
  // Sum of A^j Q A'^j by doubling.
  let power = a;
  for (let round = 0; round < 64; round++) {
    const carried = product(product(power, sum), transposed(power));
    sum = sum.map((row, i) => row.map((each, j) => each + carried[i][j]));
    power = product(power, power);
  }
  return sum;
}

function cholesky(matrix: Matrix): Matrix {
  const lower = zeros(matrix.length);
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= lower[i][k] * lower[j][k];
      // Rounding may leave a variable without spread of its own slightly negative.
      lower[i][j] = i === j ? Math.sqrt(Math.max(rest, 1e-12)) : rest / lower[j][j];
    }
  }
  return lower;
}

function zeros(n: number): Matrix {
  return Array.from({ length: n }, () => new Float64Array(n));
}

function applied(a: Matrix, x: Float64Array): Float64Array {
  return Float64Array.from(a, (row) => row.reduce((sum, each, k) => sum + each * x[k], 0));
}

function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => row.map((_, j) => row.reduce((sum, each, k) => sum + each * b[k][j], 0)));
}

function transposed(a: Matrix): Matrix {
  return a.map((_, i) => Float64Array.from(a, (row) => row[i]));
}
