/** fewbits as a library: the same things as on the command line. */
import { experiments } from '@fewbits/experiments';
import { type ParsedSpec, parseSpec as parse } from '@fewbits/sweep';

export type { SummaryRow, TrialRecord } from '@fewbits/dataset';
export { openRun, type Run } from '@fewbits/dataset/tables';
export type { ExperimentModule as Experiment } from '@fewbits/experiments';
export {
  type FinishedTrial,
  LockedError,
  type ParsedSpec,
  type RunOutcome,
  SpecError,
  UsageError,
} from '@fewbits/sweep';
export { type RunOptions, runSweep } from './library.ts';
export { readSpec as loadSpec } from './read-spec.ts';
export { type TheoryValues, theory } from './theory-values.ts';

/**
 * Text of a sweep file (YAML 1.2 or JSON) to a validated spec with every default filled in.
 * Throws a `SpecError` that lists every fault with its line, column and key. A spec whose experiment is a module,
 * or that names a file of patterns, is read with `loadSpec`, since loading them takes time.
 */
export function parseSpec(
  text: string,
  options: { readonly path?: string; readonly overrides?: readonly string[] } = {},
): ParsedSpec {
  return parse(text, { experiments, ...options });
}
