/**
 * Belief-propagation-inspired rule, deterministic: an error moves all hidden states, every barely correct pattern deepens
 * them. The rule and its stop: online-rule.ts; weights other than ±1 (experimental): online-levels.ts.
 * Source: Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079 (2007), arXiv 0707.1295.
 */
import type { Learner } from './learner.ts';
import { always, learnOnline, onlineCost, onlineParameters, updatesDeepen, updatesError } from './online-rule.ts';

export const bpi: Learner = {
  name: 'bpi',
  doc: 'BP-inspired online rule with hidden states; weights other than ±1 experimental',
  source: 'baldassi-2007 (PNAS 104, 11079)',
  version: 2,
  weights: ['binary', 'unipolar', 'signed'],
  inputs: ['pm1', '01'],
  parameters: onlineParameters,
  columns: { updates_error: updatesError, updates_deepen: updatesDeepen },
  cost: onlineCost(200),
  learn: (problem, params, streams, signal) =>
    learnOnline({ name: 'bpi', deepen: always }, problem, params, streams, signal),
};
