/** A perceptron's task from patterns of the user's own: all of them, or a random choice. */
import type { FactsOf, FileFacts, Params, PatternSet } from '@fewbits/dataset/columns';
import { type Inputs, type Problem, packedRows, problemFromBits } from '@fewbits/learners';
import { below, type Rng } from '@fewbits/numerics';

export interface FiledSpec {
  /** M, at most those of the file. */
  readonly patterns: number;
  readonly weights: Int32Array;
  readonly inputs: Inputs;
  readonly inputRate: number;
  readonly threshold: number;
}

/** In the order of the file. Draws from `rng` only where a choice is to be made: every choice is equally likely. */
export function filedProblem(set: PatternSet, { patterns, ...rest }: FiledSpec, rng: Rng): Problem {
  const chosen = choice(set.patterns, patterns, rng);
  const labels = Int8Array.from(chosen, (row) => set.labels[row] as number);
  return problemFromBits({ ...rest, labels, xi: packedRows(set.bits, set.size, chosen) });
}

/** What is known of the file that a point names; undefined without one. */
export function factsOfFile(params: Params, factsOf: FactsOf | undefined): FileFacts | undefined {
  const { patterns_file } = params;
  return patterns_file === undefined ? undefined : factsOf?.(patterns_file as string);
}

/** `wanted` of the first `all` integers, ascending: the first steps of a Fisher-Yates shuffle. */
function choice(all: number, wanted: number, rng: Rng): Uint32Array {
  if (wanted > all) throw new RangeError(`${wanted} patterns of ${all} were asked for`);
  const order = Uint32Array.from({ length: all }, (_, k) => k);
  if (wanted < all) {
    for (let k = 0; k < wanted; k++) {
      const other = k + below(rng, all - k);
      [order[k], order[other]] = [order[other] as number, order[k] as number];
    }
  }
  return order.subarray(0, wanted).sort();
}
