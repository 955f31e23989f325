/**
 * The full size: seven groups, 16384 synapses, ages to a million events (a hundred thousand where events are correlated),
 * against the exact theory; the biological synapse against enumeration.
 */
import type { Params } from '@fewbits/dataset/columns';
import { standardAges } from '@fewbits/theory';
import { describe, expect, it } from 'vitest';
import { completed, rms, scores, trial } from './testing/online-memory-trial.ts';

const upTo = (oldest: number): number[] => standardAges.filter((age) => age <= oldest);
const full = { size: 16_384, tracked: 256 };

const cases: Params[] = [
  ...['multi-chain', 'direction-marker', 'partial-reset'].flatMap((model) => [
    { ...full, model, groups: 7, correlation: 0, ages: upTo(1e6) },
    { ...full, model, groups: 7, correlation: 0.9, ages: upTo(1e5) },
    { ...full, model, groups: 7, correlation: 0.99, ages: upTo(1e5), tracked: 64 },
    { ...full, model, groups: 3, correlation: 0, ages: upTo(2560) },
    { ...full, model, groups: 3, correlation: 0.9, ages: upTo(2560) },
    { ...full, model, groups: 3, correlation: 0.9, readout: 'binary', ages: upTo(2560) },
  ]),
  ...['direction-marker', 'partial-reset'].flatMap((model) => [
    { ...full, model, groups: 4, last: 'hard', correlation: 0, ages: upTo(16_384) },
    { ...full, model, groups: 4, last: 'hard', correlation: 0.9, ages: upTo(16_384) },
  ]),
  { ...full, model: 'partial-reset', groups: 7, last: 'hard', correlation: 0, ages: upTo(1e5) },
  ...[0, 0.9].flatMap((correlation) =>
    ['graded', 'binary'].map((readout) => ({
      ...full,
      model: 'multi-state',
      bits: 7,
      readout,
      correlation,
      ages: upTo(25_600),
    })),
  ),
  { model: 'stochastic-binary', flip: 0.02, size: 16_384, ages: upTo(1000) },
  { model: 'soft-bounds', levels: 64, size: 16_384, ages: upTo(1000) },
  { model: 'cascade', depth: 10, size: 16_384, ages: upTo(4096) },
  { model: 'serial', levels: 16, leave: 0.1, size: 16_384, ages: upTo(1000) },
];

describe.runIf(process.env['FEWBITS_NIGHTLY'] === '1')('online-memory at full size', () => {
  it.each(cases.map((params) => [JSON.stringify({ ...params, ages: undefined }), params] as const))(
    'agrees with the exact curve: %s',
    { timeout: 600_000 },
    (_, params) => {
      const { z, noise } = scores(params);
      console.log(`max |z| ${Math.max(...z.map(Math.abs)).toFixed(2)}, rms ${rms(z).toFixed(2)}, ${z.length} ages`);
      expect(z.length).toBeGreaterThanOrEqual(20);
      expect(Math.max(...z.map(Math.abs), Math.abs(noise))).toBeLessThan(4.5);
      expect(rms(z)).toBeGreaterThan(0.5);
      expect(rms(z)).toBeLessThan(1.6);
    },
  );

  // Enumeration of all states: variance to 2 %, signal to 4 standard errors.
  it.each([
    { levels: 8, base: 4, correlation: 0, burn_in: 4096 },
    { levels: 8, base: 4, correlation: 0.9, burn_in: 4096 },
    { levels: 32, base: 4, correlation: 0, burn_in: 4096 },
    { levels: 32, base: 4, correlation: 0.9, burn_in: 4096 },
    { levels: 32, base: 2, correlation: 0, burn_in: 4096 },
  ])('agrees with the enumerated biological synapse: %o', { timeout: 600_000 }, (shape) => {
    const given = { model: 'biological', groups: 2, size: 4096, tracked: 128, ages: upTo(200), ...shape };
    const { z, noise } = scores(given);
    expect(Math.max(...z.map(Math.abs), Math.abs(noise))).toBeLessThan(4.5);
    const row = trial(given);
    expect((row['noise_sem'] as number) / (row['noise'] as number)).toBeLessThan(0.005);
  });

  // Measured independently, m = 7, V = 32, n = 4: λ = 0 snr1(0) .1636 ± .0003, snr1(100) .0251 ± .0001, Var u_1 37.2; λ = 0.9
  // snr1(0) .5664 ± .0002, Var u_1 107.8, 12.0 % of the updates of u_1 cut.
  it('agrees with an independent simulation of the biological synapse', { timeout: 600_000 }, () => {
    const given = { model: 'biological', groups: 7, levels: 32, base: 4, size: 2048, tracked: 256, ages: [0, 100] };
    const free = trial(completed({ ...given, burn_in: 100_000 }));
    // Their noise is that of 512 synapses, whose slow variables hardly move: to sqrt(2/512) of its square. So compare S.
    const errors = free['signal_sem'] as number[];
    [0.1636, 0.0251].forEach((snr1, a) => {
      const signal = (free['signal'] as number[])[a] ?? Number.NaN;
      expect(Math.abs(signal - snr1 * Math.sqrt(37.2))).toBeLessThan(4.5 * (errors[a] as number));
    });
    expect(Math.abs((free['noise'] as number) ** 2 - 37.2)).toBeLessThan(4 * 2.3);
    const driven = trial(completed({ ...given, correlation: 0.9, burn_in: 100_000 }));
    const [fresh = 0] = driven['snr1'] as number[];
    expect(Math.abs(fresh - 0.5664)).toBeLessThan(0.006);
    expect(Math.abs((driven['noise'] as number) ** 2 - 107.8)).toBeLessThan(2.2);
    expect(Math.abs((driven['clip_fraction'] as number) - 0.12)).toBeLessThan(0.003);
  });
});
