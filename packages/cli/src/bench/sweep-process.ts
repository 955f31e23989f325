/**
 * A sweep in a process of its own, measured: `node sweep-process.js SETTING`, the setting as JSON. Prints a `SweepReport`.
 */
import { readFileSync } from 'node:fs';
import { readJournal } from '@fewbits/dataset';
import { experiments } from '@fewbits/experiments';
import { loadSpecModule, parseSpec, runSweep } from '@fewbits/sweep';

export interface SweepSetting {
  /** Text of the spec; its experiment is the absolute path of a module. */
  readonly spec: string;
  readonly out: string;
  readonly threads: number;
  /** Bound on the trials of a chunk; null: by their predicted cost. */
  readonly chunkTrials: number | null;
}

export interface SweepReport {
  readonly trials: number;
  /** From first to last flush of the journal: the rows after the first frame, and the seconds for them. */
  readonly steady: { readonly rows: number; readonly seconds: number };
  /** CPU of this process and of the workers' that have ended, ms, without the tables; null where the system does not tell. */
  readonly cpuMs: number | null;
  /** CPU of this process from the last flush of the journal to the end of the run. */
  readonly tablesMs: number;
  /** The declared columns of the busy trials; empty for null trials. */
  readonly own: readonly OwnTime[];
}

export interface OwnTime {
  /** CPU of its thread. */
  readonly ms: number;
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly ended: number;
  readonly thread: number;
}

const { spec: text, out, threads, chunkTrials } = JSON.parse(process.argv[2] as string) as SweepSetting;
const module = await loadSpecModule(text, { folder: '/', experiments });
const spec = parseSpec(text, { experiments, module });
const own: OwnTime[] = [];
let trials = 0;
let asked = 0;
let cpuOfFlush = 0;
const options = {
  ...{ out, jobs: threads, ...(chunkTrials && { chunkTrials }) },
  onStart: ({ plan }: { readonly plan: { readonly trials: number } }) => {
    asked = plan.trials;
  },
};
for await (const { values } of runSweep(spec, options)) {
  // A reading costs as much as the orchestrator spends on a trial: one, with the last.
  if (++trials === asked) cpuOfFlush = cpuOfThis();
  if (values && 'own_ms' in values) own.push(ownOf(values as Record<string, number>));
}

const tablesMs = cpuOfThis() - cpuOfFlush;
const cpuOfChildren = cpuOfEnded();
const cpuMs = cpuOfChildren === null ? null : cpuOfFlush + cpuOfChildren;
const report: SweepReport = { trials, steady: steadyPart(), cpuMs, tablesMs, own };
process.stdout.write(JSON.stringify(report));

function ownOf({ own_ms: ms = 0, begun = 0, ended = 0, thread = 0 }: Record<string, number>): OwnTime {
  return { ms, begun, ended, thread };
}

function steadyPart(): SweepReport['steady'] {
  const frames = readJournal(out);
  const [first, last] = [frames[0], frames.at(-1)];
  const rows = frames.slice(1).reduce((sum, { results }) => sum + results.length, 0);
  return { rows, seconds: first && last ? (last.at - first.at) / 1000 : 0 };
}

function cpuOfThis(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** CPU milliseconds of children that have ended: the kernel tells them in ticks of 10 ms. */
function cpuOfEnded(): number | null {
  if (process.platform !== 'linux') return null;
  const fields = readFileSync('/proc/self/stat', 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  // Fields 16 and 17 of proc(5); the first two went with the name.
  return 10 * (Number(fields[13]) + Number(fields[14]));
}
