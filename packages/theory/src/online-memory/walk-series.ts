/**
 * The generating function S(z) = Σ_t z^t S(t) of a persistent walk (`persistent-walk.ts`), in closed form.
 *
 * With q + 1/q = 2(1 + λz²)/((1+λ)z), |q| < 1, h(x) = (1 − zpq) q^x + z(1−p) q^(L−x) solves the walk without source; h̄ is its mean
 * over the n middle sites, f = z h̄/h(0). Walkers alive, and their lean towards the bottom times distance from the middle:
 *   A = (1 − f)/(1 − z),   B = s − f {λr(L+1)/2 + s},   r = 1/(1 − λz),  s = λzr/(1 − z)
 *   S(z) = λr f + eA + bB
 */
import {
  add,
  type Complex,
  divide,
  exponential,
  exponentialMinusOne,
  multiply,
  one,
  scale,
  squareRoot,
  subtract,
} from './complex.ts';
import { type CentralWalk, exitLaw } from './exit-law.ts';

/** S at z = e^exponent, |z| < 1. */
export function walkSeries({ sites, spread, correlation }: CentralWalk, exponent: Complex): Complex {
  const { b, e } = exitLaw(sites, correlation);
  const p = (1 + correlation) / 2;
  const z = exponential(exponent);
  const away = scale(-1, exponentialMinusOne(exponent));
  const r = divide(one, subtract(one, scale(correlation, z)));
  // d = (q + 1/q)/2 − 1 without cancellation near z = 1; then 1 − q = ±√(d(d+2)) − d and ln q.
  const d = divide(divide(away, r), scale(1 + correlation, z));
  const fall = fallOf(d);
  const q = subtract(one, fall);
  const logarithm: Complex = {
    re: 0.5 * Math.log1p(fall.re * fall.re + fall.im * fall.im - 2 * fall.re),
    im: Math.atan2(q.im, q.re),
  };
  const high = subtract(one, scale(p, multiply(z, q)));
  const low = scale(1 - p, z);
  const edge = add(high, multiply(low, exponential(scale(sites, logarithm))));
  const width = divide(scale(-1 / spread, exponentialMinusOne(scale(spread, logarithm))), fall);
  const reach = multiply(exponential(scale((sites - spread) / 2, logarithm)), width);
  const f = divide(multiply(z, multiply(add(high, multiply(low, q)), reach)), edge);
  const s = scale(correlation, divide(multiply(z, r), away));
  const alive = divide(subtract(one, f), away);
  const pull = subtract(s, multiply(f, add(scale((correlation * (sites + 1)) / 2, r), s)));
  return add(scale(correlation, multiply(r, f)), add(scale(e, alive), scale(b, pull)));
}

/** 1 − q with |q| < 1. */
function fallOf(d: Complex): Complex {
  const root = squareRoot(multiply(d, add(d, { re: 2, im: 0 })));
  const fall = subtract(root, d);
  const q = subtract(one, fall);
  return q.re * q.re + q.im * q.im < 1 ? fall : subtract(scale(-1, root), d);
}
