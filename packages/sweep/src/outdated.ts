/** Results that a new version of some component has made worthless: their trials are planned under new ids. */
import type { TrialResult } from '@fewbits/dataset';
import type { Plan } from './plan.ts';
import { trialId } from './trial-id.ts';

export interface Outdated {
  /** Components whose version differs from the last start's. */
  readonly components: readonly {
    readonly name: string;
    readonly from: number | string;
    readonly to: number | string;
  }[];
  /** Trials of the plan that have an `ok` result under the old versions and none under the new. */
  readonly trials: number;
}

/** `before`: the component versions of the last start. `reused`: results that the present plan asks for. */
export function outdatedResults(
  plan: Plan,
  before: Readonly<Record<string, number | string>>,
  done: ReadonlyMap<string, TrialResult>,
  reused: number,
): Outdated {
  const components = Object.entries(plan.versions).flatMap(([name, to]) => {
    const from = before[name];
    return from === undefined || from === to ? [] : [{ name, from, to }];
  });
  if (plan.spec.search) {
    // What the search asked for under the old versions cannot be derived any more: everything that is of no use.
    const ok = [...done.values()].filter(({ status }) => status === 'ok').length;
    return { components, trials: components.length > 0 ? ok - reused : 0 };
  }
  let trials = 0;
  for (let point = 0; components.length > 0 && point < plan.points; point++) {
    const now = plan.pointAt(point).id;
    const then = plan.idUnder(point, before);
    if (now.equals(then)) continue;
    for (let replicate = 0; replicate < plan.replicates; replicate++) {
      const isOld = done.get(trialId(then, replicate))?.status === 'ok';
      if (isOld && done.get(trialId(now, replicate))?.status !== 'ok') trials++;
    }
  }
  return { components, trials };
}
