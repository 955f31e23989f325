import { defaultParameters, learnerByName } from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { expect, it } from 'vitest';
import { instance, type LearnerReport } from './learner-tasks.ts';
import { countSolved, differs, epochsApart } from './same-work.ts';

const task = {
  ...{ size: 101, alpha: 0.3, params: { states: 20 }, warmup: 1, peerWarmup: 1, instances: 2, atLeast: 1 },
};

function solved(k: number): string {
  const learner = learnerByName('sbpi');
  const stream = (purpose: string) => philoxRng(streamKey(k, purpose, 'test'));
  const streams = { init: stream('init'), dynamics: stream('dynamics') };
  const params = defaultParameters(learner, { size: task.size, ...task.params });
  return learner.learn(instance(task, k), params, streams, new AbortController().signal).weights.join('');
}

const report = (epochs: readonly number[], weights: readonly string[] = ['01']): LearnerReport => ({
  ...{ seconds: 1, epochs, weights },
});

it('counts an instance as solved by its weights alone, at its place in the list', () => {
  const weights = [solved(1), solved(2)];
  expect(countSolved(task, weights)).toBe(2);
  // The opposite weights have all fields of the other sign.
  const opposite = [...(weights[0] as string)].map((digit) => 1 - Number(digit)).join('');
  expect(countSolved(task, [opposite, weights[1] as string])).toBe(1);
  expect(countSolved(task, weights.toReversed())).toBe(0);
});

it('notices other weights in another round, and another number of epochs on average', () => {
  expect(differs([report([3], ['01']), report([3], ['01'])])).toBe(false);
  expect(differs([report([3], ['01']), report([3], ['11'])])).toBe(true);
  const epochs = Array.from({ length: 100 }, (_, k) => 50 + (k % 7));
  // One more on average, give or take as much: 10 standard errors.
  const more = epochs.map((each, k) => each + (k % 2 === 0 ? 2 : 0));
  expect(epochsApart(report(more), report(epochs))).toBeGreaterThan(9);
  const balanced = epochs.map((each, k) => each + (k % 2 === 0 ? 2 : -2));
  expect(epochsApart(report(balanced), report(epochs))).toBeNull();
});
