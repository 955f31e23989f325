/** Estimates -> figures. Every number that they show is in the rows. */
import type { SummaryRow } from '@fewbits/dataset';
import { transitionsOf } from '../cells.ts';
import { capacityFigure } from './capacity-figure.ts';
import { curveFigure } from './curve-figure.ts';
import type { Figure, FigureContext } from './figure.ts';
import { meanFigure } from './mean-figure.ts';
import { scalingFigures } from './scaling-figure.ts';
import { successFigure } from './success-figure.ts';

/** Per transition summary capacity against bits and success against load, then the means. What lacks data is left out. */
export function figures(rows: readonly SummaryRow[], context: FigureContext): Figure[] {
  const transitions = transitionsOf(context.summaries);
  const drawn = [
    ...transitions.flatMap((summary) => [
      capacityFigure(rows, summary, context),
      successFigure(rows, summary, context),
    ]),
    ...context.summaries.flatMap((summary) => (summary.kind === 'curve' ? [curveFigure(rows, summary, context)] : [])),
    ...context.summaries.flatMap((summary) =>
      summary.kind === 'scaling' ? scalingFigures(rows, summary, context) : [],
    ),
    meanFigure(rows, context),
  ].filter((figure) => figure !== null);
  return drawn.map((figure, i) => {
    const before = drawn.slice(0, i).filter((other) => other.name === figure.name).length;
    return before === 0 ? figure : { ...figure, name: `${figure.name}-${before + 1}` };
  });
}
