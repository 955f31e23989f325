/** Trials of `online-memory` and their distance from the exact theory, for tests. */
import type { Params } from '@fewbits/dataset/columns';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { type SnrParameters, snr } from '@fewbits/theory';
import type { Row } from '../experiment.ts';
import { onlineMemory } from '../online-memory.ts';

/** 22 ages, of which few lie within the memory of correlated events: those share their stop and are no independent scores. */
export const TESTED_AGES: readonly number[] = [
  0, 1, 2, 4, 7, 10, 16, 25, 40, 64, 80, 100, 128, 160, 200, 256, 320, 400, 512, 640, 800, 1000,
];

/** Defaults filled in as a plan would. */
export function completed(given: Params): Params {
  const defaults: Record<string, unknown> = {};
  const params = {
    correlation: 0,
    tracked: 64,
    noise_definition: 'stationary',
    size: 8192,
    ages: TESTED_AGES,
    ...given,
  };
  for (const [name, { default: value, defaultFrom, applies }] of Object.entries(onlineMemory.parameters)) {
    if (name in params || !(applies?.['model'] ?? [given['model']]).includes(given['model'] as string)) continue;
    const derived = value ?? defaultFrom?.value({ ...defaults, ...params } as Params);
    if (derived !== undefined) defaults[name] = derived;
  }
  return { ...defaults, ...params } as Params;
}

const noPatterns = () => Promise.reject(new Error('no file is named'));

/** One trial, after its check. */
export function trial(given: Params, seed: number = 1, signal: AbortSignal = new AbortController().signal): Row {
  const params = completed(given);
  const [problem] = onlineMemory.check?.(params) ?? [];
  if (problem) throw new RangeError(`${problem.parameter}: got ${problem.got}, expected ${problem.expected}`);
  const stream = (purpose: string) => philoxRng(streamKey(seed, purpose, JSON.stringify(params)));
  return onlineMemory.run({ params, rng: stream('trial'), signal, stream, patterns: noPatterns }) as Row;
}

/** z of every age and of the noise, where that is not fixed. */
export function scores(given: Params, seed: number = 1): { readonly z: number[]; readonly noise: number } {
  const row = trial(given, seed);
  const exact = snr({ ...completed(given), correlation: row['realised_correlation'] } as unknown as SnrParameters);
  const snr1 = row['snr1'] as number[];
  const errors = row['snr1_sem'] as number[];
  const z = snr1.map((value, a) => (value - (exact.snr1?.[a] as number)) / (errors[a] as number));
  const error = row['noise_sem'] as number;
  const difference = (row['noise'] as number) - Math.sqrt(exact.variance as number);
  return { z, noise: error === 0 ? difference * 1e12 : difference / error };
}

export function rms(z: readonly number[]): number {
  return Math.sqrt(z.reduce((sum, each) => sum + each * each, 0) / z.length);
}
