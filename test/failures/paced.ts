/**
 * Sweeps whose trials take a given time by the clock on any machine, so that what disturbs them comes in their course
 * and not after their end. The time comes from the environment and is no part of a trial: undisturbed, and when a
 * disturbed sweep is finished, the same trials take no time at all.
 */

/** Milliseconds a trial of a sweep that is started to be disturbed. */
export const pace = 10;

/** For the disturbed run. */
export const pacedEnv = { FEWBITS_TEST_PACE: String(pace) };

/** A success that turns from sure to impossible around alpha = 0.6, and a number. */
export const pacedModule = `
const pace = Number(process.env.FEWBITS_TEST_PACE ?? 0);
const clock = new Int32Array(new SharedArrayBuffer(4));

export default {
  name: 'paced', version: 1,
  parameters: { group: { type: 'int', unit: '1' }, alpha: { type: 'float', unit: '1' } },
  columns: { solved: { type: 'bool', unit: '1' }, value: { type: 'float', unit: '1' } },
  run({ params, rng }) {
    if (pace > 0) Atomics.wait(clock, 0, 0, pace);
    return { solved: rng.uniform() < 1 / (1 + Math.exp((params.alpha - 0.6) / 0.02)), value: rng.uniform() };
  },
};
`;

/** A sweep of `seconds` of paced trials, by the clock of one thread. */
export const pacedSpec = (seconds: number): string => `
name: paced
seed: 12
experiment: ./paced.mjs
grid: { group: [1, 2], alpha: "linspace(0.4,0.8,5)" }
replicates: ${(seconds * 1000) / pace / 10}
`;

/** A search of two thresholds over paced trials, a thousand or so. */
export const searchedSpec = `
name: searched
seed: 13
experiment: ./paced.mjs
grid: { group: [1, 2] }
search: { alpha: { column: solved, from: 0.3, to: 0.9, within: 0.003 } }
`;
