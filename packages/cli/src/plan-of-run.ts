import { experiments } from '@fewbits/experiments';
import { expandPlan, type Plan, parseSpec } from '@fewbits/sweep';
import { existingRun } from './existing-run.ts';

/** The plan of an existing run directory, from the resolved spec in its manifest. */
export function planOf(dir: string): Plan {
  const { manifest } = existingRun(dir);
  return expandPlan(parseSpec(JSON.stringify(manifest.spec), { experiments, path: `${dir}/manifest.json` }));
}
