/**
 * Partial-reset synapse: variables that fall back to the middle when they carry, and so keep the sign of the bound they left.
 *
 * Group k: v_k in 0 … 7. Carry c = xi into group 1: y = v_k + c; y = 8 -> v_k = 4 and c goes on; y = -1 -> v_k = 3 and c goes on;
 * else v_k = y. w = sum_k sign(v_k - 7/2), or its sign (odd m). Last group: cyclic drops the carry; hard stops at 0 and 7.
 * Source: Benna & Fusi, Asilomar 2017, §II.C.
 */
import { markedGroups } from './marked-groups.ts';
import { numberOf, type SynapseModel } from './model.ts';
import { partialResetStart } from './partial-reset-start.ts';

export const partialReset: SynapseModel = markedGroups({
  name: 'partial-reset',
  doc: 'bounded variables that carry at a bound and fall back to the middle',
  source: 'benna-fusi-2017 §II.C',
  version: 1,
  bits: (params) => 3 * numberOf(params, 'groups'),
  draw: partialResetStart,
});
