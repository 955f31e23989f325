/** Finished trials of a run directory that the present sweep does not ask for: they leave the tables, and come back when it does. */
import type { TrialResult } from '@fewbits/dataset';
import type { Outdated } from './outdated.ts';

/** How many, those that a new version made worthless aside. `reused`: those that it asks for. */
export function leftTrials(done: ReadonlyMap<string, TrialResult>, reused: number, { trials }: Outdated): number {
  let ok = 0;
  for (const { status } of done.values()) if (status === 'ok') ok++;
  return ok - reused - trials;
}
