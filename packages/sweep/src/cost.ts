/**
 * Predicted CPU time of trials: the experiment's formula times a factor learnt from what has finished, one factor for
 * each combination of keywords (learner, model, weight set); without a formula, the mean of the point itself. It orders
 * and sizes work and never enters a result.
 */
import type { TrialResult } from '@fewbits/dataset';
import type { Params } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';

export interface CostModel {
  /** Milliseconds by the experiment's formula alone. */
  formula(params: Params): number;
  /** Milliseconds by the formula and all that was measured. */
  predict(params: Params): number;
  /** Take in a finished trial. */
  observe(params: Params, cost: Pick<TrialResult, 'cpuMs' | 'wallMs'>): void;
  /** Trials taken in so far. */
  readonly observed: number;
  /** Scatter of ln(measured / formula); null below three trials. */
  readonly scatter: Scatter | null;
  /** Trials of one group share what was learnt. */
  groupOf(params: Params): string;
}

export interface Scatter {
  /** Standard deviation of a trial about the mean of its group, or of all trials where the groups say too little. */
  readonly deviation: number;
  /** Degrees of freedom that it was estimated with. */
  readonly freedom: number;
}

/** Without a formula all trials are alike: 10 ms until some are measured. */
const unknownMs = 10;

interface Measured {
  trials: number;
  predicted: number;
  measured: number;
  /** Sums of ln(measured / formula) and of its square. */
  logs: number;
  squares: number;
}

const nothing = (): Measured => ({ trials: 0, predicted: 0, measured: 0, logs: 0, squares: 0 });
/** With fewer, how trials scatter within groups is not known. */
const fewestFreedom = 3;
/** Below a microsecond a measured time says nothing. */
const leastMs = 1e-3;

export function costModel(experiment: Experiment): CostModel {
  const hasFormula = experiment.cost !== undefined;
  const all = nothing();
  const groups = new Map<string, Measured>();
  const formula = (params: Params): number => Math.max(experiment.cost?.(params) ?? unknownMs, 1e-6);
  // Without a formula nothing tells points apart but their own trials.
  const keyOf = hasFormula ? keywordsOf : (params: Params): string => JSON.stringify(params);
  return {
    formula,
    groupOf: keyOf,
    predict(params) {
      if (all.trials === 0) return formula(params);
      const { predicted, measured } = groups.get(keyOf(params)) ?? all;
      return (formula(params) * measured) / predicted;
    },
    observe(params, { cpuMs, wallMs }) {
      const ms = Math.max(cpuMs ?? wallMs, leastMs);
      const key = keyOf(params);
      let group = groups.get(key);
      if (!group) {
        group = nothing();
        groups.set(key, group);
      }
      const predicted = formula(params);
      const log = Math.log(ms / predicted);
      for (const each of [all, group]) {
        each.trials++;
        each.predicted += predicted;
        each.measured += ms;
        each.logs += log;
        each.squares += log * log;
      }
    },
    get observed() {
      return all.trials;
    },
    get scatter() {
      if (all.trials < 3) return null;
      const within = all.trials - groups.size;
      const [parts, freedom] = within < fewestFreedom ? [[all], all.trials - 1] : [[...groups.values()], within];
      const squares = parts.reduce((sum, each) => sum + each.squares - each.logs ** 2 / each.trials, 0);
      return { deviation: Math.sqrt(Math.max(0, squares / freedom)), freedom };
    },
  };
}

function keywordsOf(params: Params): string {
  let key = '';
  for (const name in params) if (typeof params[name] === 'string') key += `${params[name]} `;
  return key;
}
