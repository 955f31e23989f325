import type { TrialResult } from '@fewbits/dataset';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costModel } from './cost.ts';
import type { LocalEngine, LocalEngineOptions } from './local-engine.ts';
import type { Trial } from './plan.ts';
import type { Chunk, Receipt } from './protocol.ts';
import { runTrials } from './run-trials.ts';
import { toy } from './testing/toy-experiment.ts';

const trials = (count: number): Trial[] =>
  Array.from({ length: count }, (_, k) => ({ id: `t${k}`, params: { size: 1 + (k % 7) }, replicate: 0 }));
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

async function run(
  count: number,
  deaths: Deaths,
  log = { deaths: 0 },
  alone: Trial[] = [],
  signal = new AbortController().signal,
): Promise<Map<string, TrialResult>> {
  const options = { experiment: 'toy', seed: 0, threads: 2, cost: costModel(toy), retries: 1, signal };
  const results = new Map<string, TrialResult>();
  for await (const batch of runTrials(trials(count), alone, { ...options, startEngine: fakeEngine(deaths, log) })) {
    for (const result of batch) {
      expect(results.has(result.id)).toBe(false);
      results.set(result.id, result);
    }
  }
  return results;
}

describe('trials', () => {
  it('each have exactly one result when nothing dies', async () => {
    const results = await run(500, { poison: new Map(), whole: false });
    expect(results.size).toBe(500);
    expect([...results.values()].every(({ status }) => status === 'ok')).toBe(true);
  });

  it('that always kill their worker are quarantined, and only those, whatever dies with them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(199), { maxLength: 4 }), fc.boolean(), async (guilty, whole) => {
        const poison = new Map(guilty.map((k) => [`t${k}`, Number.POSITIVE_INFINITY]));
        const log = { deaths: 0 };
        const results = await run(200, { poison, whole }, log);
        expect(results.size).toBe(200);
        const bad = [...results.values()].filter(({ status }) => status !== 'ok');
        expect(bad.map(({ id }) => id).sort()).toEqual([...poison.keys()].sort());
        expect(
          bad.every(
            ({ status, error, attempts }) => status === 'quarantined' && error?.includes('died') && attempts === 2,
          ),
        ).toBe(true);
        // One death in company, then two alone.
        expect(log.deaths).toBeLessThanOrEqual(3 * guilty.length);
      }),
      { numRuns: 40 },
    );
  });

  it('that kill their worker once succeed in the second attempt', async () => {
    const results = await run(50, { poison: new Map([['t7', 2]]), whole: true });
    expect(results.get('t7')).toMatchObject({ status: 'ok', attempts: 2 });
  });

  it('that were quarantined before are run last and alone', async () => {
    const [again] = trials(1) as [Trial];
    const results = await run(20, { poison: new Map(), whole: false }, undefined, [{ ...again, id: 'old' }]);
    expect([...results.keys()].at(-1)).toBe('old');
  });

  it('are not begun after a stop', async () => {
    expect((await run(20, { poison: new Map(), whole: false }, undefined, [], AbortSignal.abort())).size).toBe(0);
  });
});
