/** What an adaptive search found: it takes the place of the fit, which knows nothing of how the trials were placed. */
import type { NullableValues } from '@fewbits/dataset';
import type { TransitionSummary } from '@fewbits/dataset/columns';
import type { BoundedEstimate } from '@fewbits/numerics';
import { valuesKey } from './groups.ts';

/** One cell of a search, decided or still open. */
export interface SearchedCell {
  /** Its parameters but the searched one; null or absent where one does not apply. */
  readonly params: NullableValues;
  readonly over: string;
  readonly column: string;
  readonly target: number;
  /** Posterior mass of the intervals below. */
  readonly confidence: number;
  /** `undecided`: the search ran into its largest number of trials. */
  readonly midpoint: Omit<BoundedEstimate, 'bound'> & { readonly bound: BoundedEstimate['bound'] | 'undecided' };
  /** Valid under any stopping; null ends are open. */
  readonly sequential: { readonly lower: number | null; readonly upper: number | null };
  readonly scale: BoundedEstimate;
}

/** The cell that a summary's rows of `params` (`over` aside) speak of; undefined where it was not searched. */
export function searchedCell(
  searched: readonly SearchedCell[],
  { over, column, target }: TransitionSummary,
  params: NullableValues,
): SearchedCell | undefined {
  const names = Object.keys(params).filter((name) => name !== over);
  const key = valuesKey(params, names);
  return searched.find(
    (cell) =>
      cell.over === over && cell.column === column && cell.target === target && valuesKey(cell.params, names) === key,
  );
}
