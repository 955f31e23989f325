export { type EstimateOptions, estimate } from './estimate.ts';
export type { Figure, FigureContext, FigureSpec } from './figures/figure.ts';
export { figures } from './figures/figures.ts';
export { renderSvg } from './render-svg.ts';
export { type ReportFailure, type ReportInput, reportHtml } from './report/report.ts';
export type { SearchedCell } from './searched.ts';
export { type SummaryTable, summaryTables } from './summary-table.ts';
