/** Results to the journal: one frame and one fsync per 250 ms or 1 MiB, whichever is first. */
import type { JournalWriter, TrialResult } from '@fewbits/dataset';

const flushMs = 250;
/** About 1 MiB of rows at the usual 256 bytes each. */
const flushRows = 4096;

/** Passes on what is safely on the disk, in the frames it was written in. Whatever ends the input, the rest is flushed. */
export async function* appendResults(
  batches: AsyncIterable<readonly TrialResult[]>,
  journal: JournalWriter,
): AsyncGenerator<readonly TrialResult[]> {
  const input = batches[Symbol.asyncIterator]();
  let buffer: TrialResult[] = [];
  let timer: NodeJS.Timeout | undefined;
  let due: Promise<'due'> | undefined;
  try {
    let next = input.next();
    for (;;) {
      const turn = await (due !== undefined ? Promise.race([next, due]) : next);
      if (turn !== 'due') {
        if (turn.done) break;
        buffer.push(...turn.value);
        next = input.next();
        due ??= new Promise((resolve) => {
          timer = setTimeout(() => resolve('due'), flushMs);
        });
      }
      if (turn === 'due' || buffer.length >= flushRows) {
        clearTimeout(timer);
        due = undefined;
        const flushed = buffer;
        buffer = [];
        journal.append(flushed, Date.now());
        yield flushed;
      }
    }
    if (buffer.length > 0) {
      const flushed = buffer;
      buffer = [];
      journal.append(flushed, Date.now());
      yield flushed;
    }
  } finally {
    clearTimeout(timer);
    await input.return?.();
  }
}
