/**
 * Where success gives way to failure: the rows of a `transition` summary.
 *
 * A cell is all points that differ only in the swept parameter. Its success counts are fitted with a falling logistic
 * (numerics, `logistic-fit`), against the column `load` where the experiment has one: the load really applied, patterns
 * being whole, instead of the one asked for. Failed trials carry no likelihood.
 */
import type { NullableValues, SummaryRow, TrialRecord } from '@fewbits/dataset';
import type { TransitionSummary } from '@fewbits/dataset/columns';
import { type BinomialCount, fitFallingLogistic, wilsonInterval } from '@fewbits/numerics';
import { compareValues, groupRecords } from './groups.ts';
import { type SearchedCell, searchedCell } from './searched.ts';
import { summaryRow } from './summary-row.ts';
import type { TheoryLookup } from './theory-value.ts';

/** Quantities of the rows beside the estimate itself and the success proportions, which bear the names of the summary. */
export const transitionWidth = 'transition_width';
export const overTheory = (quantity: string): string => `${quantity}_over_theory`;

const loadColumn = 'load';

/** Per cell: success per load, the transition, its width, and the transition as a share of theory. */
export function transitionRows(
  records: readonly TrialRecord[],
  summary: TransitionSummary,
  parameterNames: readonly string[],
  theory: TheoryLookup,
  confidence: number,
  searched: readonly SearchedCell[] = [],
): SummaryRow[] {
  const shared = parameterNames.filter((name) => name !== summary.over);
  return groupRecords(records, shared).flatMap((cell) => {
    const params: NullableValues = Object.fromEntries(
      parameterNames.map((name) => [name, name === summary.over ? null : (cell.params[name] ?? null)]),
    );
    const counted = countSuccesses(cell.records, summary);
    const coordinate = summary.coordinate === undefined ? null : firstNumber(cell.records, summary.coordinate);
    const bound = summary.theory === undefined ? null : theory(summary.theory, params).value;
    const found = searchedCell(searched, summary, params);
    const fit = found ? null : fitFallingLogistic(counted, { target: summary.target, confidence });
    const trials = counted.reduce((sum, count) => sum + count.trials, 0);
    const cellRow = (quantity: string, value: Estimated, expected: number | null): SummaryRow =>
      summaryRow({
        ...value,
        params,
        quantity,
        coordinate,
        confidence: found?.confidence ?? confidence,
        method: 'simulated',
        theory: expected,
        trials,
      });

    const proportions = counted.map(({ x, successes, trials: count, asked }) =>
      summaryRow({
        ...wilsonInterval(successes, count, confidence),
        params: { ...params, [summary.over]: asked },
        quantity: summary.column,
        coordinate: x,
        estimate: successes / count,
        confidence,
        method: 'simulated',
        trials: count,
      }),
    );
    const midpoint = found ? withSequential(found) : (fit?.midpoint ?? unknown);
    return [
      ...proportions,
      cellRow(summary.quantity, midpoint, bound),
      cellRow(transitionWidth, found?.scale ?? fit?.scale ?? unknown, null),
      ...(bound === null ? [] : [cellRow(overTheory(summary.quantity), scaled(midpoint, bound), 1)]),
    ];
  });
}

type Estimated = Pick<SummaryRow, 'estimate' | 'lower' | 'upper' | 'bound'> & Partial<SummaryRow>;

const unknown: Estimated = { estimate: null, lower: null, upper: null, bound: 'none' };

function withSequential({ midpoint, sequential }: SearchedCell): Estimated {
  return { ...midpoint, lower_sequential: sequential.lower, upper_sequential: sequential.upper };
}

/** The estimate in units of `unit` > 0. */
function scaled(value: Estimated, unit: number): Estimated {
  const ratio = (end: number | null | undefined): number | null => (typeof end === 'number' ? end / unit : null);
  return {
    estimate: ratio(value.estimate),
    lower: ratio(value.lower),
    upper: ratio(value.upper),
    bound: value.bound,
    lower_sequential: ratio(value.lower_sequential),
    upper_sequential: ratio(value.upper_sequential),
  };
}

interface CountAsked extends BinomialCount {
  /** The value of the swept parameter in the spec; x is the load that it came to. */
  readonly asked: number;
}

function countSuccesses(records: readonly TrialRecord[], summary: TransitionSummary): CountAsked[] {
  const counts = new Map<string, CountAsked>();
  for (const { status, params, values } of records) {
    const solved = values[summary.column];
    const asked = params[summary.over];
    if (status !== 'ok' || typeof solved !== 'boolean' || typeof asked !== 'number') continue;
    const load = values[loadColumn];
    const x = typeof load === 'number' ? load : asked;
    const key = `${asked} ${x}`;
    const before = counts.get(key) ?? { x, asked, successes: 0, trials: 0 };
    counts.set(key, { ...before, successes: before.successes + (solved ? 1 : 0), trials: before.trials + 1 });
  }
  return [...counts.values()].sort((a, b) => compareValues(a.x, b.x) || compareValues(a.asked, b.asked));
}

function firstNumber(records: readonly TrialRecord[], column: string): number | null {
  for (const { values } of records) {
    const value = values[column];
    if (typeof value === 'number') return value;
  }
  return null;
}
