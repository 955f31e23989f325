import type { TrialResult } from '@fewbits/dataset';
import { philoxRng } from '@fewbits/numerics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedTrials } from './asked.ts';
import { costModel } from './cost.ts';
import { parseSpec } from './parse-spec.ts';
import { expandPlan, type Plan, type Trial } from './plan.ts';
import { searchCells } from './search-cells.ts';
import { searchWork } from './search-work.ts';
import { toy } from './testing/toy-experiment.ts';

const spec = (within = 0.05): string => `
experiment: toy
fixed: { learner: fast, weights: unipolar, levels: 2 }
grid: { size: [100, 300] }
search: { alpha: { column: solved, from: 0.2, to: 1, within: ${within} } }
`;
const planOf = (text: string): Plan => expandPlan(parseSpec(text, { experiments: [toy] }));

/** A row that follows from the trial alone: success falls with the load, half way at 0.6. */
function resultOf({ id, params }: Trial, status: TrialResult['status'] = 'ok'): TrialResult {
  const uniform = Number.parseInt(id.slice(0, 8), 16) / 2 ** 32;
  const solved = uniform < 1 / (1 + Math.exp(((params['alpha'] as number) - 0.6) / 0.03));
  const values = status === 'ok' ? { value: 0, solved } : null;
  return { id, status, values, attempts: 1, cpuMs: 1, wallMs: 1, worker: 'w' };
}

interface Way {
  /** Order in which results come in. */
  readonly seed: number;
  readonly threads: number;
  /** Trials after which it is interrupted and started again. */
  readonly cut?: number;
  /** Ids that fail in the first start. */
  readonly fails?: (id: string) => boolean;
}

/** Run a search with results in any order; all results of all starts. */
function run(plan: Plan, { seed, threads, cut, fails }: Way): Map<string, TrialResult> {
  const { search } = plan.spec;
  if (!search) throw new Error('a plan with a search');
  const rng = philoxRng(Uint32Array.of(seed, 0, 0, 0));
  const done = new Map<string, TrialResult>();
  for (const most of [cut ?? 0, Number.POSITIVE_INFINITY]) {
    const cost = costModel(toy);
    const work = searchWork(plan, search, new Map(done), cost, threads);
    const flight: Trial[] = [];
    for (let settled = 0; settled < most; settled++) {
      for (let deal = work.next(); deal; deal = work.next()) flight.push(...deal.trials);
      if (flight.length === 0) break;
      const [trial] = flight.splice(Math.floor(rng.uniform() * flight.length), 1) as [Trial];
      expect(done.get(trial.id)?.status).not.toBe('ok');
      const isFirst = Number.isFinite(most);
      const result = resultOf(trial, isFirst && fails?.(trial.id) ? 'failed' : 'ok');
      cost.observe(trial.params, { cpuMs: rng.uniform() * 1000, wallMs: 0 });
      work.settle(trial, result);
      done.set(trial.id, result);
    }
  }
  return done;
}

const askedIds = (plan: Plan, done: ReadonlyMap<string, TrialResult>): string[] =>
  [...askedTrials(plan, done)].map(({ id }) => id).sort();

describe('a search', () => {
  const plan = planOf(spec());
  const straight = run(plan, { seed: 0, threads: 1 });

  it('asks for the same trials whatever comes first, on any number of threads, cut anywhere and gone on with', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 16 }), fc.nat(200), (seed, threads, cut) => {
        const done = run(plan, { seed, threads, cut });
        expect([...done.keys()].sort()).toEqual([...straight.keys()].sort());
      }),
      { numRuns: 25 },
    );
  });

  it('finds where success turns, in every cell, to what was asked', () => {
    const cells = searchCells(plan, plan.spec.search as never, (id) => straight.get(id));
    expect(cells.map(({ params }) => params['size'])).toEqual([100, 300]);
    for (const { stop } of cells) {
      if (!stop) throw new Error('still open');
      expect(stop.reason).toBe('narrow');
      const { lower, upper } = stop.midpoint as { lower: number; upper: number };
      expect((upper - lower) / 2).toBeLessThanOrEqual(0.05);
      // Interval (b) fails in less than 5 % of all searches; these two do not.
      expect(stop.sequential.lower as number).toBeLessThan(0.6);
      expect(stop.sequential.upper as number).toBeGreaterThan(0.6);
    }
  });

  it('asks for loads of whole patterns only, and numbers the replicates of a load from 0', () => {
    const byPoint = new Map<string, number[]>();
    for (const { params, replicate } of askedTrials(plan, straight)) {
      const { size, alpha } = params as { size: number; alpha: number };
      expect(alpha).toBe(Math.round(alpha * size) / size);
      const key = `${size} ${alpha}`;
      byPoint.set(key, [...(byPoint.get(key) ?? []), replicate]);
    }
    for (const replicates of byPoint.values()) expect(replicates).toEqual([...replicates.keys()]);
  });

  it('goes on without trials that failed, and after their late success is what it would have been at once', () => {
    const fails = (id: string): boolean => id.startsWith('0') || id.startsWith('7');
    const done = run(plan, { seed: 3, threads: 4, cut: 60, fails });
    expect(askedIds(plan, done)).toEqual([...straight.keys()].sort());
  });

  it('closes a round in which every trial failed', () => {
    const done = new Map<string, TrialResult>();
    const failing = (id: string): TrialResult => {
      const result = {
        ...resultOf({ id, params: { alpha: 1 }, replicate: 0 }),
        status: 'failed' as const,
        values: null,
      };
      done.set(id, result);
      return result;
    };
    const [cell] = searchCells(plan, plan.spec.search as never, failing);
    expect(cell?.stop?.reason).toBe('no-results');
    expect(cell?.stop?.bound).toBe('undecided');
  });

  it('of more than it was asked before reuses what it has', () => {
    const finer = planOf(spec(0.02));
    const { search } = finer.spec;
    const work = searchWork(finer, search as never, straight, costModel(toy), 2);
    expect(work.reused).toBe(straight.size);
    expect(work.asked).toBeGreaterThan(work.reused);
    expect(work.search).toMatchObject({ cells: 2 });
  });
});
