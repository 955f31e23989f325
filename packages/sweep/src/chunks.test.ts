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

it('makes chunks of about 150 ms of predicted work, and never splits a trial', () => {
  const [first = [], second = []] = dealAll(
    Array.from({ length: 4000 }, () => 10),
    2,
    1,
  );
  expect(first.length).toBe(15);
  expect(second.length).toBe(15);
  expect(dealAll([9000, 8000], 2, 1)).toEqual([[9000], [8000]]);
});

it('follows the measured cost', () => {
  const [tenTimesSlower = []] = dealAll(
    Array.from({ length: 4000 }, () => 1),
    2,
    10,
  );
  expect(tenTimesSlower.length).toBe(15);
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
