/** `summary.arrow`: tidy, one row an estimate, with the point's parameters in front. */
import { type Cell, decodeTable, encodeTable, type TableField } from './arrow-table.ts';
import type { Parameters } from './columns.ts';
import type { SummaryRow } from './records.ts';
import { parameterCell, parameterField } from './trials-table.ts';

const float = (name: string, doc: string): TableField => ({ name, type: 'float', unit: '1', doc, nullable: true });

const estimateFields: readonly TableField[] = [
  { name: 'quantity', type: 'string', unit: '1', doc: 'what is estimated', nullable: false },
  float('coordinate', 'where on its own axis the quantity stands, e.g. a load or a number of bits'),
  float('estimate', 'the value'),
  float('lower', 'lower end of the interval; null where it is open'),
  float('upper', 'upper end of the interval; null where it is open'),
  float('confidence', 'coverage of the interval; null for an exact value'),
  {
    name: 'method',
    type: 'string',
    unit: '1',
    doc: 'exact: theory or enumeration; simulated: measured on trials; scaled: carried over to another size',
    nullable: false,
    words: ['exact', 'simulated', 'scaled'],
  },
  {
    name: 'bound',
    type: 'string',
    unit: '1',
    doc: 'below, above: the transition lies outside the measured range; undecided: the search ran into max_trials',
    nullable: false,
    words: ['none', 'below', 'above', 'undecided'],
  },
  float('lower_sequential', 'lower end of the interval that is valid under any stopping; null outside a search'),
  float('upper_sequential', 'upper end of the interval that is valid under any stopping; null outside a search'),
  float('theory', 'what theory says the estimate should be; null where it is silent'),
  { name: 'trials', type: 'int', unit: '1', doc: 'trials behind the estimate; 0 for an exact value', nullable: false },
];

/** Bytes of `summary.arrow`. */
export function encodeSummary(
  parameters: Parameters,
  rows: readonly SummaryRow[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const parameterFields = Object.entries(parameters).map(([name, declaration]) => parameterField(name, declaration));
  const cells = [
    ...parameterFields.map((field) => rows.map(({ params }) => parameterCell(params[field.name] ?? null, field))),
    ...estimateFields.map(({ name }) => rows.map((row) => row[name as keyof Omit<SummaryRow, 'params'>])),
  ];
  return encodeTable([...parameterFields, ...estimateFields], cells, metadata);
}

/** Rows of a `summary.arrow`. */
export function decodeSummary(bytes: Uint8Array): SummaryRow[] {
  const { names, rows } = decodeTable(bytes);
  const parameters = names.slice(0, names.indexOf('quantity'));
  const pick = (row: Readonly<Record<string, Cell>>, fields: readonly string[]): Record<string, Cell> =>
    Object.fromEntries(fields.map((name) => [name, row[name] ?? null]));
  const estimates = estimateFields.map(({ name }) => name);
  return rows.map((row) => ({
    ...(pick(row, estimates) as unknown as Omit<SummaryRow, 'params'>),
    params: pick(row, parameters),
  }));
}
