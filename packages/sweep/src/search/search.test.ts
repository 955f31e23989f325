import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceSearch, type Search, startSearch } from './search.ts';
import type { SearchOutcome, SearchRequest, SearchSetting } from './setting.ts';
import { decide } from './testing/decide.ts';
import { replaySearch, type TrialResult } from './testing/replay.ts';
import { curve, runSearch, sameCost, uniforms, unitSetting } from './testing/synthetic-search.ts';

/** Outcomes of the open round by a rule for each trial. */
function outcomes(search: Search, result: (x: number, replicate: number) => TrialResult): SearchOutcome[] {
  if (search.decision.kind === 'stop') throw new RangeError('no open round');
  return search.decision.requests.map(({ x, firstReplicate, trials }) => {
    const results = Array.from({ length: trials }, (_, n) => result(x, firstReplicate + n));
    const count = (which: TrialResult): number => results.filter((each) => each === which).length;
    return { successes: count('success'), failures: count('failure'), missing: count('missing') };
  });
}

/** A fixed result for each trial, as the runner stores them: a hash of point, replicate and seed against the curve. */
function stored(success: (x: number) => number, seed: number): (x: number, replicate: number) => TrialResult {
  return (x, replicate) => {
    let hash = Math.imul(Math.round(x * 1e6) ^ seed, 0x9e3779b1) ^ Math.imul(replicate + 1, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 < success(x) ? 'success' : 'failure';
  };
}

const trialsOf = (requests: readonly SearchRequest[]): number => requests.reduce((sum, { trials }) => sum + trials, 0);

describe('rounds', () => {
  it('ask for 16 trials on the lattice, number the replicates at a point 0, 1, 2 …, and stay in the range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.35, max: 1.05, noNaN: true }),
        fc.integer(),
        fc.nat(500),
        (midpoint, seed, extra) => {
          const setting: SearchSetting = {
            ...unitSetting,
            from: 0.3,
            to: 1.1,
            lattice: { per: 501 },
            maxTrials: 100 + extra,
          };
          const { closed, stop } = replaySearch(setting, sameCost, stored(curve(midpoint, 0.03), seed));
          const next = new Map<number, number>();
          let trials = 0;
          for (const { requests } of closed) {
            expect(trialsOf(requests)).toBe(Math.min(16, setting.maxTrials - trials));
            trials += trialsOf(requests);
            for (const { x, firstReplicate, trials: asked } of requests) {
              expect(x).toBe(Math.round(501 * x) / 501);
              expect(x >= 0.3 && x <= 1.1).toBe(true);
              expect(firstReplicate).toBe(next.get(x) ?? 0);
              next.set(x, firstReplicate + asked);
            }
          }
          expect(stop?.trials).toBe(trials);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('begin evenly spread over the range and give a tenth of the later trials to guards over all of it', () => {
    const { rounds } = runSearch({ ...unitSetting, within: 0.006 }, sameCost, curve(0.4, 0.03), uniforms(1));
    expect(rounds[0]?.requests.map(({ x }) => x)).toEqual(
      Array.from({ length: 16 }, (_, n) => Math.round(31.25 + 62.5 * n - 0.01) / 1000),
    );
    const guards = rounds.slice(1).flatMap(({ requests }) => requests.filter(({ guard }) => guard));
    const share = trialsOf(guards) / (16 * (rounds.length - 1));
    expect(Math.abs(share - 0.1)).toBeLessThan(0.01);
    for (const eighth of [0, 1, 2, 3, 4, 5, 6, 7]) {
      expect(guards.some(({ x }) => x >= eighth / 8 && x < (eighth + 1) / 8)).toBe(true);
    }
  });

  it('concentrate on the transition: most trials after the second round lie within 3 s', () => {
    const { rounds } = runSearch({ ...unitSetting, within: 0.006 }, sameCost, curve(0.4, 0.03), uniforms(2));
    const late = rounds.slice(2).flatMap(({ requests }) => requests);
    expect(trialsOf(late.filter(({ x }) => Math.abs(x - 0.4) < 0.09)) / trialsOf(late)).toBeGreaterThan(0.8);
  });

  it('go to the cheaper side where trials differ in cost', () => {
    const mean = (growth: number): number => {
      const { rounds } = runSearch(
        { ...unitSetting, within: 0.01 },
        (x) => Math.exp(growth * x),
        curve(0.5, 0.05),
        uniforms(3),
      );
      const model = rounds.slice(3).flatMap(({ requests }) => requests.filter(({ guard }) => !guard));
      return model.reduce((sum, { x, trials }) => sum + x * trials, 0) / trialsOf(model);
    };
    // I/cost ~ p (1 - p) e^(-growth x) is largest where tanh(u/2) = -growth s = -1/2: 1.1 s from the middle, for half of the trials.
    expect(mean(10)).toBeLessThan(mean(0) - 0.015);
    expect(mean(-10)).toBeGreaterThan(mean(0) + 0.015);
  });
});

describe('the fold', () => {
  it('decides by the closed rounds alone: replayed, resumed and decided afresh it is the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 0.9, noNaN: true }), fc.integer(), fc.nat(10), (midpoint, seed, cut) => {
        const resultOf = stored(curve(midpoint, 0.04), seed);
        const whole = replaySearch(unitSetting, sameCost, resultOf);
        let search = startSearch(unitSetting, sameCost);
        for (const { outcomes: known } of whole.closed.slice(0, cut)) search = advanceSearch(search, known);
        expect(decide(unitSetting, sameCost, whole.closed.slice(0, cut))).toEqual(search.decision);
        const rest = replaySearch(unitSetting, sameCost, resultOf, search);
        expect(rest.stop).toEqual(whole.stop);
        expect(rest.closed).toEqual(whole.closed.slice(cut));
      }),
      { numRuns: 8 },
    );
  });

  it('keeps a round open while one of its trials is pending, and says which round', () => {
    const resultOf = stored(curve(0.5, 0.04), 5);
    const whole = replaySearch(unitSetting, sameCost, resultOf);
    const last = whole.closed[2]?.requests.at(-1) ?? expect.fail();
    const open = replaySearch(unitSetting, sameCost, (x, replicate) =>
      x === last.x && replicate === last.firstReplicate ? 'pending' : resultOf(x, replicate),
    );
    expect(open.closed).toEqual(whole.closed.slice(0, 2));
    expect(open.open).toEqual(whole.closed[2]?.requests);
    expect(open.stop).toBeNull();
  });

  it('takes trials without a result for asked, but not for results', () => {
    const first = startSearch(unitSetting, sameCost);
    const lost = advanceSearch(
      first,
      outcomes(first, () => 'missing'),
    );
    const { decision } = lost;
    if (decision.kind === 'stop') expect.fail();
    expect(lost.trials).toBe(16);
    const partly = advanceSearch(
      first,
      outcomes(first, (x) => (x < 0.5 ? 'success' : 'missing')),
    );
    const afterPart = partly.decision.kind === 'round' ? partly.decision.requests : [];
    expect(afterPart.some(({ x }) => x > 0.5)).toBe(true);
  });

  it('refuses rounds that it did not ask for, and outcomes that do not add up', () => {
    const first = startSearch(unitSetting, sameCost);
    const { decision } = first;
    if (decision.kind === 'stop') expect.fail();
    const results = outcomes(first, () => 'success');
    expect(() => advanceSearch(first, results.slice(1))).toThrow('15 outcomes of 16 requests');
    expect(() =>
      advanceSearch(
        first,
        results.map((each) => ({ ...each, missing: 1 })),
      ),
    ).toThrow(RangeError);
    const moved = decision.requests.map((request) => ({ ...request, x: request.x + 0.001 }));
    expect(() => decide(unitSetting, sameCost, [{ requests: moved, outcomes: results }])).toThrow('round 0 was');
  });

  it('refuses settings that make no sense', () => {
    const faults: Partial<SearchSetting>[] = [
      { from: 1 },
      { target: 0 },
      { within: 0 },
      { confidence: 1 },
      { maxTrials: 0.5 },
      { from: 0.0001, to: 0.0002 },
    ];
    for (const fault of faults) expect(() => startSearch({ ...unitSetting, ...fault }, sameCost)).toThrow(RangeError);
  });
});

describe('the stop', () => {
  it('comes with an interval as narrow as asked, that holds estimate and transition and lies in the sequential one', () => {
    const { stop } = runSearch(unitSetting, sameCost, curve(0.437, 0.03), uniforms(4));
    const { midpoint, sequential, scale } = stop;
    expect([stop.reason, stop.bound, stop.contradicted]).toEqual(['narrow', 'none', false]);
    const [lower, upper] = [midpoint.lower ?? 9, midpoint.upper ?? 9];
    expect((upper - lower) / 2).toBeLessThanOrEqual(0.025);
    expect(lower < 0.437 && 0.437 < upper).toBe(true);
    expect(lower < (midpoint.estimate ?? 9) && (midpoint.estimate ?? 9) < upper).toBe(true);
    expect((sequential.lower ?? 9) < lower && (sequential.upper ?? -9) > upper).toBe(true);
    expect(scale.lower < 0.03 && 0.03 < scale.upper).toBe(true);
    expect(stop.trials).toBe(16 * stop.rounds);
  });

  it('says after two rounds that the transition lies outside where nothing, or everything, succeeds', () => {
    const above = runSearch(unitSetting, sameCost, () => 1, uniforms(5)).stop;
    expect([above.reason, above.bound, above.trials]).toEqual(['above', 'above', 32]);
    expect([above.midpoint.estimate, above.midpoint.upper, above.sequential.upper]).toEqual([null, null, null]);
    expect(above.midpoint.lower).toBeGreaterThan(0.9);
    const below = runSearch(unitSetting, sameCost, () => 0, uniforms(6)).stop;
    expect([below.reason, below.bound, below.trials]).toEqual(['below', 'below', 32]);
    expect([below.midpoint.estimate, below.midpoint.lower, below.sequential.lower]).toEqual([null, null, null]);
    expect(below.midpoint.upper).toBeLessThan(0.1);
  });

  // Success 0.73 at `to`: Wald's test errs in less than 5 % at 0.6, here in (0.27/0.73)^8 < 1e-3 of the runs.
  it('says so as well where the curve has begun to fall inside the range', () => {
    const uniform = uniforms(7);
    for (let run = 0; run < 20; run++) {
      expect(runSearch(unitSetting, sameCost, curve(1.05, 0.05), uniform).stop.reason).toBe('above');
      expect(runSearch(unitSetting, sameCost, curve(-0.05, 0.05), uniform).stop.reason).toBe('below');
    }
  });

  it('finds a transition just inside an end', () => {
    const uniform = uniforms(8);
    for (const midpoint of [0.04, 0.96]) {
      const { stop } = runSearch(unitSetting, sameCost, curve(midpoint, 0.02), uniform);
      expect(stop.reason).toBe('narrow');
      expect(Math.abs((stop.midpoint.estimate ?? 9) - midpoint)).toBeLessThan(0.03);
    }
  });

  it('finds where the curve passes other targets', () => {
    for (const target of [0.2, 0.8]) {
      const setting = { ...unitSetting, target };
      const { stop } = runSearch(setting, sameCost, curve(0.5, 0.04), uniforms(9));
      const exact = 0.5 - 0.04 * Math.log(target / (1 - target));
      expect(stop.reason).toBe('narrow');
      expect(Math.abs((stop.midpoint.estimate ?? 9) - exact)).toBeLessThan(0.04); // three standard errors
    }
  });

  it('is reached at max_trials exactly, undecided', () => {
    const { stop, rounds } = runSearch(
      { ...unitSetting, within: 1e-3, maxTrials: 100 },
      sameCost,
      curve(0.5, 0.05),
      uniforms(10),
    );
    expect([stop.reason, stop.bound, stop.trials]).toEqual(['max-trials', 'undecided', 100]);
    expect(trialsOf(rounds.at(-1)?.requests ?? [])).toBe(4);
    expect(stop.midpoint.estimate).not.toBeNull();
  });

  it('comes when three rounds gave no result at all', () => {
    const { stop } = replaySearch(unitSetting, sameCost, () => 'missing');
    expect([stop?.reason, stop?.bound, stop?.trials]).toEqual(['no-results', 'undecided', 48]);
  });

  it('works on integers, and where the whole range is a single point', () => {
    const integers: SearchSetting = { ...unitSetting, from: 10, to: 90, within: 2, lattice: { per: 1 } };
    const { stop } = runSearch(integers, sameCost, curve(42, 3), uniforms(11));
    expect(Math.abs((stop.midpoint.estimate ?? 0) - 42)).toBeLessThan(4);
    const single: SearchSetting = {
      ...unitSetting,
      from: 0.45,
      to: 0.55,
      within: 0.01,
      lattice: { per: 10 },
      maxTrials: 80,
    };
    expect(runSearch(single, sameCost, () => 0.5, uniforms(12)).stop.trials).toBeLessThanOrEqual(80);
  });

  it('needs no more trials where it is asked for less', () => {
    const meanTrials = (within: number): number => {
      const uniform = uniforms(13);
      let trials = 0;
      for (let run = 0; run < 10; run++)
        trials += runSearch({ ...unitSetting, within }, sameCost, curve(0.5, 0.05), uniform).stop.trials;
      return trials / 10;
    };
    const [wide, middle, narrow] = [meanTrials(0.2), meanTrials(0.05), meanTrials(0.02)];
    expect(wide).toBeLessThan(middle);
    expect(middle).toBeLessThan(narrow);
  });
});

describe('a curve that is no logistic', () => {
  // A fifth of the trials far from the transition go wrong. Found in 20 of 20 runs when measured; a rate half as large,
  // in 13 of 20: the others end with a wide transition that fits as well. 0.08 is four standard errors of 1000 trials, a third of them on the grid.
  it('is noticed as a rule: the search goes over to the fixed grid, says so, and still finds the middle', () => {
    const setting = { ...unitSetting, within: 0.02, maxTrials: 1000 };
    const everyGridPoint = Array.from({ length: 32 }, (_, n) => Math.round((1000 * n) / 31) / 1000);
    const uniform = uniforms(14);
    let noticed = 0;
    for (let run = 0; run < 4; run++) {
      const { stop, rounds } = runSearch(setting, sameCost, curve(0.4, 0.02, 0.4), uniform);
      expect(Math.abs((stop.midpoint.estimate ?? 9) - 0.4)).toBeLessThan(0.08);
      if (!stop.contradicted) continue;
      noticed++;
      const grid = new Set(rounds.slice(-3, -1).flatMap(({ requests }) => requests.map(({ x }) => x)));
      expect([...grid].sort((x, y) => x - y)).toEqual(everyGridPoint);
    }
    expect(noticed).toBeGreaterThanOrEqual(2);
  });

  // Level 1e-3 a run: none in 20 but for 2 % of the seeds.
  it('is not suspected where the curve is a logistic', () => {
    const uniform = uniforms(15);
    for (let run = 0; run < 20; run++) {
      const midpoint = 0.2 + 0.6 * uniform();
      expect(
        runSearch({ ...unitSetting, within: 0.05 }, sameCost, curve(midpoint, 0.05), uniform).stop.contradicted,
      ).toBe(false);
    }
  });
});

it('says so when success rises instead of falling', () => {
  const { stop } = runSearch({ ...unitSetting, within: 0.05 }, sameCost, (x) => 1 - curve(0.5, 0.03)(x), uniforms(3));
  expect(stop).toMatchObject({
    reason: 'rising',
    bound: 'undecided',
    midpoint: { estimate: null, lower: null, upper: null },
  });
});
