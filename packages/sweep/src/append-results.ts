/** Results to the journal: one frame and one fsync per 250 ms or 1 MiB, whichever is first. */
import type { JournalWriter } from '@fewbits/dataset';
import type { Batch, FinishedTrial } from './run-trials.ts';

const flushMs = 250;
/** About 1 MiB of rows at the usual 256 bytes each. */
const flushRows = 4096;

/**
 * Passes on what is safely on the disk, in the frames it was written in. Whatever ends the input, the rest is flushed.
 * `onFault`: called before the input is ended because of the disk, so that it need not wait for trials in flight.
 */
export async function* appendResults(
  batches: AsyncIterable<Batch>,
  journal: JournalWriter,
  onFault: () => void = () => undefined,
): AsyncGenerator<readonly FinishedTrial[]> {
  const input = batches[Symbol.asyncIterator]();
  let results: FinishedTrial[] = [];
  let rows: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let due: Promise<'due'> | undefined;
  const flush = (): readonly FinishedTrial[] => {
    clearTimeout(timer);
    due = undefined;
    const flushed = results;
    const written = rows;
    results = [];
    rows = [];
    try {
      if (flushed.length > 0) journal.append(written, Date.now());
    } catch (error) {
      onFault();
      throw error;
    }
    return flushed;
  };
  try {
    let next = input.next();
    for (;;) {
      const turn = await (due !== undefined ? Promise.race([next, due]) : next);
      if (turn === 'due') {
        yield flush();
        continue;
      }
      if (turn.done) break;
      results.push(...turn.value.results);
      rows.push(...turn.value.rows);
      next = input.next();
      if (results.length >= flushRows) yield flush();
      else
        due ??= new Promise((resolve) => {
          timer = setTimeout(() => resolve('due'), flushMs);
        });
    }
    yield flush();
  } finally {
    flush();
    await input.return?.();
  }
}
