import type { TrialResult } from '@fewbits/dataset';
import { expect, it } from 'vitest';
import { outdatedResults } from './outdated.ts';
import { parseSpec } from './parse-spec.ts';
import { expandPlan, plannedTrials } from './plan.ts';
import { toy } from './testing/toy-experiment.ts';

const text = JSON.stringify({
  experiment: 'toy',
  fixed: { weights: 'unipolar', levels: 2, size: 3 },
  grid: { learner: ['slow', 'fast'], alpha: [1, 2, 3] },
  replicates: 4,
});
/** The toy with learners at the versions given. */
const planAt = (slow: number, fast: number) => {
  const versions = (params: Readonly<Record<string, unknown>>) => (params['learner'] === 'slow' ? { slow } : { fast });
  return expandPlan(parseSpec(text, { experiments: [{ ...toy, versions }] }));
};
const ok = (id: string): TrialResult => ({
  ...{ id, status: 'ok', values: {}, attempts: 1, cpuMs: 1, wallMs: 1, worker: 'w' },
});

it('a new version of one component makes its own trials worthless, and says how many', () => {
  const before = planAt(1, 1);
  const done = new Map([...plannedTrials(before)].map(({ id }) => [id, ok(id)]));
  expect(outdatedResults(before, before.versions, done, 0)).toEqual({ components: [], trials: 0 });
  const after = planAt(1, 2);
  expect(outdatedResults(after, before.versions, done, 0)).toEqual({
    components: [{ name: 'fast', from: 1, to: 2 }],
    trials: 12,
  });
  const kept = [...plannedTrials(after)].filter(({ id }) => done.has(id));
  expect(kept.map(({ params }) => params['learner'])).toEqual(Array.from({ length: 12 }, () => 'slow'));
  // What has been computed anew since then is no loss.
  for (const { id } of plannedTrials(after)) done.set(id, ok(id));
  expect(outdatedResults(after, before.versions, done, 0).trials).toBe(0);
});
