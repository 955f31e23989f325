/** A point of an experiment with a perceptron, typed. */
import type { Params } from '@fewbits/dataset/columns';
import { type Inputs, patternCount, type WeightFamily } from '@fewbits/learners';

/** The parameters that are no learner's, typed. */
export interface Setting {
  readonly learner: string;
  readonly weights: WeightFamily;
  readonly levels: number;
  readonly size: number;
  readonly alpha: number;
  /** M. */
  readonly patterns: number;
  readonly inputs: Inputs;
  readonly inputRate: number;
  readonly outputRate: number;
  readonly threshold: number | 'optimal';
  /** SHA-256 of the file that the patterns come from; null: they are random. */
  readonly patternsFile: string | null;
}

export function settingOf(params: Params): Setting {
  const size = params['size'] as number;
  const alpha = params['alpha'] as number;
  return {
    learner: params['learner'] as string,
    weights: params['weights'] as WeightFamily,
    levels: (params['levels'] as number | undefined) ?? 2,
    size,
    alpha,
    patterns: patternCount(alpha, size),
    inputs: params['inputs'] as Inputs,
    inputRate: (params['input_rate'] as number | undefined) ?? 0.5,
    outputRate: (params['output_rate'] as number | undefined) ?? 0.5,
    threshold: params['threshold'] as number | 'optimal',
    patternsFile: (params['patterns_file'] as string | undefined) ?? null,
  };
}
