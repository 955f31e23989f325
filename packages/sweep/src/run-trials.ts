/** Work to results: chunks in flight on the engine, suspects tried again alone, results in the order they come. */
import { Readable } from 'node:stream';
import { decodeRows, encodeRows, RunError, type TrialResult } from '@fewbits/dataset';
import type { CostModel } from './cost.ts';
import { type Engine, localEngine } from './local-engine.ts';
import type { Trial } from './plan.ts';
import type { Assignment, Chunk, Receipt } from './protocol.ts';
import type { Timeouts } from './timeouts.ts';
import { trialText } from './trial-text.ts';
import type { Deal, Work } from './work.ts';

/** A result together with what was asked. */
export interface FinishedTrial extends TrialResult {
  readonly params: Trial['params'];
  readonly replicate: number;
}

/** What came back together. */
export interface Batch {
  readonly results: readonly FinishedTrial[];
  /** The same as rows of the journal (`encodeRows`). */
  readonly rows: readonly string[];
}

export interface RunTrialsOptions {
  readonly assignment: Assignment;
  readonly threads: number;
  readonly cost: CostModel;
  readonly timeouts: Timeouts;
  /** Deaths of a worker that one trial may cause before it is quarantined, beyond the first. */
  readonly retries: number;
  /** When aborted, nothing more is begun, what a thread has begun is finished. */
  readonly signal: AbortSignal;
  /** When aborted, what is in flight is given up. */
  readonly atOnce?: AbortSignal;
  /** Told what the code of trials prints, line by line. */
  readonly onOutput?: (line: string) => void;
  /** Told the CPU milliseconds that the processes of workers have used so far. */
  readonly onCpu?: (cpuMs: number) => void;
  /** What carries the chunks to workers; another one in tests. */
  readonly startEngine?: typeof localEngine;
}

/** Handed to the pool at least, per thread: one chunk at work, one waiting, so that no thread waits for a message. */
const chunksPerThread = 2;
/** Short chunks are handed ahead up to this much predicted work and this many, so that their messages are gathered. */
const aheadMs = 250;
const aheadChunks = 64;
/** Chunks that take up to this long may stand in a queue of one thread. */
const shortMs = 500;
/** Workers that die in a row before they begin a trial: it is not the trials' fault. */
const startFaults = 5;

const nothing: Batch = { results: [], rows: [] };

/**
 * Run all that `work` brings; yields what came back together. A trial at which a worker died is tried again in a chunk of
 * its own, the rest of its chunk goes on without suspicion. Where a whole process died, the chunks that its threads were at
 * are tried again one by one with nothing else in flight, each trial marked before it begins: should the process die again,
 * it is known by which. A trial that ends more than `retries` workers by itself is `quarantined`. Throws when the engine
 * cannot go on.
 */
export async function* runTrials(work: Work, options: RunTrialsOptions): AsyncGenerator<Batch> {
  const { threads, cost, timeouts, signal } = options;
  const { columns, failFast } = options.assignment;
  const returned: Deal[] = [];
  const deaths = new Map<string, number>();
  /** By index of the chunk. */
  const flights = new Map<number, Deal>();
  const results = new Readable({ objectMode: true, read: () => undefined });
  let chunks = 0;
  let flightMs = 0;
  let faults = 0;
  /** Deaths for which a trial was found that caused them, or may have. */
  let blamed = 0;
  let held: Deal | null = null;
  let isAlone = false;
  let hasFailed = false;

  const engine: Engine = (options.startEngine ?? localEngine)({
    threads,
    assignment: options.assignment,
    ...(options.onOutput && { onOutput: options.onOutput }),
    onError: (error) => results.destroy(error),
    onReceipts(receipts) {
      options.onCpu?.(engine.cpuMs);
      const before = blamed;
      const batches = receipts.map(settle);
      const death = receipts.find((receipt) => receipt.kind === 'suspect');
      if (death && blamed === before && ++faults >= startFaults) {
        results.destroy(new RunError(`${death.reason} (no worker began a trial, ${faults} times in a row)`));
        return;
      }
      const rows = batches.flatMap((each) => each.rows);
      if (rows.length > 0) results.push({ results: batches.flatMap((each) => each.results), rows } satisfies Batch);
      dispatch();
    },
  });

  function settle(receipt: Receipt): Batch {
    const flight = flights.get(receipt.chunk);
    if (!flight) return nothing;
    flights.delete(receipt.chunk);
    flightMs -= flight.ms;
    if (receipt.kind === 'dropped') return giveBack(flight.trials, flight);
    if (receipt.kind === 'suspect') return lose(flight, receipt);
    faults = 0;
    const known = decodeRows(receipt.rows, columns);
    for (const [k, result] of known.entries()) {
      if (result.status !== 'ok') continue;
      const trial = flight.trials[k] as Trial;
      cost.observe(trial.params, result);
      timeouts.observe(trial, result.wallMs);
    }
    if (known.length < flight.trials.length) giveBack(flight.trials.slice(known.length), flight);
    if (!known.some(({ id }) => deaths.has(id))) return finished(flight.trials, known, receipt.rows);
    const counted = known.map((result) => ({ ...result, attempts: 1 + (deaths.get(result.id) ?? 0) }));
    return finished(flight.trials, counted, encodeRows(counted, columns));
  }

  function finished(trials: readonly Trial[], results: readonly TrialResult[], rows: string): Batch {
    const all = results.map((result, k) => finishedTrial(trials[k] as Trial, result));
    for (const [k, result] of results.entries()) work.settle(trials[k] as Trial, result);
    if (failFast && !hasFailed && results.some(({ status }) => status !== 'ok')) {
      hasFailed = true;
      engine.drain('trials');
    }
    return { results: all, rows: [rows] };
  }

  function giveBack(trials: readonly Trial[], { ms, trials: all, alone }: Deal): Batch {
    if (trials.length > 0) returned.unshift({ trials, alone, ms: (ms * trials.length) / all.length });
    return nothing;
  }

  /** Find out who was at work when a worker died. */
  function lose(flight: Deal, { reason, died, at }: Receipt & { readonly kind: 'suspect' }): Batch {
    if (at === 'none') return giveBack(flight.trials, flight);
    faults = 0;
    blamed++;
    const [only, ...others] = flight.trials;
    const guilty = at === 'some' ? (others.length === 0 ? only : undefined) : flight.trials[at];
    if (!guilty) {
      returned.push({ ...flight, alone: true });
      return nothing;
    }
    const rest = flight.trials.filter((trial) => trial !== guilty);
    giveBack(rest, { ...flight, alone: false });
    const ms = flight.ms / flight.trials.length;
    // A thread was ended by the trial it was at; a process perhaps by another one of its threads.
    if (died === 'process' && !flight.alone) {
      returned.push({ trials: [guilty], alone: true, ms });
      return nothing;
    }
    const count = (deaths.get(guilty.id) ?? 0) + 1;
    deaths.set(guilty.id, count);
    if (count > options.retries) {
      const end = [quarantine(guilty, count, reason)];
      return finished([guilty], end, encodeRows(end, columns));
    }
    returned.push({ trials: [guilty], alone: flight.alone, ms });
    return nothing;
  }

  function isFull(): boolean {
    if (isAlone) return true;
    return flights.size >= chunksPerThread * threads && (flights.size >= aheadChunks || flightMs >= aheadMs);
  }

  function dispatch(): void {
    const batch: Chunk[] = [];
    if (flights.size === 0) isAlone = false;
    while (!signal.aborted && !hasFailed && !isFull()) {
      held ??= returned.shift() ?? work.next();
      if (!held || (held.alone && flights.size > 0)) break;
      const chunk = chunkOf(held);
      flights.set(chunk.index, held);
      flightMs += held.ms;
      batch.push(chunk);
      isAlone = held.alone;
      held = null;
    }
    engine.submit(batch);
    if (flights.size === 0) results.push(null);
  }

  function chunkOf({ trials, alone, ms }: Deal): Chunk {
    const limits = trials.map(timeouts.of);
    return {
      index: ++chunks,
      trials: trialText(trials),
      ...(limits.some((ms) => ms !== null) && { timeouts: limits }),
      short: cost.observed > 0 && ms <= shortMs && !alone,
      marked: alone,
    };
  }

  const drain = (): void => engine.drain('chunks');
  const giveUp = (): void => {
    results.destroy(new RunError('given up'));
  };
  signal.addEventListener('abort', drain);
  options.atOnce?.addEventListener('abort', giveUp);
  dispatch();
  try {
    for await (const batch of results) yield batch as Batch;
  } finally {
    signal.removeEventListener('abort', drain);
    options.atOnce?.removeEventListener('abort', giveUp);
    await engine.close();
  }
}

/** Written out, because to spread the result costs as much as to read it from its row. */
function finishedTrial({ id, params, replicate }: Trial, result: TrialResult): FinishedTrial {
  const { status, values, attempts, cpuMs, wallMs, worker, error, stack } = result;
  const ended = { id, status, values, attempts, cpuMs, wallMs, worker, params, replicate };
  return error === undefined ? ended : { ...ended, error, stack: stack ?? '' };
}

function quarantine({ id }: Trial, deaths: number, reason: string): TrialResult {
  const error = `ended its worker ${deaths === 1 ? 'once' : `${deaths} times`}: ${reason}`;
  const cost = { attempts: deaths, cpuMs: null, wallMs: 0, worker: '' };
  return { id, status: 'quarantined', values: null, error, stack: '', ...cost };
}
