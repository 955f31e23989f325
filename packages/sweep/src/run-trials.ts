/** Work to results: chunks in flight on the engine, suspects tried again alone, results in the order they come. */
import { Readable } from 'node:stream';
import { RunError, type TrialResult } from '@fewbits/dataset';
import type { CostModel } from './cost.ts';
import { type Engine, localEngine } from './local-engine.ts';
import type { Trial } from './plan.ts';
import type { Assignment, Chunk, Receipt } from './protocol.ts';
import type { Timeouts } from './timeouts.ts';
import type { Deal, Work } from './work.ts';

/** A result together with what was asked. */
export interface FinishedTrial extends TrialResult {
  readonly params: Trial['params'];
  readonly replicate: number;
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
/** Workers that die in a row before they begin a trial: it is not the trials' fault. */
const startFaults = 5;

interface Flight extends Deal {
  readonly chunk: Chunk;
}

/**
 * Run all that `work` brings; yields what came back together. A trial at which a worker died is tried again in a chunk of
 * its own, the rest of its chunk goes on without suspicion. Where a whole process died, the trials that its threads were at
 * are tried again one by one with nothing else in flight. A trial that ends more than `retries` workers by itself is
 * `quarantined`. Throws when the engine cannot go on.
 */
export async function* runTrials(work: Work, options: RunTrialsOptions): AsyncGenerator<readonly FinishedTrial[]> {
  const { threads, cost, timeouts, signal } = options;
  const returned: Deal[] = [];
  const deaths = new Map<string, number>();
  const flights = new Map<number, Flight>();
  const results = new Readable({ objectMode: true, read: () => undefined });
  let chunks = 0;
  let flightMs = 0;
  let faults = 0;
  /** Deaths for which a trial was found that caused them, or may have. */
  let blamed = 0;
  let held: Deal | null = null;
  let isAlone = false;

  const engine: Engine = (options.startEngine ?? localEngine)({
    threads,
    assignment: options.assignment,
    ...(options.onOutput && { onOutput: options.onOutput }),
    onError: (error) => results.destroy(error),
    onReceipts(receipts) {
      options.onCpu?.(engine.cpuMs);
      const before = blamed;
      const batch = receipts.flatMap(settle);
      const death = receipts.find((receipt) => receipt.kind === 'suspect');
      if (death && blamed === before && ++faults >= startFaults) {
        results.destroy(new RunError(`${death.reason} (no worker began a trial, ${faults} times in a row)`));
        return;
      }
      if (batch.length > 0) results.push(batch);
      dispatch();
    },
  });

  function settle(receipt: Receipt): readonly FinishedTrial[] {
    const flight = flights.get(receipt.chunk);
    if (!flight) return [];
    flights.delete(receipt.chunk);
    flightMs -= flight.ms;
    if (receipt.kind === 'dropped') return giveBack(flight.trials, flight);
    if (receipt.kind === 'suspect') return lose(flight, receipt);
    faults = 0;
    return receipt.results.map((result, k) => {
      const trial = flight.trials[k] as Trial;
      if (result.status === 'ok') {
        cost.observe(trial.params, result);
        timeouts.observe(trial, result.wallMs);
      }
      return finished(trial, { ...result, attempts: 1 + (deaths.get(result.id) ?? 0) });
    });
  }

  function finished(trial: Trial, result: TrialResult): FinishedTrial {
    work.settle(trial, result);
    return { ...result, params: trial.params, replicate: trial.replicate };
  }

  function giveBack(trials: readonly Trial[], { ms, trials: all, alone }: Deal): readonly FinishedTrial[] {
    if (trials.length > 0) returned.unshift({ trials, alone, ms: (ms * trials.length) / all.length });
    return [];
  }

  /** Find out who was at work when a worker died. */
  function lose(flight: Flight, { reason, died }: Receipt & { readonly kind: 'suspect' }): readonly FinishedTrial[] {
    const index = engine.runningIn(flight.chunk.index);
    const guilty = index === null ? undefined : flight.trials[index];
    if (!guilty) return giveBack(flight.trials, flight);
    faults = 0;
    blamed++;
    const rest = flight.trials.filter((trial) => trial !== guilty);
    giveBack(rest, { ...flight, alone: false });
    const ms = flight.ms / flight.trials.length;
    // A thread was ended by the trial it was at; a process perhaps by another one of its threads.
    if (died === 'process' && !flight.alone) {
      returned.push({ trials: [guilty], alone: true, ms });
      return [];
    }
    const count = (deaths.get(guilty.id) ?? 0) + 1;
    deaths.set(guilty.id, count);
    if (count > options.retries) return [finished(guilty, quarantine(guilty, count, reason))];
    returned.push({ trials: [guilty], alone: flight.alone, ms });
    return [];
  }

  function isFull(): boolean {
    if (isAlone) return true;
    return flights.size >= chunksPerThread * threads && (flights.size >= aheadChunks || flightMs >= aheadMs);
  }

  function dispatch(): void {
    const batch: Chunk[] = [];
    if (flights.size === 0) isAlone = false;
    while (!signal.aborted && !isFull()) {
      held ??= returned.shift() ?? work.next();
      if (!held || (held.alone && flights.size > 0)) break;
      const flight: Flight = { ...held, chunk: chunkOf(held.trials) };
      flights.set(flight.chunk.index, flight);
      flightMs += flight.ms;
      batch.push(flight.chunk);
      isAlone = held.alone;
      held = null;
    }
    engine.submit(batch);
    if (flights.size === 0) results.push(null);
  }

  function chunkOf(trials: readonly Trial[]): Chunk {
    const limits = trials.map(timeouts.of);
    return { index: ++chunks, trials, ...(limits.some((ms) => ms !== null) && { timeouts: limits }) };
  }

  const drain = (): void => engine.drain();
  const giveUp = (): void => {
    results.destroy(new RunError('given up'));
  };
  signal.addEventListener('abort', drain);
  options.atOnce?.addEventListener('abort', giveUp);
  dispatch();
  try {
    for await (const batch of results) yield batch as readonly FinishedTrial[];
  } finally {
    signal.removeEventListener('abort', drain);
    options.atOnce?.removeEventListener('abort', giveUp);
    await engine.close();
  }
}

function quarantine({ id }: Trial, deaths: number, reason: string): TrialResult {
  const error = `ended its worker ${deaths === 1 ? 'once' : `${deaths} times`}: ${reason}`;
  const cost = { attempts: deaths, cpuMs: null, wallMs: 0, worker: '' };
  return { id, status: 'quarantined', values: null, error, stack: '', ...cost };
}
