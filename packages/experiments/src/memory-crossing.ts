/**
 * Where a measured falling curve y(t) goes below a threshold θ, with its standard error.
 *
 * The values are made to fall first (weighted least squares, by pooling neighbours that rise), so that one low value among
 * high ones is no crossing. A curve that is shallow has several ages within a factor of 1.3 of θ: through their own values goes
 *   ln y = a + b x + c x²,  x = ln t - ln t0,  weights (y/σ)²,
 * and the crossing is the zero of that minus ln θ, its error that of the fit over the slope. A steep one is interpolated:
 *   x = ln(t2/t1) ln(y1/θ)/ln(y1/y2),  y1 >= θ > y2 at t1 < t2.
 */

/** Ages a decade: a parabola through neighbours is then within 0.5 % of the curves of all models, and an event of stairs. */
const A_DECADE = 24;

/** Whole ages from 1 to `oldest`, even on a logarithmic scale where that is coarser than one. */
export function closeAges(oldest: number): number[] {
  const steps = Math.floor(A_DECADE * Math.log10(Math.max(3, oldest)) + 1e-9);
  const ages = Array.from({ length: steps + 1 }, (_, k) => Math.round(Math.exp((k * Math.LN10) / A_DECADE)));
  return [...new Set(ages)];
}

export interface Crossing {
  readonly age: number;
  readonly error: number;
}

/** Factor around θ within which values count for the fit, and how many it takes. */
const NEAR = 1.3;
const LEAST_NEAR = 5;

/** `ages` increasing, from 1 on, `errors` above 0; 0 when the first value is below already, null when none is. */
export function crossing(
  ages: readonly number[],
  values: readonly number[],
  errors: readonly number[],
  threshold: number,
): Crossing | null {
  const falling = fallingFit(values, errors);
  const after = falling.findIndex((value) => value < threshold);
  if (after === 0) return { age: 0, error: 0 };
  if (after === -1) return null;
  const near = ages.flatMap((age, k): Near[] => {
    const [fit, y, error] = [falling[k] as number, values[k] as number, errors[k] as number];
    return fit < threshold * NEAR && fit > threshold / NEAR && y > 0 ? [{ age, y, error }] : [];
  });
  const origin = ages[after] as number;
  if (near.length >= LEAST_NEAR) {
    const fitted = parabolaCrossing(near, origin, threshold);
    if (fitted !== null) return fitted;
  }
  return interpolated(ages, falling, errors, after, threshold);
}

interface Near {
  readonly age: number;
  readonly y: number;
  readonly error: number;
}

/** The non-increasing sequence closest to `values` (pool adjacent violators). */
function fallingFit(values: readonly number[], errors: readonly number[]): number[] {
  const pools: { mean: number; weight: number; count: number }[] = [];
  for (const [k, value] of values.entries()) {
    let pool = { mean: value, weight: 1 / (errors[k] as number) ** 2, count: 1 };
    for (let last = pools.at(-1); last !== undefined && last.mean <= pool.mean; last = pools.at(-1)) {
      pools.pop();
      const weight = last.weight + pool.weight;
      pool = {
        mean: (last.weight * last.mean + pool.weight * pool.mean) / weight,
        weight,
        count: last.count + pool.count,
      };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ mean, count }) => new Array<number>(count).fill(mean));
}

/** Null where the parabola does not fall through θ among the ages that it was fitted to. */
function parabolaCrossing(near: readonly Near[], origin: number, threshold: number): Crossing | null {
  const x = near.map(({ age }) => Math.log(age / origin));
  const moments = new Float64Array(5);
  const sums = new Float64Array(3);
  for (const [k, { y, error }] of near.entries()) {
    let weight = (y / error) ** 2;
    const target = Math.log(y / threshold);
    for (let power = 0; power < 5; power++) {
      moments[power] = (moments[power] as number) + weight;
      if (power < 3) sums[power] = (sums[power] as number) + weight * target;
      weight *= x[k] as number;
    }
  }
  const inverse = inverseOf(moments);
  const [a = 0, b = 0, c = 0] = inverse.map((line) =>
    line.reduce((sum, entry, k) => sum + entry * (sums[k] as number), 0),
  );
  const root = fallingRoot(a, b, c);
  const [first = 0, last = 0] = [x[0], x.at(-1)];
  if (root === null || root < first || root > last) return null;
  const at = [1, root, root * root];
  const variance = at.reduce(
    (sum, u, i) => sum + at.reduce((line, v, j) => line + u * v * ((inverse[i] as number[])[j] as number), 0),
    0,
  );
  const age = origin * Math.exp(root);
  return { age, error: (age * Math.sqrt(variance)) / Math.abs(b + 2 * c * root) };
}

/** The root of a + b x + c x² where it falls. */
function fallingRoot(a: number, b: number, c: number): number | null {
  const discriminant = b * b - 4 * a * c;
  if (discriminant <= 0) return null;
  // Slope there is -sqrt(discriminant); written so that c may vanish.
  const denominator = -b + Math.sqrt(discriminant);
  return denominator > 0 ? (2 * a) / denominator : null;
}

/** Inverse of the 3 × 3 matrix of moments M[i][j] = m_(i+j). */
function inverseOf(moments: Float64Array): number[][] {
  const m = (i: number, j: number): number => moments[(i % 3) + (j % 3)] as number;
  const cofactor = (i: number, j: number): number =>
    m(i + 1, j + 1) * m(i + 2, j + 2) - m(i + 1, j + 2) * m(i + 2, j + 1);
  const determinant = [0, 1, 2].reduce((sum, j) => sum + m(0, j) * cofactor(0, j), 0);
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => cofactor(j, i) / determinant));
}

function interpolated(
  ages: readonly number[],
  values: readonly number[],
  errors: readonly number[],
  after: number,
  threshold: number,
): Crossing {
  const [t1, t2] = [ages[after - 1] as number, ages[after] as number];
  const [e1, e2] = [errors[after - 1] as number, errors[after] as number];
  const y1 = values[after - 1] as number;
  // A value at or below 0 has no logarithm: as good as its own error.
  const y2 = Math.max(values[after] as number, Math.min(e2, threshold / 2));
  const fall = Math.log(y1 / y2);
  const part = Math.log(y1 / threshold) / fall;
  const age = t1 * Math.exp(part * Math.log(t2 / t1));
  const error = Math.hypot(((1 - part) * e1) / y1, (part * e2) / y2);
  return { age, error: (age * Math.log(t2 / t1) * error) / fall };
}
