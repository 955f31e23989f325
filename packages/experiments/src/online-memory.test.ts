/**
 * Simulated signal and noise against the exact theory, which shares no code with the models. Theory is asked at the realised
 * correlation: 0.9 is 0.899994.
 */
import type { Params } from '@fewbits/dataset/columns';
import { describe, expect, it } from 'vitest';
import { onlineMemory } from './online-memory.ts';
import { measuredFrom, measureGroup } from './online-memory-measure.ts';
import { keptEvents } from './online-memory-schedule.ts';
import { settingOf } from './online-memory-setting.ts';
import { completed, rms, scores, TESTED_AGES, trial } from './testing/online-memory-trial.ts';

// 22 scores a case, from errors that are themselves estimates of 64 cells: beyond 4.5 once in 1500 cases. Ages share their
// stops when events are correlated, so that their scores are not independent: hence the wide range of the rms.
const cases: Params[] = [
  ...[0, 0.9].flatMap((correlation) => [
    { model: 'multi-state', bits: 4, readout: 'binary', correlation },
    { model: 'multi-state', bits: 3, readout: 'graded', correlation },
    { model: 'multi-chain', groups: 3, correlation },
    { model: 'multi-chain', groups: 3, readout: 'binary', correlation },
    ...['direction-marker', 'partial-reset'].flatMap((model) => [
      { model, groups: 3, correlation },
      { model, groups: 4, correlation },
      { model, groups: 3, last: 'hard', correlation },
      { model, groups: 3, readout: 'binary', correlation },
    ]),
    { model: 'biological', groups: 2, levels: 8, size: 4096, tracked: 32, burn_in: 1024, correlation },
  ]),
  { model: 'direction-marker', groups: 2, correlation: 0.99, tracked: 32 },
  { model: 'partial-reset', groups: 1, correlation: 0.5 },
  { model: 'multi-state', levels: 10, size: 4096, correlation: 0.5 },
  { model: 'stochastic-binary', flip: 0.1, size: 4096 },
  { model: 'soft-bounds', levels: 16, size: 4096 },
  { model: 'cascade', depth: 10, size: 4096 },
  { model: 'serial', levels: 16, leave: 0.1, size: 4096 },
];

describe('agrees with the exact curve', () => {
  it.each(cases.map((params) => [JSON.stringify(params), params] as const))('%s', (_, params) => {
    const { z, noise } = scores(params);
    expect(Math.max(...z.map(Math.abs))).toBeLessThan(4.5);
    expect(rms(z)).toBeGreaterThan(0.5);
    expect(rms(z)).toBeLessThan(1.6);
    expect(Math.abs(noise)).toBeLessThan(4.5);
  });

  it('with seven groups too, whose slowest would take 5e7 events to equilibrate', () => {
    for (const model of ['multi-chain', 'direction-marker', 'partial-reset']) {
      const { z, noise } = scores({ model, groups: 7, ages: [0, 1, 10, 100, 1000, 10_000] });
      expect(Math.max(...z.map(Math.abs), Math.abs(noise))).toBeLessThan(4.5);
    }
  });
});

describe('its standard errors', () => {
  // 40 trials of 22 ages at λ = 0: mean of z² is 1 ± sqrt(2/880) = 0.048, apart from the error of the errors.
  it('are calibrated over independent trials', () => {
    const model = 'direction-marker';
    const z = Array.from(
      { length: 40 },
      (_, k) => scores({ model, groups: 2, size: 2048, tracked: 16 }, k + 2).z,
    ).flat();
    expect(Math.abs(z.reduce((a, b) => a + b) / Math.sqrt(z.length))).toBeLessThan(4.5);
    expect(rms(z)).toBeGreaterThan(0.9);
    expect(rms(z)).toBeLessThan(1.12);
  });

  it('are 1/sqrt(N P) for independent events, whatever the age', () => {
    const row = trial({ model: 'multi-chain', groups: 3 });
    const ideal = 1 / Math.sqrt(8192 * 64);
    // 64 cells tell an error to 1/sqrt(126) = 9 %; young memories share the noise of the weights with the signal.
    for (const error of (row['snr1_sem'] as number[]).slice(8)) {
      expect(error / ideal).toBeGreaterThan(0.6);
      expect(error / ideal).toBeLessThan(1.4);
    }
  });

  it('are 1 in units of the SNR where one memory is tracked: one run is not a curve', () => {
    const row = trial({ model: 'direction-marker', groups: 3, size: 4096, tracked: 1 });
    expect(row['sem_method']).toBe('block-means');
    const errors = (row['snr1_sem'] as number[]).map((error) => error * Math.sqrt(4096));
    expect(errors.reduce((a, b) => a + b) / errors.length).toBeCloseTo(1, 0.7);
  });

  it('come from a formula where there are fewer than 16 cells', () => {
    const row = trial({ model: 'direction-marker', groups: 3, size: 130, tracked: 7 });
    expect(row['sem_method']).toBe('formula');
    const oldest = (row['snr1_sem'] as number[]).at(-1) as number;
    expect(oldest * Math.sqrt(130 * 7)).toBeCloseTo(1, 1);
    expect(trial({ model: 'direction-marker', groups: 3, size: 1, tracked: 1 })['sem_method']).toBe('formula');
  });

  it('mark the ages that are below the noise floor', () => {
    const row = trial({
      model: 'stochastic-binary',
      flip: 0.5,
      size: 512,
      ages: [0, 1, 60, 61, 62, 63, 64, 65, 66, 67],
    });
    const faint = row['faint'] as number[];
    expect(faint.slice(0, 2)).toEqual([0, 0]);
    // Each is beyond two standard errors by chance in one of 22.
    expect(faint.slice(2).reduce((a, b) => a + b)).toBeGreaterThanOrEqual(6);
  });
});

describe('a trial', () => {
  const given = { model: 'partial-reset', groups: 3, size: 700, tracked: 9, correlation: 0.9 };

  it('gives the same row for the same streams and another one for others', () => {
    expect(trial(given, 5)).toEqual(trial(given, 5));
    expect(trial(given, 6)).not.toEqual(trial(given, 5));
  });

  it('is the same bits however its blocks of synapses are dealt and cut', () => {
    for (const model of [given, { ...given, model: 'biological', groups: 2, levels: 8, burn_in: 70 }]) {
      const setting = settingOf(completed({ ...model, size: 128 * 130 + 5, tracked: 3 }));
      const key = Uint32Array.of(1, 2, 3, 4);
      const { signal } = new AbortController();
      const kept = keptEvents(setting.schedule, setting.ages);
      const order = Array.from({ length: setting.groups }, (_, group) => group);
      const straight = order.map((group) => measureGroup(setting, kept, group, key, signal));
      const dealt = order
        .toReversed()
        .map((group) => measureGroup({ ...setting, partBlocks: 1 }, kept, group, key, signal));
      expect(dealt.toReversed()).toEqual(straight);
      expect(straight.reduce((sum, { synapses }) => sum + synapses, 0)).toBe(128 * 130 + 5);
      expect(measuredFrom(setting, dealt.toReversed())).toEqual(measuredFrom(setting, straight));
    }
  });

  it('says what it is', () => {
    const row = trial(given);
    expect(row).toMatchObject({
      method: 'simulated',
      initial_state: 'stationary-exact',
      caution: '',
      synapse_bits: 9,
      // 1 - 2 K/2^16, K = round(2^15 · 0.1).
      realised_correlation: 1 - (2 * 3277) / 65536,
      clip_fraction: null,
      // Five correlation times of 9.5 events are less than the 64 events between stops.
      events: 1001 + 8 * 64,
    });
    for (const [name, { type }] of Object.entries(onlineMemory.columns)) {
      expect(row).toHaveProperty(name);
      if (type.endsWith('[]')) expect(row[name]).toHaveLength(TESTED_AGES.length);
    }
    const biological = trial({ model: 'biological', groups: 2, levels: 8, size: 64, tracked: 2, burn_in: 30 });
    expect(biological).toMatchObject({ initial_state: 'gaussian+burn-in', caution: 'not equilibrated: u_1, u_2' });
    expect(biological['clip_fraction']).toBeGreaterThan(0.02);
    expect(biological['events']).toBe(30 + 1001 + 64);
  });

  it('takes the noise given the memory where that is asked for', () => {
    const stationary = trial({ model: 'multi-state', bits: 1, readout: 'binary' });
    const conditional = trial({ model: 'multi-state', bits: 2, readout: 'binary', noise_definition: 'conditional' });
    // S/σ = 0.5 becomes 0.577; one bit holds its last event without any noise.
    expect((conditional['snr1'] as number[])[0]).toBeCloseTo(0.5 / Math.sqrt(0.75), 2);
    expect((stationary['snr1'] as number[])[0]).toBe(1);
  });

  it('stops when it is told to', () => {
    const reason = new Error('stopped');
    expect(() => trial(given, 1, AbortSignal.abort(reason))).toThrow(reason);
  });

  it('gives models at one point the same events, and points of other sizes others', () => {
    const task = (params: Params) => onlineMemory.task?.(completed(params));
    expect(task({ model: 'multi-chain', groups: 3 })).toEqual(task({ model: 'serial', levels: 4, leave: 1 }));
    expect(task({ model: 'multi-chain', groups: 3, size: 9 })).not.toEqual(task({ model: 'multi-chain', groups: 3 }));
  });

  it('costs and takes more where more is asked for', () => {
    const params = completed(given);
    const larger = [{ size: 70_000 }, { tracked: 900 }].map((more) => ({ ...params, ...more }));
    for (const ask of [onlineMemory.cost, onlineMemory.memory]) {
      const least = ask?.(params) as number;
      expect(least).toBeGreaterThan(0);
      for (const more of larger) expect(ask?.(more)).toBeGreaterThan(least);
    }
    // Parts bound the memory, whatever the number of synapses.
    expect(onlineMemory.memory?.({ ...params, size: 2 ** 31 })).toBeLessThan(2 ** 28);
  });
});
