/** Trials to results: chunks in flight on the engine, suspects tried again alone, results in the order they come. */
import { Readable } from 'node:stream';
import type { TrialResult } from '@fewbits/dataset';
import { dealChunks } from './chunks.ts';
import type { CostModel } from './cost.ts';
import { localEngine } from './local-engine.ts';
import type { Trial } from './plan.ts';
import type { Chunk, Receipt } from './protocol.ts';
import type { Todo } from './todo.ts';

/** A result together with what was asked. */
export interface FinishedTrial extends TrialResult {
  readonly params: Trial['params'];
  readonly replicate: number;
}

export interface RunTrialsOptions {
  readonly experiment: string;
  readonly seed: number;
  readonly threads: number;
  readonly cost: CostModel;
  /** Deaths of a worker that one trial may cause before it is quarantined, beyond the first. */
  readonly retries: number;
  /** When aborted, nothing more is dispatched, what is in flight is finished. */
  readonly signal: AbortSignal;
  /** What carries the chunks to workers; another one in tests. */
  readonly startEngine?: typeof localEngine;
}

/** Chunks handed to the pool per thread: one at work, one waiting, so that no thread waits for a message. */
const chunksPerThread = 2;

/**
 * Run what is left of a plan (the `alone` ones last, one at a time, each the only one in flight). Yields what came back
 * together. A trial whose worker dies is tried again alone; when it kills its worker there, too, more than `retries`
 * times, it is `quarantined`. Throws when the engine cannot go on.
 */
export async function* runTrials(todo: Todo, options: RunTrialsOptions): AsyncGenerator<readonly FinishedTrial[]> {
  const { threads, cost, signal } = options;
  const dealer = dealChunks(todo, cost, threads);
  const suspects: Trial[] = [];
  const later = [...todo.alone];
  const deaths = new Map<string, number>();
  const dispatched = new Map<number, Chunk>();
  const results = new Readable({ objectMode: true, read: () => undefined });
  let chunks = 0;
  let isolated = false;

  const engine = (options.startEngine ?? localEngine)({
    ...options,
    onError: (error) => results.destroy(error),
    onReceipts(receipts) {
      const batch = receipts.flatMap(settle);
      if (batch.length > 0) results.push(batch);
      dispatch();
    },
  });

  function settle(receipt: Receipt): readonly FinishedTrial[] {
    const { trials } = dispatched.get(receipt.chunk) as Chunk;
    dispatched.delete(receipt.chunk);
    if (receipt.kind === 'suspect') return suspect(trials, receipt.reason);
    return receipt.results.map((result, k) => {
      const { params, replicate } = trials[k] as Trial;
      cost.observe(params, result.cpuMs ?? result.wallMs);
      return { ...result, params, replicate, attempts: 1 + (deaths.get(result.id) ?? 0) };
    });
  }

  function suspect(trials: readonly Trial[], reason: string): FinishedTrial[] {
    const [trial] = trials;
    if (!isolated || !trial) {
      suspects.push(...trials);
      return [];
    }
    const count = (deaths.get(trial.id) ?? 0) + 1;
    deaths.set(trial.id, count);
    if (count > options.retries) return [quarantined(trial, count, reason)];
    suspects.push(trial);
    return [];
  }

  function dispatch(): void {
    const batch: Chunk[] = [];
    const put = (members: readonly Trial[]): void => {
      const chunk = { index: chunks++, trials: members };
      dispatched.set(chunk.index, chunk);
      batch.push(chunk);
    };
    if (dispatched.size === 0) isolated = false;
    if (!signal.aborted) {
      while (!isolated && suspects.length === 0 && dispatched.size < chunksPerThread * threads) {
        const members = dealer.next();
        if (members.length === 0) break;
        put(members);
      }
      const trial = dispatched.size === 0 ? (suspects.shift() ?? later.shift()) : undefined;
      if (trial) {
        isolated = true;
        put([trial]);
      }
    }
    engine.submit(batch);
    if (dispatched.size === 0) results.push(null);
  }

  // A stop while the last chunk is on its way is noticed at its receipt.
  dispatch();
  try {
    for await (const batch of results) yield batch as readonly FinishedTrial[];
  } finally {
    await engine.close();
  }
}

function quarantined(trial: Trial, deaths: number, reason: string): FinishedTrial {
  const error = `killed its worker ${deaths} times when run alone: ${reason}`;
  const cost = { attempts: deaths, cpuMs: null, wallMs: 0, worker: '' };
  return { ...trial, status: 'quarantined', values: null, error, stack: '', ...cost };
}
