/**
 * Clipped perceptron: an error moves all hidden states towards the pattern; nothing else. The rule and its stop:
 * online-rule.ts (R1 and R3); weights other than ±1 (experimental): online-levels.ts.
 * Source: Baldassi, Braunstein, Brunel, Zecchina, PNAS 104, 11079 (2007), arXiv 0707.1295, where it is the reference.
 */
import type { Learner } from './learner.ts';
import { learnOnline, never, onlineCost, onlineParameters, updatesError } from './online-rule.ts';

export const cp: Learner = {
  name: 'cp',
  doc: 'clipped perceptron, online with hidden states; weights other than ±1 experimental',
  source: 'baldassi-2007 (PNAS 104, 11079)',
  version: 2,
  weights: ['binary', 'unipolar', 'signed'],
  inputs: ['pm1', '01'],
  parameters: { states: onlineParameters.states, max_epochs: onlineParameters.max_epochs },
  columns: { updates_error: updatesError },
  cost: onlineCost(400),
  learn: (problem, params, streams, signal) => {
    const outcome = learnOnline({ name: 'cp', deepen: never }, problem, params, streams, signal);
    return { ...outcome, report: { updates_error: outcome.report['updates_error'] as number } };
  },
};
