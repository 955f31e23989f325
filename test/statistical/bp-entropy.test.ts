/**
 * Belief propagation on single samples against the replica theory of their average: entropy and overlap.
 *
 * Both describe the same typical solutions, by codes that share nothing. Samples fluctuate by 1/√N: at N = 2001 one sample by 0.003
 * (±1, load 0.3) to 0.05 (0 … 4, whose mean weight is free). The bias is of order 1/N: N times it was measured as 0.03 ± 0.07 (±1, load
 * 0.3) to 0.8 ± 1.1 (0 … 4, load 0.65) at N = 101 with 400 samples, and no larger at 251 and 501. So 1/N is granted beside 4.5 standard
 * errors, two-sided, on 30 averages: a false alarm in about 1 of 300 seeds (Student's law with 23 degrees of freedom or more). That
 * is within one standard deviation of a sample, where three would do.
 */
import { bp, defaultParameters, randomProblem, weightValues } from '@fewbits/learners';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { entropy } from '@fewbits/theory';
import { expect, it } from 'vitest';

interface Case {
  readonly weights: 'binary' | 'unipolar' | 'signed';
  readonly levels: number;
  readonly size: number;
  readonly patterns: number;
  readonly samples: number;
  /** 0/1 inputs with this rate and the threshold that is best at this load; ±1 inputs without. */
  readonly inputRate?: number;
}

const cases: Case[] = [
  { weights: 'binary', levels: 2, size: 501, patterns: 150, samples: 60 },
  { weights: 'binary', levels: 2, size: 501, patterns: 300, samples: 60 },
  { weights: 'unipolar', levels: 2, size: 501, patterns: 150, samples: 60 },
  { weights: 'unipolar', levels: 4, size: 501, patterns: 250, samples: 60 },
  { weights: 'signed', levels: 3, size: 501, patterns: 250, samples: 60 },
  { weights: 'unipolar', levels: 3, size: 501, patterns: 200, samples: 40, inputRate: 0.3 },
  // Three weight sets at three loads, up to 0.77 or 0.78 of the critical one.
  ...[0.3, 0.5, 0.65].map((load) => large('binary', 2, load)),
  ...[0.2, 0.45, 0.65].map((load) => large('unipolar', 5, load)),
  ...[0.3, 0.6, 0.9].map((load) => large('signed', 3, load)),
];

function large(weights: Case['weights'], levels: number, load: number): Case {
  return { weights, levels, size: 2001, patterns: Math.floor(load * 2001 + 0.5), samples: 24 };
}

const titled = cases.map((setting) => {
  const { weights, levels, size, patterns, inputRate } = setting;
  const inputs = inputRate === undefined ? '±1 inputs' : `0/1 inputs at ${inputRate}`;
  return [`${weights}, ${levels} levels, ${inputs}, N = ${size}, M = ${patterns}`, setting] as const;
});

it.each(titled)('bp agrees with the theory (%s)', (_, setting) => {
  const { weights, levels, size, patterns, samples, inputRate } = setting;
  const theory = entropy({ weights, levels, alpha: patterns / size });
  const inputs = inputRate === undefined ? 'pm1' : '01';
  const rate = inputRate ?? 0.5;
  const threshold = inputs === '01' ? Math.floor(rate * (theory.mean_weight as number) * (levels - 1) * size) + 0.5 : 0;
  const entropies: number[] = [];
  const overlaps: number[] = [];
  for (let k = 0; k < samples; k++) {
    const stream = (purpose: string) => philoxRng(streamKey(20160512, purpose, JSON.stringify([setting, k])));
    const problem = randomProblem(
      { size, patterns, weights: weightValues(weights, levels), inputs, inputRate: rate, threshold },
      stream('patterns'),
    );
    const streams = { init: stream('init'), dynamics: stream('dynamics') };
    const { report } = bp.learn(problem, defaultParameters(bp, { size }), streams, new AbortController().signal);
    expect(report['converged']).toBe(true);
    entropies.push(report['entropy'] as number);
    overlaps.push(report['overlap'] as number);
  }
  demandMean(entropies, theory.entropy as number, 1 / size);
  demandMean(overlaps, theory.overlap as number, 1 / size);
});

function demandMean(x: readonly number[], expected: number, bias: number): void {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1);
  const tolerance = 4.5 * Math.sqrt(variance / x.length) + bias;
  expect(Math.abs(mean - expected), `mean ${mean}, theory ${expected} ± ${tolerance}`).toBeLessThan(tolerance);
}
