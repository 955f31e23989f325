import type { FactsOf, Params, PatternSet, Value } from '@fewbits/dataset/columns';
import { learners } from '@fewbits/learners';
import { describe, expect, it } from 'vitest';
import type { Row, TrialContext } from './experiment.ts';
import { storageCapacity } from './storage-capacity.ts';
import { completed, trialContext } from './testing/perceptron-trial.ts';

const { columns, run, check, task, versions, cost } = storageCapacity as Required<typeof storageCapacity>;

const complete = (given: Record<string, Value>): Params => completed(storageCapacity, given);
const context = (params: Params, replicate = 0, drawn: number[] = []): TrialContext =>
  trialContext(storageCapacity, params, replicate, drawn);

const trial = (given: Record<string, Value>, replicate = 0): Row => run(context(complete(given), replicate)) as Row;
const small = { learner: 'rbp', weights: 'unipolar', levels: 4, size: 101, alpha: 0.3 };

describe('a trial', () => {
  it('fills every declared column with its type, or null where the learner reports nothing', () => {
    for (const { name } of learners) {
      const row = trial({ ...small, learner: name, weights: 'binary' });
      expect(Object.keys(row)).toEqual(Object.keys(columns));
      for (const [column, value] of Object.entries(row)) {
        const type = columns[column]?.type;
        if (value === null) expect(learners.some((learner) => column in learner.columns)).toBe(true);
        else if (type === 'int') expect(value).toSatisfy(Number.isInteger);
        else if (type?.endsWith('[]')) expect(value).toSatisfy(Array.isArray);
        else expect(typeof value).toBe(type === 'float' ? 'number' : type === 'string' ? 'string' : 'boolean');
      }
    }
  });

  it('describes itself', () => {
    const row = trial(small);
    expect(row).toMatchObject({
      synapse_bits: 2,
      patterns: 30,
      load: 30 / 101,
      solved: true,
      errors: 0,
      field_threshold: 0,
    });
    expect(row['mean_weight']).toBeGreaterThan(0);
    expect(row['mean_weight']).toBeLessThan(1);
    expect(trial({ ...small, weights: 'binary' })).toMatchObject({ synapse_bits: 1 });
  });

  it('gives the same row for the same streams and another one for another replicate', () => {
    expect(trial(small, 3)).toEqual(trial(small, 3));
    expect(trial(small, 3)).not.toEqual(trial(small, 4));
  });

  it('draws the same patterns for every learner, weight set and threshold, and others for another load', async () => {
    const words = async (given: Record<string, Value>): Promise<number[]> => {
      const drawn: number[] = [];
      await run(context(complete(given), 0, drawn));
      return drawn;
    };
    const base = await words(small);
    // 4 words a row of 101 inputs, one word of labels.
    expect(base).toHaveLength(30 * 4 + 1);
    for (const other of [
      { learner: 'bp' },
      { learner: 'sbpi', weights: 'binary' },
      { levels: 8 },
      { dr: 0.01 },
      { threshold: 0.01 },
    ]) {
      expect(await words({ ...small, ...other })).toEqual(base);
    }
    expect((await words({ ...small, alpha: 0.31 })).slice(0, 121)).not.toEqual(base);
  });

  it('puts the threshold where the mean weight of the theory wants it', () => {
    // 0/1 inputs, f = ½: Θ = ⌊½ W̄* N⌋ + ½ with the published mean weight at capacity, 0.321755 L for 2 levels.
    const row = trial({ ...small, levels: 2, inputs: '01', size: 501, alpha: 0.1 });
    expect(row['field_threshold']).toBe(Math.floor(0.5 * 0.321755 * 501) + 0.5);
    expect(row['solved']).toBe(true);
    // ±1 inputs, f' = 0.2: more threshold than none; Θ/√N does not depend on N.
    const shift = (size: number) =>
      (trial({ ...small, output_rate: 0.2, size })['field_threshold'] as number) / Math.sqrt(size);
    expect(shift(101)).toBeGreaterThan(0.5);
    expect(shift(401)).toBeCloseTo(shift(101), 9);
  });

  it('takes a threshold over N as a number', () => {
    expect(trial({ ...small, threshold: 0.1 })['field_threshold']).toBeCloseTo(10.1, 12);
    expect(trial({ ...small, inputs: '01', threshold: 0.5 })['field_threshold']).toBe(50.5);
    expect(trial({ ...small, weights: 'binary', size: 100, threshold: 0.01 })['field_threshold']).toBeCloseTo(1, 12);
  });

  it('stops when it is told to', () => {
    const reason = new Error('stopped');
    expect(() => run({ ...context(complete(small)), signal: AbortSignal.abort(reason) })).toThrow(reason);
  });
});

describe('faults of a combination', () => {
  const faults = (given: Record<string, Value>): string[] =>
    check(complete(given)).map(({ parameter, got, expected }) => `${parameter}: got ${got}, expected ${expected}`);
  const signs = { ...small, weights: 'binary' };

  it('are none for what the paper does', () => {
    for (const given of [
      small,
      signs,
      { ...small, weights: 'signed', levels: 3, size: 100 },
      { ...small, inputs: '01', input_rate: 0.2, output_rate: 0.3, size: 100 },
      { ...small, output_rate: 0.2 },
      { ...signs, learner: 'sbpi' },
      { ...signs, size: 100, threshold: 0.013 },
    ]) {
      expect(faults(given)).toEqual([]);
    }
  });

  it('name the odd neighbours of an even number of ±1 synapses', () => {
    const message =
      'size: got 500, expected an odd number, e.g. 499 or 501 (±1 weights without threshold: no field may be 0)';
    expect(faults({ ...signs, size: 500 })).toEqual([message]);
    expect(faults({ ...signs, size: 500, threshold: 0 })).toEqual([message]);
    expect(faults({ ...small, weights: 'signed', levels: 2, size: 500 })).toEqual([message]);
  });

  it('say how small a load may be', () => {
    expect(faults({ ...small, alpha: 0.004 })).toEqual([
      'alpha: got 0.004, expected a load of at least one pattern: alpha N = 0.404 rounds to 0, 1/2 is enough (alpha ≥ 0.0049504950495049506)',
    ]);
    expect(faults({ ...small, alpha: 0.5 / 101 })).toEqual([]);
  });

  it('name what the learner can do, and who can do more', () => {
    const weights = /^weights: got unipolar, expected binary with learner cp-r \(sbpi, .*\brbp\b.* can\)$/;
    const [only, ...none] = faults({ ...small, learner: 'cp-r' });
    expect(only).toMatch(weights);
    expect(none).toEqual([]);
    const both = faults({ ...small, learner: 'cp-r', inputs: '01' });
    expect(both).toHaveLength(2);
    expect(both[0]).toMatch(weights);
    expect(both[1]).toMatch(/^inputs: got 01, expected pm1 with learner cp-r \(sbpi, .*\brbp\b.* can\)$/);
  });

  it('come all at once', () => {
    expect(
      faults({ ...signs, inputs: '01', output_rate: 0.3, alpha: 0.001 }).map((fault) => fault.split(':')[0]),
    ).toEqual(['alpha', 'inputs', 'output_rate']);
  });

  it('include an odd number of hidden states', () => {
    expect(faults({ ...signs, learner: 'sbpi', states: 81 })).toEqual([
      'states: got 81, expected an even number, e.g. 80 or 82',
    ]);
  });
});

describe('identity', () => {
  it('has the patterns depend on what they are drawn from', () => {
    expect(task(complete(small))).toEqual({ size: 101, patterns: 30, inputs: 'pm1', output_rate: 0.5 });
    expect(task(complete({ ...small, inputs: '01', input_rate: 0.2, alpha: 0.302 }))).toEqual({
      size: 101,
      patterns: 31,
      inputs: '01',
      input_rate: 0.2,
      output_rate: 0.5,
    });
  });

  it('holds the versions of the learner, the patterns, and the theory where it sets the threshold', () => {
    const used = (given: Record<string, Value>) => Object.keys(versions(complete(given))).sort();
    expect(used(small)).toEqual(['problem', 'rbp']);
    expect(used({ ...small, learner: 'bp', output_rate: 0.2 })).toEqual(['bp', 'optimal-threshold', 'problem']);
    expect(used({ ...small, inputs: '01' })).toEqual(['optimal-threshold', 'problem', 'rbp']);
    expect(used({ ...small, inputs: '01', threshold: 0.3 })).toEqual(['problem', 'rbp']);
  });

  it('costs more for more synapses and levels', () => {
    const ms = (given: Record<string, Value>) => cost(complete({ ...small, ...given }));
    expect(ms({})).toBeGreaterThan(0);
    expect(ms({ size: 1001 })).toBeGreaterThan(10 * ms({}));
    expect(ms({ levels: 64 })).toBeGreaterThan(ms({}));
  });
});

describe('patterns of a file', () => {
  const set: PatternSet = {
    size: 5,
    patterns: 4,
    bits: Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1),
    labels: Int8Array.of(1, -1, 1, -1),
  };
  const sha = 'f'.repeat(64);
  const facts = { size: 5, patterns: 4, input_rate: 0.45, output_rate: 0.5 };
  const factsOf: FactsOf = (given) => (given === sha ? facts : undefined);
  const filed = { learner: 'rbp', weights: 'binary', patterns_file: sha };
  const whole = (given: Record<string, Value>): Params => completed(storageCapacity, { ...filed, ...given }, factsOf);
  const trialOf = async (given: Record<string, Value>, replicate = 0, drawn: number[] = []): Promise<Row> =>
    run(trialContext(storageCapacity, whole(given), replicate, drawn, new Map([[sha, set]])));
  const faultsOf = (given: Record<string, Value>): string[] =>
    check(whole(given), factsOf).map(
      ({ parameter, got, expected }) => `${parameter}: got ${got}, expected ${expected}`,
    );

  it('set the size, the load and the rates, which need not be given', () => {
    expect(whole({})).toMatchObject({ size: 5, alpha: 0.8, inputs: 'pm1', output_rate: 0.5 });
    expect(whole({ weights: 'unipolar', levels: 2, inputs: '01' })).toMatchObject({ input_rate: 0.45 });
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ size: 5, alpha: 0.4 })).toEqual([]);
    // Without a file nothing has changed.
    expect(complete({ ...small, inputs: '01' })).toMatchObject({ input_rate: 0.5, output_rate: 0.5 });
    expect(complete({ learner: 'rbp', weights: 'binary' })).not.toHaveProperty('size');
  });

  it('are what is stored: all of them, in every replicate', async () => {
    const drawn: number[] = [];
    const row = await trialOf({}, 0, drawn);
    expect(row).toMatchObject({ patterns: 4, load: 0.8, solved: true, errors: 0 });
    expect(drawn).toEqual([]);
    // Of all 32 weight vectors, counted here.
    expect(fewestErrors(set)).toBe(0);
  });

  it('are a random choice at a smaller load, another one for another replicate', async () => {
    const words = async (replicate: number): Promise<number[]> => {
      const drawn: number[] = [];
      expect(await trialOf({ alpha: 0.4 }, replicate, drawn)).toMatchObject({ patterns: 2, load: 0.4 });
      return drawn;
    };
    expect(await words(0)).toHaveLength(2);
    expect(await words(0)).not.toEqual(await words(1));
  });

  it('are part of the identity by content, with the rules by which they were read', () => {
    expect(task(whole({}))).toEqual({ patterns_file: sha, patterns: 4 });
    expect(Object.keys(versions(whole({}))).sort()).toEqual(['patterns-file', 'problem', 'rbp']);
  });

  it('may not be contradicted', () => {
    expect(faultsOf({ size: 7 })).toEqual(['size: got 7, expected 5, the number of inputs in patterns_file, or none']);
    expect(faultsOf({ alpha: 1 })).toEqual([
      'alpha: got 1, expected at most 0.8: patterns_file has 4 patterns, alpha N asks for 5',
    ]);
    expect(faultsOf({ output_rate: 0.25 })).toEqual([
      'output_rate: got 0.25, expected 0.5, the share of positive labels in patterns_file, or none',
    ]);
    expect(faultsOf({ alpha: 0.05 })[0]).toMatch(/^alpha: got 0.05, expected a load of at least one pattern/);
  });

  it('may have an even number of inputs, and equal labels where a threshold is given', () => {
    const even: FactsOf = () => ({ ...facts, size: 4, output_rate: 1 });
    const params = (given: Record<string, Value>): Params => completed(storageCapacity, { ...filed, ...given }, even);
    expect(check(params({}), even)).toEqual([]);
    const unipolar = { weights: 'unipolar', levels: 2 };
    expect(check(params(unipolar), even)[0]?.expected).toMatch(/^a number: no threshold is optimal where all labels/);
    expect(check(params({ ...unipolar, threshold: 0 }), even)).toEqual([]);
  });
});

function fewestErrors({ size, patterns, bits, labels }: PatternSet): number {
  let fewest = patterns;
  for (let code = 0; code < 2 ** size; code++) {
    let errors = 0;
    for (let mu = 0; mu < patterns; mu++) {
      let field = 0;
      for (let i = 0; i < size; i++) field += (bits[mu * size + i] ? 1 : -1) * ((code >> i) & 1 ? 1 : -1);
      if ((labels[mu] as number) * field <= 0) errors++;
    }
    fewest = Math.min(fewest, errors);
  }
  return fewest;
}
