import { decodeRows, encodeRows, type JournalWriter } from '@fewbits/dataset';
import { expect, it } from 'vitest';
import { appendResults } from './append-results.ts';
import type { Batch, FinishedTrial } from './run-trials.ts';

const result = (k: number): FinishedTrial => ({
  ...{
    id: String(k),
    status: 'ok',
    values: {},
    attempts: 1,
    cpuMs: 0,
    wallMs: 0,
    worker: '',
    params: {},
    replicate: 0,
  },
});
const batch = (...ids: number[]): Batch => {
  const results = ids.map(result);
  return { results, rows: [encodeRows(results, [])] };
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function recorder(fail = false): JournalWriter & { frames: number[][] } {
  const frames: number[][] = [];
  return {
    frames,
    append(rows) {
      if (fail) throw new Error('disk full');
      frames.push(decodeRows(rows.join(), []).map(({ id }) => Number(id)));
    },
    close: () => undefined,
  };
}

async function collect(batches: AsyncIterable<Batch>, journal: JournalWriter): Promise<number[]> {
  const seen: number[] = [];
  for await (const flushed of appendResults(batches, journal)) seen.push(...flushed.map(({ id }) => Number(id)));
  return seen;
}

it('gathers what comes within 250 ms into one frame and yields it only then', async () => {
  const journal = recorder();
  async function* batches(): AsyncGenerator<Batch> {
    yield batch(1, 2);
    yield batch(3);
    await pause(400);
    expect(journal.frames).toEqual([[1, 2, 3]]);
    yield batch(4);
  }
  expect(await collect(batches(), journal)).toEqual([1, 2, 3, 4]);
  expect(journal.frames).toEqual([[1, 2, 3], [4]]);
});

it('starts a new frame after about 1 MiB of rows without waiting', async () => {
  const journal = recorder();
  async function* batches(): AsyncGenerator<Batch> {
    for (let k = 0; k < 3; k++) yield batch(...Array.from({ length: 4096 }, (_, i) => 4096 * k + i));
  }
  expect((await collect(batches(), journal)).length).toBe(3 * 4096);
  expect(journal.frames.length).toBe(3);
});

it('flushes what it holds when its input fails', async () => {
  const journal = recorder();
  async function* batches(): AsyncGenerator<Batch> {
    yield batch(1);
    throw new Error('no worker');
  }
  await expect(collect(batches(), journal)).rejects.toThrow('no worker');
  expect(journal.frames).toEqual([[1]]);
});

it('says when the disk fails before it waits for its input, which may be long in coming', async () => {
  let wake: () => void = () => undefined;
  async function* batches(): AsyncGenerator<Batch> {
    yield batch(0);
    await new Promise<void>((done) => {
      wake = done;
    });
  }
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const passed = appendResults(batches(), recorder(true), () => {
    resolve();
    wake();
  });
  await Promise.all([expect(passed.next()).rejects.toThrow('disk full'), promise]);
});

it('ends its input when the disk fails', async () => {
  let ended = false;
  async function* batches(): AsyncGenerator<Batch> {
    try {
      for (let k = 0; ; k++) {
        yield batch(k);
        await pause(50);
      }
    } finally {
      ended = true;
    }
  }
  await expect(collect(batches(), recorder(true))).rejects.toThrow('disk full');
  expect(ended).toBe(true);
});
