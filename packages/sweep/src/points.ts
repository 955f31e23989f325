/** A spec's blocks multiplied out to points: fixed × grid × zip, and fixed × each of `points`. */
import type { Params, Value } from '@fewbits/dataset/columns';
import { parseCondition } from './condition.ts';
import type { SpecProblem } from './errors.ts';
import { completeParams, describeType } from './parameter-values.ts';
import type { Axes, ParsedSpec, SweepSpec } from './spec.ts';

/** A point as given: without defaults, and with parameters that may not apply. */
export interface GivenPoint {
  readonly given: Params;
  /** Index in `points`, or −1 for grid and zip. */
  readonly block: number;
}

/** All points in the order of the spec, `when` aside. */
export function* givenPoints({ fixed, grid, zip, points }: SweepSpec): Generator<GivenPoint> {
  const hasAxes = Object.keys(grid).length > 0 || Object.keys(zip).length > 0;
  if (hasAxes || points.length === 0) {
    const rows = Math.max(1, ...Object.values(zip).map((values) => values.length));
    for (const product of products(grid)) {
      for (let row = 0; row < rows; row++) {
        const together = Object.fromEntries(Object.entries(zip).map(([name, values]) => [name, values[row] as Value]));
        yield { given: { ...fixed, ...product, ...together }, block: -1 };
      }
    }
  }
  for (const [block, axes] of points.entries()) {
    for (const product of products(axes)) yield { given: { ...fixed, ...product }, block };
  }
}

function* products(axes: Axes): Generator<Params> {
  const names = Object.keys(axes);
  const lists = names.map((name) => axes[name] as readonly Value[]);
  const index = names.map(() => 0);
  for (;;) {
    yield Object.fromEntries(
      names.map((name, k) => [name, (lists[k] as readonly Value[])[index[k] as number] as Value]),
    );
    let k = names.length - 1;
    while (k >= 0 && (index[k] as number) + 1 === lists[k]?.length) index[k--] = 0;
    if (k < 0) return;
    index[k] = (index[k] as number) + 1;
  }
}

/** Faults that only show in combination: required parameters left out, and what the experiment's `check` refuses. */
export function pointProblems(spec: ParsedSpec): SpecProblem[] {
  const { definition } = spec;
  const problems = new Map<string, SpecProblem>();
  const add = (problem: SpecProblem): void => {
    problems.set(`${problem.where}|${problem.key}|${problem.message}`, problem);
  };
  const conditions = spec.when.map(parseCondition);
  for (const { given, block } of givenPoints(spec)) {
    const { params, missing } = completeParams(definition.parameters, given);
    for (const name of missing) {
      const declaration = definition.parameters[name];
      const text = declaration ? describeType(declaration) : '';
      // A value in grid or zip does not reach a point: the commonest reason for this fault.
      const hint =
        block >= 0 && (name in spec.grid || name in spec.zip)
          ? '; points are completed by fixed, not by grid or zip'
          : '';
      const key = block < 0 ? name : `points[${block}].${name}`;
      add({ where: null, key, message: `missing, expected ${text}${hint}` });
    }
    if (missing.length > 0) continue;
    try {
      if (!conditions.every((condition) => condition.holds(params))) continue;
    } catch (error) {
      add({ where: null, key: 'when', message: (error as Error).message });
      continue;
    }
    for (const { parameter, got, expected } of definition.check?.(params) ?? []) {
      const place = spec.locate(block, parameter, given[parameter]);
      if (place?.recovered) continue;
      add({ where: place?.where ?? null, key: place?.key ?? parameter, message: `got ${got}, expected ${expected}` });
    }
  }
  return [...problems.values()];
}
