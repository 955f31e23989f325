import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  decodeRows,
  encodeFrame,
  encodeRows,
  journalPath,
  openJournal,
  readJournal,
  type TrialResult,
} from './journal.ts';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fewbits-journal-'));
  mkdirSync(join(dir, 'log'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const result = (id: string, values: TrialResult['values'] = { a: 1 }): TrialResult => ({
  ...{ id, status: 'ok', values, attempts: 1, cpuMs: 1.5, wallMs: 2, worker: 'host:1' },
});

function write(frames: readonly (readonly TrialResult[])[], columns = ['a']): void {
  const journal = openJournal(dir, columns);
  for (const [at, frame] of frames.entries()) journal.append([encodeRows(frame, columns)], at);
  journal.close();
}

const frameOf = (id: string, at: number): Buffer => encodeFrame([encodeRows([result(id)], ['a'])], ['a'], at);

const ids = (): string[] => readJournal(dir).flatMap((frame) => frame.results.map(({ id }) => id));

describe('the journal', () => {
  it('gives back what was appended, frame by frame, with failures, nulls and numbers that JSON cannot hold', () => {
    const odd = { nan: NaN, inf: -Infinity, none: null, list: [1, NaN, 0.1], text: '"\n€', yes: true };
    const failed: TrialResult = {
      ...result('b'),
      status: 'failed',
      values: null,
      error: 'no',
      stack: 'at x',
      cpuMs: null,
    };
    write([[result('a', odd), failed], [result('c', odd)]], Object.keys(odd));
    expect(readJournal(dir)).toEqual([
      { at: 0, results: [result('a', odd), failed] },
      { at: 1, results: [result('c', odd)] },
    ]);
  });

  it('takes the rows of several messages into one frame', () => {
    const journal = openJournal(dir, ['a']);
    journal.append([encodeRows([result('a'), result('b')], ['a']), encodeRows([result('c')], ['a'])], 5);
    journal.close();
    expect(readJournal(dir)).toEqual([{ at: 5, results: [result('a'), result('b'), result('c')] }]);
    expect(decodeRows(encodeRows([result('a'), result('b')], ['a']), ['a'])).toEqual([result('a'), result('b')]);
  });

  it('keeps every double to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), { maxLength: 20 }), (list) => {
        rmSync(journalPath(dir), { force: true });
        write([[result('a', { list })]], ['list']);
        // −0 becomes 0, on every path alike.
        expect(readJournal(dir)[0]?.results[0]?.values?.['list']).toEqual(list.map((x) => (x === 0 ? 0 : x)));
      }),
      { numRuns: 50 },
    );
  });

  it('cut at any byte of the last frame loses that frame alone, and can be appended to again', () => {
    write([[result('a')], [result('b')]]);
    const whole = readFileSync(journalPath(dir));
    const last = frameOf('b', 1).length;
    for (let cut = whole.length - last; cut < whole.length; cut++) {
      writeFileSync(journalPath(dir), whole);
      truncateSync(journalPath(dir), cut);
      expect(ids()).toEqual(['a']);
      write([[result('c')]]);
      expect(ids()).toEqual(['a', 'c']);
    }
  });

  it('with a torn tail of any bytes is read up to it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (garbage) => {
        writeFileSync(journalPath(dir), frameOf('a', 0));
        appendFileSync(journalPath(dir), garbage);
        expect(ids()).toEqual(['a']);
      }),
      { numRuns: 100 },
    );
  });

  it('with a flipped byte in the middle is an error that names the offset, not a shorter journal', () => {
    write([[result('a')], [result('b')], [result('c')]]);
    const bytes = readFileSync(journalPath(dir));
    const first = frameOf('a', 0).length;
    for (const at of [0, 5, 9, 20].map((offset) => first + offset)) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ 1;
      writeFileSync(journalPath(dir), flipped);
      expect(() => readJournal(dir)).toThrow(`corrupt at byte ${first}`);
      expect(() => openJournal(dir, ['a'])).toThrow(`corrupt at byte ${first}`);
    }
  });

  it('of a directory where nothing ran is empty', () => {
    expect(readJournal(dir)).toEqual([]);
  });
});
