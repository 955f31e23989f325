import { describe, expect, it } from 'vitest';
import {
  directionMarkerRules,
  type Enumeration,
  enumerate,
  multiChainRules,
  multiStateRules,
  partialResetRules,
} from '../testing/enumerate-online-memory.ts';
import { memoryCurve } from './memory-curve.ts';
import type { MemoryParameters } from './memory-parameters.ts';
import { marginal, partialResetLevels } from './partial-reset-law.ts';

// Every closed form against all states of the synapse, from the update rules. Tolerance: rounding of some 1e4 additions.
const correlations = [0, 0.5, 0.9];

/** Slowest relaxation of M states with bounds, even under reflection: M²/(2π²) events, 40 times; and of the events themselves. */
function rounds(states: number, correlation: number): number {
  return Math.ceil((2.1 * states * states * (1 - correlation)) / (1 + correlation) + 80 / (1 - correlation));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function compare(parameters: MemoryParameters, all: Enumeration, last: number, tolerance: number): void {
  const curve = memoryCurve(parameters);
  expect(curve.variance / total(all.moments.map(total)) - 1).toBeCloseTo(0, 11);
  const worst = all.signals(last).map((groups, age) => Math.abs(total(groups) - curve.at(age)));
  expect(Math.max(...worst)).toBeLessThan(tolerance);
  if (parameters.groups === 3) compareSign({ ...parameters, readout: 'binary' }, all);
}

/** The sign of the sum of three signs. */
function compareSign(parameters: MemoryParameters, all: Enumeration): void {
  const curve = memoryCurve(parameters);
  expect(curve.variance).toBeCloseTo(1, 12);
  const signals = all.signals(200, (groups) => [Math.sign(total(groups))]);
  const worst = signals.map((sign, age) => Math.abs(total(sign) - curve.at(age)));
  expect(Math.max(...worst)).toBeLessThan(1e-12);
}

describe.each(correlations)('at correlation %f', (correlation) => {
  it.each([2, 4, 6, 10, 16])('follows a multi-state synapse of %i states, both readouts', (levels) => {
    for (const readout of ['graded', 'binary'] as const) {
      const all = enumerate(multiStateRules(levels, readout), correlation, rounds(levels, correlation));
      // In units of the level.
      compare({ model: 'multi-state', levels, readout, correlation }, all, 300, 1e-12 * levels);
    }
  });

  it.each([1, 2, 3])('follows a multi-chain synapse of %i chains', (groups) => {
    const all = enumerate(multiChainRules(groups), correlation, rounds(4 ** groups, correlation));
    expect(all.states).toBe([4, 52, 2548][groups - 1]);
    compare({ model: 'multi-chain', groups, correlation }, all, 300, 1e-12);
  });

  it.each([1, 2, 3])('follows a direction marker of %i groups, cyclic and hard', (groups) => {
    for (const last of ['cyclic', 'hard'] as const) {
      const all = enumerate(directionMarkerRules(groups, last), correlation, rounds(3 * 4 ** groups, correlation));
      expect(all.states).toBe((last === 'cyclic' ? [8, 60, 448] : [4, 28, 208])[groups - 1]);
      compare({ model: 'direction-marker', groups, last, correlation }, all, 1500, 1e-12);
    }
  });

  it.each([1, 2, 3])('follows a partial reset of %i groups, cyclic and hard', (groups) => {
    for (const last of ['cyclic', 'hard'] as const) {
      const all = enumerate(partialResetRules(groups, last), correlation, rounds(3 * 4 ** groups, correlation));
      expect(all.states).toBe(8 ** groups);
      compare({ model: 'partial-reset', groups, last, correlation }, all, 512, 1e-11);
      const levels = partialResetLevels(groups, correlation, last);
      for (const [k, level] of levels.entries()) {
        for (const [v, share] of marginal(level).entries()) {
          const counted = all.probability((state) => state[k] === v);
          expect(share).toBeCloseTo(counted, 12);
        }
      }
    }
  });
});

it('inverts old ages of the partial reset to a few parts in 1e10', () => {
  for (const last of ['cyclic', 'hard'] as const) {
    const all = enumerate(partialResetRules(2, last), 0, rounds(64, 0));
    const curve = memoryCurve({ model: 'partial-reset', groups: 2, last });
    const signals = all.signals(1600).map(total);
    for (const age of [513, 514, 700, 1001, 1600])
      expect(Math.abs(curve.at(age) - (signals[age] ?? 0))).toBeLessThan(1e-11);
  }
});
