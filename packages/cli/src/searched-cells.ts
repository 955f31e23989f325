/** What the searches of a run found, from its table of trials alone. */
import type { SearchedCell } from '@fewbits/analysis';
import type { NullableValues } from '@fewbits/dataset';
import { decodeTable, type Run } from '@fewbits/dataset/tables';
import { type Plan, type SearchCell, searchCells } from '@fewbits/sweep';

/** One entry a cell; none where the sweep has no search. */
export function searchedCells(plan: Plan, run: Run): SearchedCell[] {
  const { search } = plan.spec;
  if (search === null) return [];
  const rows = decodeTable(run.table('trials')).rows as (NullableValues & { trial_id: string })[];
  const results = new Map(rows.map((row) => [row.trial_id, { status: 'ok' as const, values: row }]));
  return searchCells(plan, search, (id) => results.get(id)).map(({ params, estimate }) => ({
    params,
    over: search.parameter,
    column: search.column,
    target: search.target,
    confidence: search.confidence,
    ...found(estimate()),
  }));
}

function found({
  bound,
  midpoint,
  sequential,
  scale,
}: ReturnType<SearchCell['estimate']>): Pick<SearchedCell, 'midpoint' | 'sequential' | 'scale'> {
  return { midpoint: { ...midpoint, bound }, sequential, scale: { ...scale, bound: 'none' } };
}
