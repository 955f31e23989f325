/**
 * Stochastic belief-propagation-inspired rule: an error moves all hidden states, a barely correct pattern deepens them with
 * probability ps. The rule and its stop: online-rule.ts; weights other than ±1 (experimental): online-levels.ts.
 * Source: Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079 (2007), arXiv 0707.1295.
 */
import type { Learner } from './learner.ts';
import {
  learnOnline,
  type OnlineRule,
  onlineCost,
  onlineParameters,
  updatesDeepen,
  updatesError,
} from './online-rule.ts';

export const sbpi: Learner = {
  name: 'sbpi',
  doc: 'stochastic BP-inspired online rule with hidden states; weights other than ±1 experimental',
  source: 'baldassi-2007 (PNAS 104, 11079)',
  version: 2,
  weights: ['binary', 'unipolar', 'signed'],
  inputs: ['pm1', '01'],
  parameters: {
    states: onlineParameters.states,
    ps: {
      type: 'float',
      unit: '1',
      doc: 'probability of deepening when a pattern is barely correct',
      exclusiveMin: 0,
      exclusiveMax: 1,
      default: 0.4,
    },
    coin: {
      type: 'string',
      unit: '1',
      doc: 'whether deepening is drawn once for the pattern or for every synapse',
      values: ['pattern', 'synapse'],
      default: 'pattern',
    },
    window: onlineParameters.window,
    max_epochs: onlineParameters.max_epochs,
  },
  columns: { updates_error: updatesError, updates_deepen: updatesDeepen },
  // Measured: 50 to 100 epochs up to the 50 % load.
  cost: onlineCost(80),
  learn: (problem, params, streams, signal) => learnOnline(rule, problem, params, streams, signal),
};

const rule: OnlineRule = {
  name: 'sbpi',
  deepen: (params) => ({ coin: params['coin'] as 'pattern' | 'synapse', p: params['ps'] as number }),
};
