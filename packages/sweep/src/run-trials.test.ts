import type { TrialResult } from '@fewbits/dataset';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costModel } from './cost.ts';
import type { LocalEngine, LocalEngineOptions } from './local-engine.ts';
import { parseSpec } from './parse-spec.ts';
import { expandPlan, type Plan, plannedTrials, type Trial } from './plan.ts';
import type { Chunk, Receipt } from './protocol.ts';
import { runTrials } from './run-trials.ts';
import { toy } from './testing/toy-experiment.ts';
import { pendingTrials } from './todo.ts';

const grid = (count: number): string =>
  JSON.stringify({
    experiment: 'toy',
    fixed: { learner: 'fast', weights: 'unipolar', levels: 2 },
    grid: { alpha: Array.from({ length: Math.ceil(count / 2) }, (_, k) => 1 + k), size: [3, 4] },
  });

/** A plan of `count` (even) trials, and their ids. */
function planOf(count: number): { plan: Plan; ids: string[] } {
  const plan = expandPlan(parseSpec(grid(count), { experiments: [toy] }));
  return { plan, ids: [...plannedTrials(plan)].map(({ id }) => id) };
}

const ok = ({ id }: Trial): TrialResult => ({
  ...{ id, status: 'ok', values: {}, attempts: 1, cpuMs: 1, wallMs: 1, worker: 'w' },
});

interface Deaths {
  /** How often each trial still kills what runs it. */
  readonly poison: Map<string, number>;
  /** Whether a death takes all that is in flight along, as the death of a process does. */
  readonly whole: boolean;
}

/** An engine without processes: a chunk with a poisonous trial dies. */
function fakeEngine({ poison, whole }: Deaths, log: { deaths: number }) {
  return ({ onReceipts }: LocalEngineOptions): LocalEngine => {
    const held = new Map<number, Chunk>();
    const settle = (chunk: Chunk): void => {
      if (!held.delete(chunk.index)) return;
      const guilty = chunk.trials.find(({ id }) => (poison.get(id) ?? 0) > 0);
      if (!guilty) {
        onReceipts([{ kind: 'done', chunk: chunk.index, results: chunk.trials.map(ok) }]);
        return;
      }
      log.deaths++;
      poison.set(guilty.id, (poison.get(guilty.id) as number) - 1);
      const lost: Receipt[] = [chunk, ...(whole ? held.values() : [])].map(({ index }) => ({
        kind: 'suspect',
        chunk: index,
        reason: 'died',
      }));
      if (whole) held.clear();
      onReceipts(lost);
    };
    return {
      submit(chunks) {
        for (const chunk of chunks) {
          held.set(chunk.index, chunk);
          setImmediate(() => settle(chunk));
        }
      },
      get inFlight() {
        return held.size;
      },
      close: () => Promise.resolve(),
    };
  };
}

interface Settings {
  readonly log?: { deaths: number };
  /** Results of an earlier start. */
  readonly done?: ReadonlyMap<string, TrialResult>;
  readonly signal?: AbortSignal;
}

async function run(plan: Plan, deaths: Deaths, settings: Settings = {}): Promise<Map<string, TrialResult>> {
  const { log = { deaths: 0 }, done = new Map(), signal = new AbortController().signal } = settings;
  const options = { experiment: 'toy', seed: 0, threads: 2, cost: costModel(toy), retries: 1, signal };
  const results = new Map<string, TrialResult>();
  const batches = runTrials(pendingTrials(plan, done), { ...options, startEngine: fakeEngine(deaths, log) });
  for await (const batch of batches) {
    for (const result of batch) {
      expect(results.has(result.id)).toBe(false);
      results.set(result.id, result);
    }
  }
  return results;
}

const peaceful = (): Deaths => ({ poison: new Map(), whole: false });

describe('trials', () => {
  it('each have exactly one result when nothing dies', async () => {
    const { plan, ids } = planOf(500);
    const results = await run(plan, peaceful());
    expect([...results.keys()].sort()).toEqual(ids.slice().sort());
    expect([...results.values()].every(({ status }) => status === 'ok')).toBe(true);
  });

  it('that are done are not run again', async () => {
    const { plan, ids } = planOf(20);
    const done = new Map(ids.slice(0, 15).map((id) => [id, ok({ id } as Trial)]));
    expect([...(await run(plan, peaceful(), { done })).keys()].sort()).toEqual(ids.slice(15).sort());
  });

  it('that always kill their worker are quarantined, and only those, whatever dies with them', async () => {
    const { plan, ids } = planOf(200);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(199), { maxLength: 4 }), fc.boolean(), async (guilty, whole) => {
        const poison = new Map(guilty.map((k) => [ids[k] as string, Number.POSITIVE_INFINITY]));
        const log = { deaths: 0 };
        const results = await run(plan, { poison, whole }, { log });
        expect(results.size).toBe(200);
        const bad = [...results.values()].filter(({ status }) => status !== 'ok');
        expect(bad.map(({ id }) => id).sort()).toEqual([...poison.keys()].sort());
        for (const { status, error, attempts } of bad) {
          expect({ status, attempts }).toEqual({ status: 'quarantined', attempts: 2 });
          expect(error).toContain('died');
        }
        // One death in company, then two alone.
        expect(log.deaths).toBeLessThanOrEqual(3 * guilty.length);
      }),
      { numRuns: 40 },
    );
  });

  it('that kill their worker once succeed in the second attempt', async () => {
    const { plan, ids } = planOf(50);
    const results = await run(plan, { poison: new Map([[ids[7] as string, 2]]), whole: true });
    expect(results.get(ids[7] as string)).toMatchObject({ status: 'ok', attempts: 2 });
  });

  it('that were quarantined before are run last and alone', async () => {
    const { plan, ids } = planOf(20);
    const old = ids[3] as string;
    const done = new Map([[old, { ...ok({ id: old } as Trial), status: 'quarantined' as const }]]);
    const results = await run(plan, peaceful(), { done });
    expect(results.size).toBe(20);
    expect([...results.keys()].at(-1)).toBe(old);
  });

  it('are not begun after a stop', async () => {
    expect((await run(planOf(20).plan, peaceful(), { signal: AbortSignal.abort() })).size).toBe(0);
  });
});
