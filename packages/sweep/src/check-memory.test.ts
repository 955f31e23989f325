import { expect, it } from 'vitest';
import { checkMemory } from './check-memory.ts';
import { UsageError } from './errors.ts';
import { parseSpec } from './parse-spec.ts';
import { toy } from './testing/toy-experiment.ts';

const hungry = { ...toy, memory: ({ size }: Readonly<Record<string, unknown>>) => 1e9 * (size as number) };
const read = (sizes: string): ReturnType<typeof parseSpec> =>
  parseSpec(`{experiment: toy, fixed: {learner: fast, alpha: 1}, grid: {size: ${sizes}}}`, {
    experiments: [hungry],
    path: 'a.yaml',
  });

it('refuses a sweep whose largest trial does not fit, saying how much it needs and how much there is', () => {
  expect(() => checkMemory(read('[3, 31, 7]'), 16e9)).toThrow(UsageError);
  expect(() => checkMemory(read('[3, 31, 7]'), 16e9)).toThrow(
    /^a\.yaml: a trial with size 31, alpha 1 takes about 31 GB, this machine has 16 GB$/,
  );
  expect(() => checkMemory(read('[3, 7]'), 16e9)).not.toThrow();
});

it('is no part of reading: a spec means the same on every machine', () => {
  expect(read('[1000001]').largest).toEqual({ bytes: 1000001e9, params: expect.objectContaining({ size: 1000001 }) });
});
