/**
 * Direction-marker synapse: the digits of a counter modulo 4^m, each with a bit that remembers in which direction the digit
 * last passed its middle.
 *
 * Group k: x_k in 0 … 3 and d_k = ±1. Carry c = xi into group 1. c = +1: x = 3 -> 0 and c goes on; x = 1 -> 2 and d = +1; else
 * x + 1. c = -1: x = 0 -> 3 and c goes on; x = 2 -> 1 and d = -1; else x - 1. w = sum_k d_k, or its sign (odd m).
 * Last group: cyclic drops the carry; hard stops at 0 and 3, and d_m = sign(x_m - 3/2) (3m - 1 bits).
 * States are codes x + 4 [d = +1]. Source: Benna & Fusi, Asilomar 2017, §II.B.
 */
import { directionMarkerStart } from './direction-marker-start.ts';
import { markedGroups } from './marked-groups.ts';
import { numberOf, type SynapseModel } from './model.ts';

export const directionMarker: SynapseModel = markedGroups({
  name: 'direction-marker',
  doc: 'digits of a counter, each with a bit for the direction in which it last passed its middle',
  source: 'benna-fusi-2017 §II.B',
  version: 1,
  bits: (params) => 3 * numberOf(params, 'groups') - (params['last'] === 'hard' ? 1 : 0),
  draw: directionMarkerStart,
});
