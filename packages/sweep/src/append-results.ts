/** Results to the journal: one frame and one fsync per 250 ms or 1 MiB, whichever is first. */
import type { JournalWriter, TrialResult } from '@fewbits/dataset';

const flushMs = 250;
/** About 1 MiB of rows at the usual 256 bytes each. */
const flushRows = 4096;

/**
 * Passes on what is safely on the disk, in the frames it was written in. Whatever ends the input, the rest is flushed.
 * `onFault`: called before the input is ended because of the disk, so that it need not wait for trials in flight.
 */
export async function* appendResults<Result extends TrialResult>(
  batches: AsyncIterable<readonly Result[]>,
  journal: JournalWriter,
  onFault: () => void = () => undefined,
): AsyncGenerator<readonly Result[]> {
  const input = batches[Symbol.asyncIterator]();
  let buffer: Result[] = [];
  let timer: NodeJS.Timeout | undefined;
  let due: Promise<'due'> | undefined;
  const flush = (): readonly Result[] => {
    clearTimeout(timer);
    due = undefined;
    const flushed = buffer;
    buffer = [];
    try {
      if (flushed.length > 0) journal.append(flushed, Date.now());
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
      buffer.push(...turn.value);
      next = input.next();
      if (buffer.length >= flushRows) yield flush();
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
