import { describe, expect, it } from 'vitest';
import { localEntropy } from './local-entropy.ts';
import { localEntropyCurve, localEntropyCurveQuantity } from './local-entropy-curve.ts';

describe('the local entropy at a distance', () => {
  it('is the one of local-entropy at the gamma that has this distance', () => {
    const points = [0.35, 0.7, 1.3].map((gamma) => localEntropy({ alpha: 0.5, gamma }));
    const distances = points.map(({ distance }) => distance as number);
    const { local_entropy, gamma, ...rest } = localEntropyCurve({ alpha: 0.5, distances });
    expect(rest).not.toHaveProperty('reason');
    // Between the rungs of the ladder, which have other gamma.
    local_entropy.forEach((value, k) => {
      expect(Math.abs((value as number) - (points[k]?.local_entropy as number))).toBeLessThan(1e-5);
    });
    [0.35, 0.7, 1.3].forEach((wanted, k) => {
      expect(Math.abs((gamma[k] as number) / wanted - 1)).toBeLessThan(0.01);
    });
  });

  it('lies below that of all weights and falls with the load', () => {
    const distances = [0.05, 0.1, 0.2];
    const [middle, heavy] = [0.4, 0.6].map((alpha) => localEntropyCurve({ alpha, distances }));
    distances.forEach((d, k) => {
      const bound = -d * Math.log(d) - (1 - d) * Math.log(1 - d);
      expect(middle?.bound[k]).toBeCloseTo(bound, 14);
      expect(middle?.local_entropy[k]).toBeLessThan(bound);
    });
    expect(heavy?.local_entropy[0]).toBeLessThan(middle?.local_entropy[0] as number);
    expect(heavy?.local_entropy[1]).toBeLessThan(middle?.local_entropy[1] as number);
  });

  it('is null with the reason where the branch does not reach, and nothing where the question is none', () => {
    const far = localEntropyCurve({ alpha: 0.6, distances: [0.499, 0.05] });
    expect(far.local_entropy).toEqual([null, expect.any(Number)]);
    expect(far.gamma).toEqual([null, expect.any(Number)]);
    expect(far.reason).toEqual(['gamma below 0.1', null]);
    // The branch of this load ends below gamma = 0.4, at a distance of some 0.1.
    expect(localEntropyCurve({ alpha: 0.75, distances: [0.01, 0.12] })).toMatchObject({
      local_entropy: [null, expect.any(Number)],
      reason: ['branch-lost', null],
    });
    expect(localEntropyCurve({ alpha: 0, distances: [0.1] })).toMatchObject({
      local_entropy: [null],
      gamma: [null],
      reason: ['no-external-zero'],
    });
    expect(() => localEntropyCurve({ alpha: -1, distances: [0.5] })).toThrow(/alpha.*distances/s);
    expect(localEntropyCurveQuantity.evaluate({ alpha: 0.4, distances: [0.6] })).toMatchObject({
      local_entropy: null,
      reason: expect.stringMatching(/distances/),
    });
  });
});
