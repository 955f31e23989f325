/** Why one trial is or is not done: its identity, its status, where it ran, and what happens next. */
import type { Manifest, TrialResult } from '@fewbits/dataset';
import { askedTrials, didYouMean, lockHolder, type Plan, readDone, type Trial, UsageError } from '@fewbits/sweep';
import { existingManifest } from './existing-manifest.ts';
import { forPeople } from './paths.ts';
import { planOf } from './plan-of-run.ts';
import { valuesText } from './print.ts';

export interface Explanation {
  readonly trial_id: string;
  /** `left`: the trial has a row, but the present plan does not ask for it. */
  readonly status: TrialResult['status'] | 'pending' | 'left';
  /** Why, in one sentence, and what `fewbits run` will do about it. */
  readonly reason: string;
  /** What the id is the hash of; null when only the id is known. */
  readonly identity: {
    readonly experiment: string;
    readonly versions: Readonly<Record<string, number | string>>;
    readonly params: Trial['params'];
    readonly replicate: number;
  } | null;
  readonly seed: number;
  readonly result: TrialResult | null;
}

/** Explain the trial of `dir` (absolute) whose id begins with `id`, or the one that `key=value` words single out. */
export async function explainTrial(dir: string, words: readonly string[]): Promise<Explanation> {
  const manifest = existingManifest(dir);
  const plan = await planOf(dir);
  const done = readDone(dir);
  const trials = [...askedTrials(plan, done)];
  const [word = ''] = words;
  const matches = words.some((each) => each.includes('='))
    ? trials.filter(selector(words, trials))
    : trials.filter(({ id }) => id.startsWith(word.toLowerCase()));
  const left = [...done.keys()].filter((id) => id.startsWith(word.toLowerCase()) && !trials.some((t) => t.id === id));
  const found = matches.length + left.length;
  const where = `${forPeople(dir)} (${trials.length} trials)`;
  if (found === 0) throw new UsageError(`no trial ${words.join(' ')} in ${where}`);
  if (found > 1)
    throw new UsageError(`${found} trials in ${where} match ${words.join(' ')}:\n${listed(matches, left, trials)}`);
  const [trial] = matches;
  return trial ? planned(dir, plan, manifest, trial, done.get(trial.id)) : stray(manifest, done, left[0] as string);
}

function planned(
  dir: string,
  plan: Plan,
  manifest: Manifest,
  { id, params, replicate }: Trial,
  result: TrialResult | undefined,
): Explanation {
  const identity = { experiment: manifest.experiment, versions: plan.versionsOf(params), params, replicate };
  const status = result?.status ?? 'pending';
  return {
    trial_id: id,
    status,
    reason: reasonOf(dir, manifest, status),
    identity,
    seed: manifest.seed,
    result: result ?? null,
  };
}

function stray({ seed }: Manifest, done: ReadonlyMap<string, TrialResult>, id: string): Explanation {
  const reason =
    'it has a row in the journal, but no trial of the present plan has this id: since it ran, the spec or the version of a component has changed; the row comes back when they do';
  return { trial_id: id, status: 'left', reason, identity: null, seed, result: done.get(id) ?? null };
}

function reasonOf(dir: string, { end }: Manifest, status: Explanation['status']): string {
  if (status === 'ok') return 'its row is in the journal; `fewbits run` reuses it';
  if (status === 'failed') return 'it threw an error; the next `fewbits run` tries it again';
  if (status === 'quarantined') return 'it ended its worker too often; the next `fewbits run` tries it again, alone';
  const holder = lockHolder(dir);
  if (holder) return `process ${holder.pid} on ${holder.host} is running this sweep and has not come to it`;
  const ended = end === null ? 'the last start ended without a word (killed?)' : `the last start ended at ${end}`;
  return `no start has come to it: ${ended}; \`fewbits run\` goes on with it`;
}

/** Trials whose parameters and replicate have the values given. */
function selector(words: readonly string[], trials: readonly Trial[]): (trial: Trial) => boolean {
  const known = [...new Set(trials.flatMap(({ params }) => Object.keys(params))), 'replicate'];
  const wanted = words.map((word) => {
    const [name = '', value = ''] = word.split('=');
    if (!known.includes(name)) throw new UsageError(`unknown parameter "${name}"${didYouMean(name, known)}`);
    return [name, value] as const;
  });
  return ({ params, replicate }) =>
    wanted.every(([name, value]) => {
      const own = name === 'replicate' ? replicate : params[name];
      return typeof own === 'number' ? own === Number(value) : String(own) === value;
    });
}

const shown = 10;

/** By what tells the trials of the plan apart. */
function listed(matches: readonly Trial[], left: readonly string[], trials: readonly Trial[]): string {
  const first = trials[0]?.params ?? {};
  const names = [...new Set(trials.flatMap(({ params }) => Object.keys(params)))];
  const varying = names.filter((name) => trials.some(({ params }) => String(params[name]) !== String(first[name])));
  const telling = (params: Trial['params']): Trial['params'] =>
    Object.fromEntries(Object.entries(params).filter(([name]) => varying.includes(name)));
  const lines = [
    ...matches.map(
      ({ id, params, replicate }) => `  ${id.slice(0, 12)}  ${valuesText({ ...telling(params), replicate })}`,
    ),
    ...left.map((id) => `  ${id.slice(0, 12)}  not in the present plan`),
  ];
  const more = lines.length > shown ? [`  … and ${lines.length - shown} more`] : [];
  return [...lines.slice(0, shown), ...more].join('\n');
}
