/**
 * `range`, `linspace`, `logspace`: exact decimal arithmetic, rounded to a double once, so that extending a range never
 * moves a point and coinciding points of two axes are bit-equal on every Node.
 */
import { Decimal } from 'decimal.js';

// 60 digits: a double needs 17, and no point of a sensible axis lies within 1e-40 of the middle between two doubles.
const Exact = Decimal.clone({ precision: 60, defaults: true });

const functions: Readonly<Record<string, (args: readonly Decimal[]) => Decimal[]>> = {
  range: ([a, b, step]) => range(a as Decimal, b as Decimal, step as Decimal),
  linspace: ([a, b, n]) =>
    spaced(n as Decimal, (part) =>
      (b as Decimal)
        .minus(a as Decimal)
        .times(part)
        .plus(a as Decimal),
    ),
  logspace: ([a, b, n]) => logspace(a as Decimal, b as Decimal, n as Decimal),
};

export const functionNames: readonly string[] = Object.keys(functions);

/** Largest number of values that one function may stand for. */
const maxPoints = 1_000_000;

/** Whether `text` is a call of one of the functions, well-formed or not. */
export function isFunctionCall(text: string): boolean {
  return /^\s*(range|linspace|logspace)\s*\(/.test(text);
}

/** Values of e.g. `linspace(0.3,0.7,9)`. Throws an `Error` whose message says what was expected. */
export function evaluateFunction(text: string): number[] {
  const call = /^\s*(\w+)\s*\(([^()]*)\)\s*$/.exec(text);
  const evaluate = call && functions[call[1] as string];
  if (!call || !evaluate)
    throw new Error(`got ${text}, expected ${functionNames.map((name) => `${name}(…)`).join(', ')}`);
  const name = call[1] as string;
  const words = (call[2] as string).split(',').map((word) => word.trim());
  if (words.length !== 3) {
    const usage = name === 'range' ? 'range(from,to,step)' : `${name}(from,to,count)`;
    throw new Error(`${name} takes three numbers, ${usage}; got ${words.length}`);
  }
  const args = words.map((word) => {
    if (!/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word))
      throw new Error(`got "${word}" in ${text}, expected a number`);
    return new Exact(word);
  });
  const values = evaluate(args).map((value) => Number(value.toString()));
  if (values.length === 0) throw new Error(`${text} has no values`);
  return values;
}

function range(a: Decimal, b: Decimal, step: Decimal): Decimal[] {
  if (step.isZero()) throw new Error('range: the step must not be 0');
  const count = b.minus(a).div(step).ceil().toNumber();
  if (count > maxPoints) throw new Error(`range has ${count} values, at most ${maxPoints} are allowed`);
  return Array.from({ length: Math.max(0, count) }, (_, k) => step.times(k).plus(a));
}

function logspace(a: Decimal, b: Decimal, n: Decimal): Decimal[] {
  if (a.lte(0) || b.lte(0)) throw new Error('logspace: both ends must be positive');
  const ratio = b.div(a).ln();
  // The ends are exact; powers of ten between them too, because 60 digits round to the double that 10^k is.
  return spaced(n, (part) => (part.isZero() ? a : part.eq(1) ? b : a.times(ratio.times(part).exp())));
}

function spaced(n: Decimal, at: (part: Decimal) => Decimal): Decimal[] {
  if (!n.isInteger() || n.lt(1) || n.gt(maxPoints)) {
    throw new Error(`the count must be an integer from 1 to ${maxPoints}, got ${n.toString()}`);
  }
  const count = n.toNumber();
  if (count === 1) return [at(new Exact(0))];
  return Array.from({ length: count }, (_, k) => at(new Exact(k).div(count - 1)));
}
