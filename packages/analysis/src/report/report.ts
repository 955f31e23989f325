/** Estimates and figures -> one HTML file that opens without a network, a server or a script. The same input, the same bytes. */
import type { NullableValues, SummaryRow } from '@fewbits/dataset';
import type { Summary } from '@fewbits/dataset/columns';
import type { Figure } from '../figures/figure.ts';
import { missing, paramsText, significant, valueText, varyingParams } from '../labels.ts';
import { summaryTables } from '../summary-table.ts';
import { hoverScript } from './hover-script.ts';
import { escapeHtml, htmlTable } from './html.ts';
import { reportStyle } from './report-style.ts';

export interface ReportFailure {
  readonly trial_id: string;
  readonly params: NullableValues;
  readonly error: string;
  readonly attempts: number;
}

export interface ReportInput {
  /** Name of the sweep. */
  readonly name: string;
  readonly experiment: string;
  readonly rows: readonly SummaryRow[];
  readonly summaries: readonly Summary[];
  /** With the text of `renderSvg`. */
  readonly figures: readonly (Figure & { readonly svg: string })[];
  readonly counts: { readonly trials: number; readonly done: number; readonly failed: number };
  readonly failures: readonly ReportFailure[];
  /** The command that makes this run again. */
  readonly command: string;
  /** The spec as the user wrote it. */
  readonly spec: string;
  /** How it was made, in the order to be shown: seed, versions, commit, host, … */
  readonly provenance: readonly (readonly [label: string, value: string])[];
}

const mostFailures = 50;

/** Rows of a table in the page; the files hold all. */
const mostRows = 500;

/** The report page. Whatever the input contains is shown as text. */
export function reportHtml(input: ReportInput): string {
  const { name, experiment, rows, summaries, figures, counts } = input;
  const failed = input.failures.map(({ params }) => params);
  const tables = summaryTables(rows, summaries, mostRows, failed);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(name)} · fewbits</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
<header>
<h1>${escapeHtml(name)}</h1>
<p class="quiet">Experiment ${escapeHtml(experiment)}. ${countsText(counts)}</p>
${warnings(counts)}
</header>
<section>
<h2>Result</h2>
${tables.map((table) => `${htmlTable(table.title, table.columns, table.rows)}\n${notes(table.notes)}`).join('\n')}
${tables.length === 0 ? '<p>No trial gave a value to condense.</p>' : ''}
</section>
<section>
<h2>Figures</h2>
${figures.map(figureHtml).join('\n')}
${figures.length === 0 ? '<p>Nothing to draw.</p>' : ''}
</section>
<section>
<h2>How it was made</h2>
<p>Command:</p>
<pre>${escapeHtml(input.command)}</pre>
${htmlTable('Provenance', provenanceColumns, input.provenance)}
<p>Spec:</p>
<pre>${escapeHtml(input.spec)}</pre>
</section>
${failuresHtml(input.failures)}
<section>
<h2>All numbers</h2>
<details>
<summary>The ${rows.length} rows of summary.arrow: every number that the figures show</summary>
${rowsTable(rows.slice(0, mostRows))}
${rows.length > mostRows ? notes([`The first ${mostRows} rows; all are in summary.arrow.`]) : ''}
</details>
</section>
</main>
<script>${hoverScript}</script>
</body>
</html>
`;
}

const provenanceColumns = [
  { title: 'what', align: 'left' },
  { title: 'value', align: 'left' },
] as const;

function countsText({ trials, done, failed }: ReportInput['counts']): string {
  const failures = failed === 0 ? 'none failed' : `${failed} failed`;
  return `${done} of ${trials} trials done, ${failures}.`;
}

function warnings({ trials, done, failed }: ReportInput['counts']): string {
  const open = trials - done - failed;
  return open > 0
    ? `<p class="warning">${open} trials are still to be run: the same command goes on with them.</p>`
    : '';
}

function notes(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `<p class="notes">${lines.map(escapeHtml).join('<br>\n')}</p>`;
}

function figureHtml(figure: Figure & { readonly svg: string }, index: number): string {
  return `<figure>
<div class="plot" role="img" aria-label="${escapeHtml(figure.alt)}">
${inlineSvg(figure.svg)}
</div>
<figcaption>Figure ${index + 1}: figures/${escapeHtml(figure.name)}.svg. <span class="screen">Point at a mark for its values.</span></figcaption>
</figure>`;
}

/** Inside HTML an SVG needs no namespaces, and a page without addresses is plainly a page that fetches nothing. */
function inlineSvg(svg: string): string {
  return svg.replaceAll(/ xmlns(:xlink)?="[^"]*"/g, '').trim();
}

function failuresHtml(failures: readonly ReportFailure[]): string {
  if (failures.length === 0) return '';
  const names = Object.keys(failures[0]?.params ?? {});
  const rows = failures
    .slice(0, mostFailures)
    .map(({ trial_id, params, error, attempts }) => [
      trial_id.slice(0, 12),
      paramsText(params, names),
      String(attempts),
      error,
    ]);
  const more = failures.length - rows.length;
  const columns = ['trial', 'parameters', 'attempts', 'error'].map((title) => ({ title, align: 'left' as const }));
  return `<section>
<h2>Failed trials</h2>
${htmlTable('They carry no weight in any estimate', columns, rows)}
${more > 0 ? `<p class="notes">and ${more} more in failures.jsonl.</p>` : ''}
</section>`;
}

function rowsTable(rows: readonly SummaryRow[]): string {
  const varying = varyingParams(rows);
  const first = rows[0]?.params ?? {};
  const constant = Object.keys(first).filter((name) => !varying.includes(name));
  const numbers = ['coordinate', 'estimate', 'lower', 'upper', 'theory'] as const;
  const columns = [
    ...varying.map((title) => ({ title, align: 'left' as const })),
    { title: 'quantity', align: 'left' as const },
    ...numbers.map((title) => ({ title, align: 'right' as const })),
    { title: 'trials', align: 'right' as const },
    { title: 'method', align: 'left' as const },
    { title: 'bound', align: 'left' as const },
  ];
  const cells = rows.map((row) => [
    ...varying.map((name) => valueText(row.params[name])),
    row.quantity,
    ...numbers.map((name) => {
      const value = row[name];
      return value === null ? missing : significant(value);
    }),
    String(row.trials),
    row.method,
    row.bound,
  ]);
  return htmlTable(paramsText(first, constant) || 'Estimates', columns, cells);
}
