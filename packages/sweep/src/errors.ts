/** What can be wrong with what the user typed, and with the place a run should live in. */

/** One fault of a spec or of an argument that overrides it. */
export interface SpecProblem {
  /** `line:column` in the spec, or the argument; null when the file as a whole is meant. */
  readonly where: string | null;
  /** Key by path, e.g. `grid.levels[2]`; empty for the whole. */
  readonly key: string;
  /** What was got, what is expected, the nearest known name. */
  readonly message: string;
}

/** Something the user can put right before anything is written. Exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** All faults of a spec at once. */
export class SpecError extends UsageError {
  override readonly name = 'SpecError';
  readonly file: string;
  readonly problems: readonly SpecProblem[];
  constructor(file: string, problems: readonly SpecProblem[]) {
    super(formatProblems(file, problems));
    this.file = file;
    this.problems = problems;
  }
}

/** The run directory is in use by a living run. Exit code 6. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

const shown = 25;

function formatProblems(file: string, problems: readonly SpecProblem[]): string {
  const first = problems.slice(0, shown);
  const place = Math.max(...first.map((p) => (p.where ?? '').length));
  const key = Math.max(...first.map((p) => p.key.length));
  const lines = first.map((p) => `  ${(p.where ?? '').padEnd(place)}  ${p.key.padEnd(key)}  ${p.message}`.trimEnd());
  const more = problems.length > shown ? [`  … and ${problems.length - shown} more`] : [];
  return [`${file}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, ...lines, ...more].join(
    '\n',
  );
}
