/** All combinations a spec means, by index: fixed × grid × zip, then fixed × each of `points`. Nothing is held in memory. */
import type { Params, Value } from '@fewbits/dataset/columns';
import type { Axes, SweepSpec } from './spec.ts';

/** A point as given: without defaults, and with parameters that may not apply. */
export interface GivenPoint {
  readonly given: Params;
  /** Index in `points`, or −1 for grid and zip. */
  readonly block: number;
}

export interface PointSpace {
  /** Number of combinations, those that `when` removes or that repeat others included. */
  readonly size: number;
  /** The combination at `index`, 0 … size − 1, in the order of the spec: the last axis is the fastest. */
  at(index: number): GivenPoint;
  /** Names that some block gives, and whether two combinations may come out the same although no parameter is idle. */
  readonly names: readonly string[];
  readonly mayRepeat: boolean;
}

/** Axes that advance independently; a zip is one axis of several names. */
interface Axis {
  readonly names: readonly string[];
  /** One entry a step: the values of `names`. */
  readonly steps: readonly (readonly Value[])[];
}

interface Block {
  readonly index: number;
  readonly axes: readonly Axis[];
  readonly size: number;
}

/** Under a search a combination is a cell: all but the searched parameter, which stands at the end of its range. */
export function pointSpace({ fixed, grid, zip, points, search }: SweepSpec): PointSpace {
  const hasAxes = Object.keys(grid).length > 0 || Object.keys(zip).length > 0;
  const blocks: Block[] = points.map((axes, index) => block(index, single(axes)));
  if (hasAxes || points.length === 0) blocks.unshift(block(-1, [...single(grid), ...together(zip)]));
  const constants = Object.entries(search ? { ...fixed, [search.parameter]: search.to } : fixed);
  const axes = blocks.flatMap((each) => each.axes);
  return {
    size: blocks.reduce((sum, { size }) => sum + size, 0),
    names: [...new Set([...constants.map(([name]) => name), ...axes.flatMap(({ names }) => names)])],
    mayRepeat: blocks.length > 1 || axes.some(hasRepeatedStep),
    at(index) {
      let rest = index;
      for (const { index: number, axes: own, size } of blocks) {
        if (rest < size) return { given: combination(constants, own, rest), block: number };
        rest -= size;
      }
      throw new RangeError(`point ${index} of a sweep that has fewer`);
    },
  };
}

function block(index: number, axes: readonly Axis[]): Block {
  return { index, axes, size: axes.reduce((product, { steps }) => product * steps.length, 1) };
}

function single(axes: Axes): Axis[] {
  return Object.entries(axes).map(([name, values]) => ({ names: [name], steps: values.map((value) => [value]) }));
}

function together(zip: Axes): Axis[] {
  const names = Object.keys(zip);
  const [first = []] = Object.values(zip);
  if (names.length === 0) return [];
  return [{ names, steps: first.map((_, row) => names.map((name) => zip[name]?.[row] as Value)) }];
}

function combination(fixed: readonly (readonly [string, Value])[], axes: readonly Axis[], index: number): Params {
  const given: Record<string, Value> = {};
  for (let k = 0; k < fixed.length; k++) given[(fixed[k] as [string, Value])[0]] = (fixed[k] as [string, Value])[1];
  let rest = index;
  for (let k = axes.length - 1; k >= 0; k--) {
    const { names, steps } = axes[k] as Axis;
    const step = steps[rest % steps.length] as readonly Value[];
    rest = Math.floor(rest / steps.length);
    for (let n = 0; n < names.length; n++) given[names[n] as string] = step[n] as Value;
  }
  return given;
}

function hasRepeatedStep({ steps }: Axis): boolean {
  return new Set(steps.map((step) => JSON.stringify(step))).size < steps.length;
}
