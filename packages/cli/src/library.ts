/** `run → summary → report` in one: what the command line and library users call. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkMemory,
  type FinishedTrial,
  type ParsedSpec,
  type RunOutcome,
  runSweep as runTrialsOf,
  type RunOptions as SweepOptions,
} from '@fewbits/sweep';
import { writeAnalysis } from './write-analysis.ts';

export interface RunOptions extends SweepOptions {
  /** Called after the last trial, before summary, figures and report are written. */
  readonly onTablesWritten?: () => void;
}

/**
 * Run a sweep in `options.out`, or go on with it: yields each trial once it is safely on the disk, and at the end
 * writes the tables, `summary.arrow`, the figures and the report. The return value holds the counts.
 *
 * ```js
 * const spec = parseSpec(await readFile('sweep.yaml', 'utf8'));
 * for await (const { params, values } of runSweep(spec, { out: 'runs/mine' })) console.log(params.alpha, values?.solved);
 * ```
 */
export function runSweep(spec: ParsedSpec, options: RunOptions): AsyncGenerator<FinishedTrial, RunOutcome> {
  checkMemory(spec);
  return runTrialsOf(spec, {
    ...options,
    async analyse(tables) {
      options.onTablesWritten?.();
      const isThere =
        tables === 'unchanged' && ['figures', 'report.html'].every((name) => existsSync(join(options.out, name)));
      if (!isThere) await writeAnalysis(options.out);
    },
  });
}
