import type { TrialResult } from '@fewbits/dataset';
import { describe, expect, it } from 'vitest';
import { type Foresight, foreseeSearch } from './foresee-search.ts';
import { parseSpec } from './parse-spec.ts';
import { expandPlan, type Plan, type Trial } from './plan.ts';
import { type SearchCell, searchCells } from './search-cells.ts';
import { toy } from './testing/toy-experiment.ts';

const planOf = (more: string = '', sizes: string = '100, 300'): Plan => {
  const text = `
experiment: toy
fixed: { learner: fast, weights: unipolar, levels: 2 }
grid: { size: [${sizes}] }
search: { alpha: { column: solved, from: 0.2, to: 1, within: 0.03${more} } }
`;
  return expandPlan(parseSpec(text, { experiments: [toy] }));
};

/** A search on the curve of scale `s` around 0.6: its cells, and the results that they have so far. */
function searchOn(s: number, plan: Plan): { cells: SearchCell[]; done: Map<string, TrialResult>; advance(): boolean } {
  const done = new Map<string, TrialResult>();
  const resultOf = ({ id, params }: Trial): TrialResult => {
    const uniform = Number.parseInt(id.slice(0, 8), 16) / 2 ** 32;
    const solved = uniform < 1 / (1 + Math.exp(((params['alpha'] as number) - 0.6) / s));
    return { id, status: 'ok', values: { value: 0, solved }, attempts: 1, cpuMs: 1, wallMs: 1, worker: 'w' };
  };
  if (!plan.spec.search) throw new Error('a plan with a search');
  const cells = searchCells(plan, plan.spec.search, (id) => done.get(id));
  return {
    cells,
    done,
    /** Close the open round of every cell; whether any was open. */
    advance() {
      const open = cells.flatMap((cell) => cell.open);
      for (const trial of open) done.set(trial.id, resultOf(trial));
      for (const cell of cells) cell.advance();
      return open.length > 0;
    },
  };
}

const foresee = (plan: Plan, { cells, done }: ReturnType<typeof searchOn>): Foresight =>
  foreseeSearch(plan, cells, done, () => 2);

describe('what is foreseen of a search', () => {
  // R = 0.8: R/50 and R/12, within the R/100 to R/10 that are assumed.
  it.each([0.016, 0.065])('brackets the trials that it asks for in the end, at a scale of %f', (s) => {
    const plan = planOf();
    const search = searchOn(s, plan);
    const { trials, ms } = foresee(plan, search);
    expect(ms).toEqual({ estimate: 2 * trials.estimate, low: 2 * trials.low, high: 2 * trials.high });
    while (search.advance());
    const real = search.done.size;
    expect(trials.low).toBeLessThanOrEqual(real);
    expect(trials.high).toBeGreaterThanOrEqual(real);
  });

  it('is what is left after some rounds, to a factor of two of the whole, and nothing at the end', () => {
    const plan = planOf();
    const search = searchOn(0.065, plan);
    for (let round = 0; round < 5; round++) search.advance();
    const had = search.done.size;
    const { estimate, low, high } = foresee(plan, search).trials;
    while (search.advance());
    const left = search.done.size - had;
    expect(low).toBeLessThanOrEqual(left);
    expect(high).toBeGreaterThanOrEqual(left);
    expect(Math.abs(Math.log((had + estimate) / (had + left)))).toBeLessThan(Math.LN2);
    expect(foresee(plan, search).trials).toEqual({ estimate: 0, low: 0, high: 0 });
  });

  it('is never more than max_trials, and takes more cells than it draws for by their number', () => {
    const capped = planOf(', max_trials: 48');
    expect(foresee(capped, searchOn(0.03, capped)).trials.high).toBeLessThanOrEqual(2 * 48);
    const sizes = Array.from({ length: 40 }, (_, k) => 101 + 10 * k).join(', ');
    const many = planOf(', max_trials: 16', sizes);
    expect(foresee(many, searchOn(0.03, many)).trials.estimate).toBe(40 * 16);
  });
});
