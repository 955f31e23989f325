/**
 * Predicted CPU time of trials: the experiment's formula times one factor learnt from what has finished. It orders and
 * sizes work and never enters a result.
 */
import type { Params } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';

export interface CostModel {
  /** Milliseconds by the experiment's formula alone. */
  formula(params: Params): number;
  /** Measured over predicted milliseconds so far; 1 before anything was measured. */
  readonly factor: number;
  /** Take in finished trials. */
  observe(params: Params, ms: number): void;
  /** Trials taken in so far. */
  readonly observed: number;
}

/** Without a formula all trials are alike: 10 ms until some are measured. */
const unknownMs = 10;

export function costModel(experiment: Experiment): CostModel {
  let predicted = 0;
  let measured = 0;
  let observed = 0;
  const formula = (params: Params): number => Math.max(experiment.cost?.(params) ?? unknownMs, 1e-6);
  return {
    formula,
    observe(params, ms) {
      predicted += formula(params);
      measured += ms;
      observed++;
    },
    get factor() {
      return observed === 0 ? 1 : measured / predicted;
    },
    get observed() {
      return observed;
    },
  };
}
