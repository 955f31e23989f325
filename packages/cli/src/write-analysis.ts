/** Tables of a run → `summary.arrow`, `figures/*.svg`, `report.html`. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { estimate, type FigureContext, figures, renderSvg, reportHtml } from '@fewbits/analysis';
import { type GitState, type Manifest, readFailures, writeFileAtomic } from '@fewbits/dataset';
import { encodeSummary, type Run } from '@fewbits/dataset/tables';
import { lockHolder, type Plan, readDone, UsageError } from '@fewbits/sweep';
import { compact, metadataOf } from '@fewbits/sweep/compact';
import { existingManifest } from './existing-manifest.ts';
import { existingRun } from './existing-run.ts';
import { forPeople } from './paths.ts';
import { planOf } from './plan-of-run.ts';
import { runCommand } from './run-command.ts';
import { searchedCells } from './searched-cells.ts';

/** Estimate, draw and report what the tables of the run directory `dir` (absolute) hold. The same tables, the same bytes. */
export async function writeAnalysis(dir: string): Promise<void> {
  const run = existingRun(dir);
  const plan = await planOf(dir);
  const { records, parameters, summaries } = run.trials();
  const rows = estimate(records, summaries, parameters, { searched: searchedCells(plan, run) });
  writeFileAtomic(join(dir, 'summary.arrow'), encodeSummary(plan.experiment.parameters, rows, metadataOf(plan)));

  const context: FigureContext = { summaries, fields: { ...plan.experiment.parameters, ...plan.experiment.columns } };
  const drawn = await Promise.all(
    figures(rows, context).map(async (figure) => ({ ...figure, svg: await renderSvg(figure) })),
  );
  const folder = join(dir, 'figures');
  mkdirSync(folder, { recursive: true });
  for (const { name, svg } of drawn) writeFileAtomic(join(folder, `${name}.svg`), svg);
  // A figure of an earlier spec that this one has no data for would contradict the report.
  const current = drawn.map(({ name }) => `${name}.svg`);
  for (const name of readdirSync(folder))
    if (name.endsWith('.svg') && !current.includes(name)) rmSync(join(folder, name));

  const page = reportHtml({
    name: run.manifest.name,
    experiment: run.manifest.experiment,
    rows,
    summaries,
    figures: drawn,
    counts: countsOf(plan, run),
    failures: readFailures(dir),
    command: runCommand(run.manifest, dir),
    spec: run.manifest.given.text,
    provenance: provenanceOf(run.manifest),
  });
  writeFileAtomic(join(dir, 'report.html'), page);
}

/** Write the tables anew from the journal, e.g. after a crash. Without a journal the tables stay as they are. */
export async function refreshTables(dir: string): Promise<void> {
  existingManifest(dir);
  const holder = lockHolder(dir);
  if (holder)
    throw new UsageError(
      `${forPeople(dir)} is being written by process ${holder.pid} on ${holder.host}; wait, or stop it`,
    );
  const done = readDone(dir);
  if (done.size > 0) compact(await planOf(dir), done, dir);
}

function countsOf(plan: Plan, run: Run): { trials: number; done: number; failed: number } {
  const { records } = run.trials();
  const done = records.filter(({ status }) => status === 'ok').length;
  const trials = plan.spec.search ? Math.max(run.manifest.counts.trials, records.length) : plan.trials;
  return { trials, done, failed: records.length - done };
}

function provenanceOf(manifest: Manifest): (readonly [string, string])[] {
  const { git, host, versions, program } = manifest;
  const commitOf = (state: GitState): string => `${state.commit}${state.dirty ? ' with uncommitted changes' : ''}`;
  return [
    ['seed', String(manifest.seed)],
    ['fewbits', `${manifest.fewbits}${program?.git ? `, commit ${commitOf(program.git)}` : ''}`],
    [
      'versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['spec SHA-256', manifest.specSha256],
    ["the spec's commit", git === null ? 'unknown' : commitOf(git)],
    ['Node.js', `${manifest.node} (V8 ${manifest.v8})`],
    ['host', `${host.name}, ${host.platform}, ${host.cpu}, ${host.threads} threads`],
    ['started', manifest.start],
    ['ended', manifest.end ?? 'not yet'],
  ];
}
