/**
 * Clipped perceptron with reinforcement: an error moves all hidden states towards the pattern, and after every presentation
 * each synapse goes one state deeper with probability pr, h_i ← h_i + 2 sign h_i (clipped; W stays). ±1 weights.
 * The rest of the rule and its stop: online-rule.ts (R1 and R3).
 * Source: Baldassi, Braunstein, Zecchina, arXiv 1211.3024.
 */

import type { Params } from '@fewbits/dataset/columns';
import type { HiddenStates } from '@fewbits/kernels';
import type { Rng } from '@fewbits/numerics';
import type { Learner } from './learner.ts';
import { learnOnline, never, type OnlineRule, onlineCost, onlineParameters, updatesError } from './online-rule.ts';

export const cpR: Learner = {
  name: 'cp-r',
  doc: 'clipped perceptron with reinforcement, online with hidden states, ±1 weights',
  source: 'baldassi-2012 (arXiv 1211.3024)',
  version: 2,
  drawsSynapses: true,
  weights: ['binary'],
  inputs: ['pm1'],
  parameters: {
    states: onlineParameters.states,
    pr: {
      type: 'float',
      unit: '1',
      doc: 'probability that a synapse goes deeper after a presentation, well below 1/sqrt(size)',
      min: 0,
      exclusiveMax: 1,
      default: 0.002,
    },
    max_epochs: onlineParameters.max_epochs,
  },
  columns: { updates_error: updatesError },
  cost: onlineCost(400),
  learn: (problem, params, streams, signal) => {
    const outcome = learnOnline(rule, problem, params, streams, signal);
    return { ...outcome, report: { updates_error: outcome.report['updates_error'] as number } };
  },
};

const rule: OnlineRule = { name: 'cp-r', deepen: never, after: reinforcement };

/** Geometric gaps between the synapses that are drawn, on from one presentation to the next: one number an event. */
function reinforcement(hidden: HiddenStates, params: Params, rng: Rng): () => void {
  const { size, sign, mask } = hidden;
  const pr = params['pr'] as number;
  const act = new Uint32Array(mask.length);
  // Failures before the next success: ⌊ln(1 - u)/ln(1 - pr)⌋; pr = 0 gives none ever (Infinity).
  const perDraw = 1 / Math.log1p(-pr);
  const gap = (): number => (pr === 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.log1p(-rng.uniform()) * perDraw));
  let next = gap();
  return () => {
    if (next >= size) {
      next -= size;
      return;
    }
    act.fill(0);
    while (next < size) {
      act[next >>> 5] |= 1 << (next & 31);
      next += 1 + gap();
    }
    next -= size;
    hidden.step(sign, 0, act);
  };
}
