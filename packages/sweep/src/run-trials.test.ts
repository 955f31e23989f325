import { decodeRows, encodeRows, type TrialResult } from '@fewbits/dataset';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planWork } from './chunks.ts';
import { costModel } from './cost.ts';
import { noLimits } from './limits.ts';
import type { Engine, EngineOptions } from './local-engine.ts';
import { parseSpec } from './parse-spec.ts';
import { expandPlan, type Plan, plannedTrials, type Trial } from './plan.ts';
import type { Chunk, Receipt } from './protocol.ts';
import { runTrials } from './run-trials.ts';
import { toy } from './testing/toy-experiment.ts';
import { timeouts } from './timeouts.ts';
import { pendingTrials } from './todo.ts';
import { readTrials } from './trial-text.ts';

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

/** An engine without processes that works on two chunks at a time: a poisonous trial ends its thread, or all of them. */
function fakeEngine({ poison, whole }: Deaths, log: { deaths: number }) {
  return ({ onReceipts }: EngineOptions): Engine => {
    const held = new Map<number, Chunk>();
    const settle = (chunk: Chunk): void => {
      if (!held.delete(chunk.index)) return;
      const trials = readTrials(chunk.trials);
      const guilty = trials.findIndex(({ id }) => (poison.get(id) ?? 0) > 0);
      if (guilty < 0) {
        onReceipts([{ kind: 'done', chunk: chunk.index, rows: encodeRows(trials.map(ok), []) }]);
        return;
      }
      log.deaths++;
      const { id } = trials[guilty] as Trial;
      poison.set(id, (poison.get(id) as number) - 1);
      const suspect = (index: number, at: number | 'some' | 'none'): Receipt => ({
        ...{ kind: 'suspect', chunk: index, reason: 'died', died: whole ? 'process' : 'thread', at },
      });
      if (!whole) {
        onReceipts([suspect(chunk.index, guilty)]);
        return;
      }
      // Another thread is at the next chunk; those behind it have not begun.
      const others = [...held.values()];
      held.clear();
      onReceipts([
        suspect(chunk.index, chunk.marked ? guilty : 'some'),
        ...others.map(({ index }, k) => suspect(index, k === 0 ? 'some' : 'none')),
      ]);
    };
    return {
      submit(chunks) {
        for (const chunk of chunks) {
          held.set(chunk.index, chunk);
          setImmediate(() => settle(chunk));
        }
      },
      drain: () => undefined,
      cpuMs: 0,
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
  const cost = costModel(toy);
  const assignment = {
    experiment: { name: 'toy' },
    files: [],
    seed: 0,
    host: 'h',
    columns: [],
    slots: '',
    memory: null,
    failFast: false,
  };
  const options = { assignment, threads: 2, cost, timeouts: timeouts(noLimits), retries: 1, signal };
  const results = new Map<string, TrialResult>();
  const work = planWork(pendingTrials(plan, done), cost, 2);
  const batches = runTrials(work, { ...options, startEngine: fakeEngine(deaths, log) });
  for await (const { results: batch, rows } of batches) {
    expect(decodeRows(rows.join(), []).map(({ id, status, attempts }) => ({ id, status, attempts }))).toEqual(
      batch.map(({ id, status, attempts }) => ({ id, status, attempts })),
    );
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

  it('are given up at once when asked to, although an engine never answers', async () => {
    const { plan } = planOf(20);
    const cost = costModel(toy);
    const atOnce = new AbortController();
    const silent = (): Engine => ({
      submit: () => undefined,
      drain: () => undefined,
      cpuMs: 0,
      close: () => Promise.resolve(),
    });
    const assignment = {
      experiment: { name: 'toy' },
      files: [],
      seed: 0,
      host: 'h',
      columns: [],
      slots: '',
      memory: null,
      failFast: false,
    };
    const options = { assignment, threads: 2, cost, timeouts: timeouts(noLimits), retries: 1 };
    const batches = runTrials(planWork(pendingTrials(plan, new Map()), cost, 2), {
      ...options,
      signal: new AbortController().signal,
      atOnce: atOnce.signal,
      startEngine: silent,
    });
    setTimeout(() => atOnce.abort(), 10);
    await expect(batches.next()).rejects.toThrow('given up');
  });

  it('are not blamed for workers that die before they begin any: the run ends and says why', async () => {
    const { plan } = planOf(20);
    const cost = costModel(toy);
    let deaths = 0;
    const dying = ({ onReceipts }: EngineOptions): Engine => ({
      submit(chunks) {
        if (chunks.length === 0) return;
        deaths++;
        setImmediate(() =>
          onReceipts(
            chunks.map(
              ({ index }): Receipt => ({
                ...{ kind: 'suspect', chunk: index, reason: 'too big', died: 'process', at: 'none' },
              }),
            ),
          ),
        );
      },
      drain: () => undefined,
      cpuMs: 0,
      close: () => Promise.resolve(),
    });
    const assignment = {
      experiment: { name: 'toy' },
      files: [],
      seed: 0,
      host: 'h',
      columns: [],
      slots: '',
      memory: null,
      failFast: false,
    };
    const batches = runTrials(planWork(pendingTrials(plan, new Map()), cost, 2), {
      ...{ assignment, threads: 2, cost, timeouts: timeouts(noLimits), retries: 1 },
      signal: new AbortController().signal,
      startEngine: dying,
    });
    await expect(batches.next()).rejects.toThrow('too big (no worker began a trial, 5 times in a row)');
    expect(deaths).toBe(5);
  });

  it('are not begun after a stop', async () => {
    expect((await run(planOf(20).plan, peaceful(), { signal: AbortSignal.abort() })).size).toBe(0);
  });
});
