/**
 * A sweep of a hundred trials, dealt out at first as chunks of 25 in the order of `index`. One in the first chunk throws, and
 * the others take a while, where the environment says so: it is no part of a trial.
 */

/** Index of the trial that throws. */
export const failingIndex = 3;
/** Trials in one of the first chunks: 25 ms by the formula. */
export const chunkTrials = 25;

export const failingEnv = { FEWBITS_TEST_FAIL: '1' };

export const failingModule = `
const isFailing = process.env.FEWBITS_TEST_FAIL !== undefined;
const clock = new Int32Array(new SharedArrayBuffer(4));

export default {
  name: 'failing', version: 1,
  parameters: { index: { type: 'int', unit: '1' } },
  columns: { value: { type: 'float', unit: '1' } },
  cost: () => 1,
  run({ params, rng }) {
    if (isFailing) Atomics.wait(clock, 0, 0, 50);
    if (isFailing && params.index === ${failingIndex}) throw new Error('no luck');
    return { value: rng.uniform() };
  },
};
`;

export const failingSpec = `
name: failing
experiment: ./failing.mjs
grid: { index: "range(0,100,1)" }
`;
