/** One row of the summary with the parts that most rows share filled in. */
import type { SummaryRow } from '@fewbits/dataset';

/** A row without interval, coordinate, theory or bound unless given. */
export function summaryRow(
  given: Pick<SummaryRow, 'params' | 'quantity' | 'estimate' | 'method' | 'trials'> & Partial<SummaryRow>,
): SummaryRow {
  return {
    params: given.params,
    quantity: given.quantity,
    coordinate: given.coordinate ?? null,
    estimate: given.estimate,
    lower: given.lower ?? null,
    upper: given.upper ?? null,
    confidence: given.confidence ?? null,
    method: given.method,
    bound: given.bound ?? 'none',
    lower_sequential: given.lower_sequential ?? null,
    upper_sequential: given.upper_sequential ?? null,
    theory: given.theory ?? null,
    trials: given.trials,
  };
}
