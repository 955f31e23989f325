/** Trials as one text, which processes and threads pass on without looking into it. */
import type { Params } from '@fewbits/dataset/columns';
import type { Trial } from './plan.ts';

interface Written {
  /** Parameters, once for all neighbours that share them. */
  readonly points: readonly Params[];
  /** Id, replicate, index of the point. */
  readonly rows: readonly (readonly [string, number, number])[];
}

export function trialText(trials: readonly Trial[]): string {
  const points: Params[] = [];
  const rows = trials.map(({ id, params, replicate }): Written['rows'][number] => {
    if (points.at(-1) !== params) points.push(params);
    return [id, replicate, points.length - 1];
  });
  return JSON.stringify({ points, rows } satisfies Written);
}

export function readTrials(text: string): Trial[] {
  const { points, rows } = JSON.parse(text) as Written;
  return rows.map(([id, replicate, point]) => ({ id, params: points[point] as Params, replicate }));
}
