/** Points and streams of an experiment as a plan and a worker would make them, for tests. */
import type { FactsOf, Params, PatternSet, Value } from '@fewbits/dataset/columns';
import { philoxRng, type Rng, streamKey } from '@fewbits/numerics';
import type { Experiment, TrialContext } from '../experiment.ts';

/** Parameters that apply, defaults filled in. */
export function completed(
  { parameters }: Experiment,
  given: Readonly<Record<string, Value>>,
  factsOf?: FactsOf,
): Params {
  const params: Record<string, Value> = {};
  for (const [name, { applies = {}, default: value, defaultFrom }] of Object.entries(parameters)) {
    if (!Object.entries(applies).every(([on, allowed]) => allowed.includes(params[on] as Value))) continue;
    const filled = given[name] ?? value ?? defaultFrom?.value(params, factsOf);
    if (filled !== undefined) params[name] = filled;
  }
  return params;
}

/** A trial's streams; `drawn` collects what is taken from `patterns`. */
export function trialContext(
  experiment: Experiment,
  params: Params,
  replicate: number = 0,
  drawn: number[] = [],
  files: ReadonlyMap<string, PatternSet> = new Map(),
): TrialContext {
  const stream = (purpose: string): Rng => {
    const scope = JSON.stringify([purpose === 'patterns' ? experiment.task?.(params) : params, replicate]);
    const rng = philoxRng(streamKey(1, purpose, scope));
    if (purpose !== 'patterns') return rng;
    return {
      uint32: () => {
        const word = rng.uint32();
        drawn.push(word);
        return word;
      },
      uniform: rng.uniform,
    };
  };
  const signal = new AbortController().signal;
  const patterns = (sha256: string) => Promise.resolve(files.get(sha256) as PatternSet);
  return { params, rng: stream('trial'), signal, stream, patterns };
}
