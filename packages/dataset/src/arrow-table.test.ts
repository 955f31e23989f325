import fc from 'fast-check';
import { expect, it } from 'vitest';
import { batchSize, type Cell, decodeTable, encodeTable, type TableField } from './arrow-table.ts';
import { exportTable } from './export.ts';

const words = ['pm1', '01'];
const fields: TableField[] = [
  { name: 'text', type: 'string', unit: '1', doc: 'free text', nullable: true },
  { name: 'word', type: 'string', unit: '1', doc: 'one of two', nullable: true, words },
  { name: 'count', type: 'int', unit: '1', doc: 'an integer', nullable: true },
  { name: 'value', type: 'float', unit: 'ms', doc: 'a number', nullable: true },
  { name: 'flag', type: 'bool', unit: '1', doc: 'yes or no', nullable: true },
  { name: 'ages', type: 'int[]', unit: '1', doc: 'integers', nullable: true },
  { name: 'curve', type: 'float[]', unit: '1', doc: 'numbers', nullable: true },
];

const cell = (type: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> => fc.option(type, { nil: null });
const row = fc.tuple(
  cell(fc.string({ unit: 'binary' })),
  cell(fc.constantFrom(...words)),
  cell(fc.maxSafeInteger()),
  cell(fc.double()),
  cell(fc.boolean()),
  cell(fc.array(fc.integer())),
  cell(fc.array(fc.double())),
);

const columnsOf = (rows: readonly (readonly Cell[])[]): Cell[][] =>
  fields.map((_, k) => rows.map((each) => each[k] ?? null));

function decoded(bytes: Uint8Array): Cell[][] {
  return decodeTable(bytes).rows.map((entry) => fields.map(({ name }) => entry[name] ?? null));
}

it('gives back every value, null and list of every type', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      expect(decoded(encodeTable(fields, columnsOf(rows), {}))).toEqual(rows);
    }),
    { numRuns: 60 },
  );
});

it('splits rows into batches of a fixed size without losing one', () => {
  const rows = Array.from({ length: batchSize + 3 }, (_, i): Cell[] => [
    'x',
    '01',
    i,
    i / 3,
    i % 2 === 0,
    [i],
    [i / 7],
  ]);
  const back = decoded(encodeTable(fields, columnsOf(rows), {}));
  expect(back.length).toBe(rows.length);
  expect([back[0], back[batchSize], back.at(-1)]).toEqual([rows[0], rows[batchSize], rows.at(-1)]);
});

it('writes the same bytes for the same rows, and carries unit, description and metadata', async () => {
  const rows: Cell[][] = [['a', 'pm1', 1, 0.5, true, [1, 2], [0.1]]];
  const bytes = encodeTable(fields, columnsOf(rows), { 'fewbits.version': '1' });
  expect(Buffer.compare(encodeTable(fields, columnsOf(rows), { 'fewbits.version': '1' }), bytes)).toBe(0);
  expect(decodeTable(bytes).metadata.get('fewbits.version')).toBe('1');
  const { tableFromIPC } = await import('apache-arrow');
  const value = tableFromIPC(bytes).schema.fields.find(({ name }) => name === 'value');
  expect([...(value?.metadata ?? [])]).toEqual([
    ['unit', 'ms'],
    ['description', 'a number'],
  ]);
});

it('refuses a word that is not in the dictionary', () => {
  expect(() => encodeTable(fields, columnsOf([['a', 'two', 1, 1, true, [], []]]), {})).toThrow(
    '"two" is none of pm1, 01',
  );
});

it('keeps an empty table readable, with its columns', () => {
  const { names, rows } = decodeTable(encodeTable(fields, columnsOf([]), {}));
  expect({ names, rows }).toEqual({ names: fields.map(({ name }) => name), rows: [] });
});

it('exports CSV with lists as JSON text, null as empty and quotes where needed', async () => {
  const rows: Cell[][] = [
    ['a "b", c', 'pm1', 3, 0.1, true, [1, 2], [0.5]],
    [null, null, null, null, null, null, null],
  ];
  const csv = Buffer.from(await exportTable(encodeTable(fields, columnsOf(rows), {}), 'csv')).toString();
  expect(csv).toBe('text,word,count,value,flag,ages,curve\n"a ""b"", c",pm1,3,0.1,true,"[1,2]",[0.5]\n,,,,,,\n');
});

it('exports JSON lines and Parquet with the values of the table', async () => {
  const rows: Cell[][] = [
    ['a', 'pm1', 3, 0.1, true, [1, 2], [0.5]],
    [null, '01', null, 2, false, [], null],
  ];
  const bytes = encodeTable(fields, columnsOf(rows), { 'fewbits.version': '1' });
  const lines = Buffer.from(await exportTable(bytes, 'jsonl'))
    .toString()
    .trim()
    .split('\n');
  expect(lines.map((line) => Object.values(JSON.parse(line) as object))).toEqual(rows);
  const { readParquet } = await import('parquet-wasm');
  const parquet = await exportTable(bytes, 'parquet');
  expect(Buffer.from(parquet.subarray(0, 4)).toString()).toBe('PAR1');
  const back = decodeTable(readParquet(parquet).intoIPCStream());
  expect(back.rows.map((entry) => fields.map(({ name }) => entry[name]))).toEqual(rows);
});
