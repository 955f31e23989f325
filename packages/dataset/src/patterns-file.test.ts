import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTable, tableFromArrays, tableToIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportTable } from './export.ts';
import { DataFileError } from './number-table.ts';
import { readPatternsFile } from './patterns-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fewbits-patterns-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const read = (name: string, content: string | Uint8Array) => readPatternsFile(file(name, content));

async function faults(name: string, content: string | Uint8Array): Promise<readonly string[]> {
  const error = await read(name, content).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataFileError);
  return (error as DataFileError).faults;
}

describe('patterns from a file', () => {
  it('are the bits of its input columns and the signs of its label column, wherever that stands', async () => {
    const { patterns, facts } = await read('a.csv', 'x1,label,x2\n1,1,-1\n-1,-1,-1\n1,1,1\n');
    expect(patterns).toEqual({
      size: 2,
      patterns: 3,
      bits: Uint8Array.of(1, 0, 0, 0, 1, 1),
      labels: Int8Array.of(1, -1, 1),
    });
    expect(facts).toEqual({ size: 2, patterns: 3, input_rate: 0.5, output_rate: 2 / 3, binarised: 0 });
  });

  it('are the same in 0/1 and in true/false as in ±1', async () => {
    const signs = await read('a.csv', 'x1,x2,label\n1,-1,1\n-1,-1,-1\n1,1,1\n');
    const zeros = await read('b.csv', 'x1,x2,label\n1,0,1\n0,0,0\n1,1,1\n');
    const words = await read('c.csv', 'x1,x2,label\ntrue,false,TRUE\nfalse,false,False\ntrue,true,true\n');
    expect(zeros.patterns).toEqual(signs.patterns);
    expect(words.patterns).toEqual(signs.patterns);
    expect(new Set([signs, zeros, words].map(({ sha256 }) => sha256)).size).toBe(3);
  });

  it('have real values binarised above the median of their column', async () => {
    // Medians: 2.5 of four values, 10 of the second column: a value at the median is low.
    const { patterns, facts } = await read('r.csv', 'a,b,label\n1,10,1\n2,10,1\n3,10,0\n4.5,11,0\n');
    expect([...patterns.bits]).toEqual([0, 0, 0, 0, 1, 0, 1, 1]);
    expect(facts['binarised']).toBe(2);
  });

  it('are the same from Arrow, as a file or a stream, and from Parquet, in any type of number', async () => {
    const csv = await read('a.csv', 'x1,x2,x3,label\n1,-1,0.25,1\n-1,-1,0.5,-1\n1,1,8,1\n');
    const table = tableFromArrays({
      x1: Int8Array.of(1, -1, 1),
      x2: BigInt64Array.of(-1n, -1n, 1n),
      x3: Float32Array.of(0.25, 0.5, 8),
      label: [true, false, true],
    });
    const whole = tableToIPC(table, 'file');
    const found = [
      await read('a.arrow', whole),
      await read('a.feather', whole),
      await read('a.arrows', tableToIPC(table, 'stream')),
      await read('a.parquet', await exportTable(whole, 'parquet')),
      // The first bytes tell, not the name.
      await read('a.data', whole),
    ];
    for (const { patterns, facts } of found) {
      expect(patterns).toEqual(csv.patterns);
      expect(facts).toEqual(csv.facts);
    }
  });

  it('come back from the CSV that they were written to', async () => {
    const row = fc.record({ bits: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), label: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const lines = rows.map(({ bits, label }) => [...bits.map(Number), label ? 1 : -1].join(','));
        const { patterns } = await read('p.csv', `a,b,c,label\r\n${lines.join('\r\n')}`);
        expect([...patterns.bits]).toEqual(rows.flatMap(({ bits }) => bits.map(Number)));
        expect([...patterns.labels]).toEqual(rows.map(({ label }) => (label ? 1 : -1)));
      }),
      { numRuns: 50 },
    );
  });

  it('are known by the content: a byte more is another file', async () => {
    const text = 'x,label\n1,1\n-1,-1\n';
    const { sha256 } = await read('a.csv', text);
    expect((await read('b.csv', text)).sha256).toBe(sha256);
    expect((await read('a.csv', `${text}\n`)).sha256).not.toBe(sha256);
  });
});

describe('a file that is refused says where and what was expected', () => {
  it.each([
    ['missing values', 'x,y,label\n1,,1\n1,NaN,1\n', 'row 1, column y: missing value, expected a number'],
    [
      'a missing label',
      'x,label\n1,1\n1,\n',
      'row 2, column label: missing value, expected -1 or 1, 0 or 1, or true or false',
    ],
    [
      'a word for a label',
      'x,label\n1,1\n1,cat\n',
      'row 2, column label: got cat, expected -1 or 1, 0 or 1, or true or false',
    ],
    ['words', 'x,label\ncat,1\n', 'row 1, column x: got cat, expected a number'],
    ['a row of another length', 'x,y,label\n1,1,1\n1,1\n', 'row 2: got 2 cells, expected 3 as in the header'],
    ['other labels', 'x,label\n1,1\n1,2\n', 'row 2, column label: got 2, expected -1 or 1, 0 or 1, or true or false'],
    [
      'three labels',
      'x,label\n1,1\n1,0\n1,-1\n',
      'column label: got -1, 0 and 1, expected two of them: -1 and 1, or 0 and 1',
    ],
    [
      'a hole among signs',
      'x,label\n1,1\n0,1\n-1,1\n',
      'column x: got -1, 0 and 1, expected -1 and 1, or 0 and 1, or real values',
    ],
    ['no label column', 'x,y\n1,1\n', 'has no column label, expected one beside the inputs; its columns are x, y'],
    ['no input column', 'label\n1\n', 'has no column but label, expected one an input'],
    ['no row', 'x,label\n', 'has no row, expected one a pattern'],
    ['semicolons between the cells', 'x;label\n1,5;1\n', 'has ";" between its cells, expected commas'],
    ['tabs between the cells', 'x\tlabel\n1\t1\n', 'has tabs between its cells, expected commas'],
    ['nothing', '', 'is empty, expected a header line and one line a pattern'],
    ['no header', '1,-1,1\n1,1,1\n', 'has numbers in its first line, expected a header with the names of the columns'],
    ['two columns of one name', 'x,x,label\n1,1,1\n', 'two columns have the name x'],
    ['a column without a name', 'x,,label\n1,1,1\n', 'column 2 has no name'],
  ])('%s', async (_, text, first) => {
    expect((await faults('bad.csv', text))[0]).toBe(first);
  });

  it('all faults at once, a hundred as ten and a number', async () => {
    expect(await faults('bad.csv', 'x,y,label\n1,,1\na,1,1\n')).toHaveLength(2);
    const many = await faults('bad.csv', `x,label\n${'?,1\n'.repeat(100)}`);
    expect(many).toHaveLength(11);
    expect(many[10]).toBe('… and 90 more faults');
  });

  it('nulls of an Arrow table', async () => {
    const table = makeTable({ x: Float64Array.of(1, 2) });
    const holes = tableFromArrays({ x: [1, null, -1], label: [1, 1, -1] });
    expect(await faults('a.arrow', tableToIPC(table, 'file'))).toEqual([
      'has no column label, expected one beside the inputs; its columns are x',
    ]);
    expect(await faults('b.arrow', tableToIPC(holes, 'file'))).toEqual([
      'row 2, column x: missing value, expected a number',
    ]);
  });

  it('files that are cut, in no known format, a folder, or not there', async () => {
    const whole = tableToIPC(tableFromArrays({ x: [1, -1], label: [1, 1] }), 'file');
    expect((await faults('cut.arrow', whole.subarray(0, 60)))[0]).toMatch(
      /^cannot be read as an uncompressed Arrow file: /,
    );
    const parquet = await exportTable(whole, 'parquet');
    expect((await faults('cut.parquet', parquet.subarray(0, 60)))[0]).toMatch(/^cannot be read as Parquet: /);
    expect((await faults('a.xlsx', 'PK'))[0]).toMatch(/^is in no format that can be read, expected CSV/);
    expect((await faults('latin.csv', Uint8Array.of(0x78, 0xff, 0x0a)))[0]).toMatch(/^is no UTF-8 text/);
    await expect(readPatternsFile(folder)).rejects.toThrow('is a directory, expected a file of patterns');
    await expect(readPatternsFile(join(folder, 'gone.csv'))).rejects.toThrow(
      /^no such file \(looked for .*gone\.csv\)$/,
    );
  });
});
