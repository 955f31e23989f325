import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planWork } from './chunks.ts';
import { costModel } from './cost.ts';
import { parseSpec } from './parse-spec.ts';
import { expandPlan } from './plan.ts';
import { toy } from './testing/toy-experiment.ts';
import { pendingTrials, type Todo } from './todo.ts';

/** One trial of each size; the toy experiment's formula says `size` milliseconds. */
function trials(sizes: readonly number[]): Todo {
  const text = JSON.stringify({
    experiment: 'toy',
    fixed: { learner: 'fast', weights: 'unipolar', levels: 2 },
    // A different load each, so that equal sizes are different points.
    zip: { size: sizes, alpha: sizes.map((_, k) => 1 + k) },
  });
  return pendingTrials(expandPlan(parseSpec(text, { experiments: [toy] })), new Map());
}

function dealAll(sizes: readonly number[], threads: number, measuredOverPredicted: number | null): number[][] {
  const cost = costModel(toy);
  if (measuredOverPredicted !== null) cost.observe({ size: 1 }, { cpuMs: measuredOverPredicted, wallMs: 0 });
  const work = planWork(trials(sizes), cost, threads);
  const chunks: number[][] = [];
  for (let deal = work.next(); deal; deal = work.next())
    chunks.push(deal.trials.map(({ params }) => params['size'] as number));
  return chunks;
}

it('deals every trial once, the longest first', () => {
  const sizes = Array.from({ length: 1000 }, (_, k) => 1 + ((k * 37) % 50));
  const dealt = dealAll(sizes, 2, 1).flat();
  expect(dealt).toEqual(sizes.slice().sort((a, b) => b - a));
});

it('makes chunks of about 250 ms of predicted work, and never splits a trial', () => {
  const [first = [], second = []] = dealAll(
    Array.from({ length: 4000 }, () => 10),
    2,
    1,
  );
  expect(first.length).toBe(25);
  expect(second.length).toBe(25);
  expect(dealAll([9000, 8000], 2, 1)).toEqual([[9000], [8000]]);
});

it('follows the measured cost', () => {
  const [tenTimesSlower = []] = dealAll(
    Array.from({ length: 4000 }, () => 1),
    2,
    10,
  );
  expect(tenTimesSlower.length).toBe(25);
});

it('starts small while nothing is measured, and shrinks towards the end', () => {
  expect(
    dealAll(
      Array.from({ length: 4000 }, () => 1),
      2,
      null,
    )[0]?.length,
  ).toBe(25);
  const lengths = dealAll(
    Array.from({ length: 300 }, () => 10),
    2,
    1,
  ).map((chunk) => chunk.length);
  expect(lengths.at(-1)).toBe(1);
});

/** End of the last task when each thread takes the next one as soon as it is idle, ms. */
function makespan(tasks: Iterable<number>, threads: number): number {
  const busyUntil = Array.from({ length: threads }, () => 0);
  for (const ms of tasks) busyUntil[busyUntil.indexOf(Math.min(...busyUntil))] += ms;
  return Math.max(...busyUntil);
}

function* dealt(sizes: readonly number[], threads: number): Generator<number> {
  const cost = costModel(toy);
  cost.observe({ size: 1 }, { cpuMs: 1, wallMs: 1 });
  const work = planWork(trials(sizes), cost, threads);
  for (let deal = work.next(); deal; deal = work.next())
    yield deal.trials.reduce((sum, { params }) => sum + (params['size'] as number), 0);
}

// Pareto with exponent 1.2 (its variance is infinite): a few trials are a large share of all the work.
it.each([2, 3, 8])(
  'ends a skewed load on %i threads within 5 %% of trials dealt one by one, the longest first',
  (threads) => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-4, max: 1, noNaN: true }), { minLength: 50, maxLength: 400 }),
        (shares) => {
          const sizes = shares.map((share) => Math.ceil(10 / Math.exp(Math.log(share) / 1.2)));
          const longestFirst = makespan(
            sizes.toSorted((a, b) => b - a),
            threads,
          );
          expect(makespan(dealt(sizes, threads), threads)).toBeLessThanOrEqual(1.05 * longestFirst);
        },
      ),
      { numRuns: 60, seed: 5 },
    );
  },
);
