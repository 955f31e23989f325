import { describe, expect, it, vi } from 'vitest';
import { estimate } from './estimate.ts';
import type { Figure } from './figures/figure.ts';
import { figures } from './figures/figures.ts';
import { renderSvg } from './render-svg.ts';
import {
  fewBitsCells,
  fewBitsSummaries,
  loads,
  parameterNames,
  type SyntheticCell,
  syntheticRecords,
} from './testing/synthetic.ts';

const context = { summaries: fewBitsSummaries, fields: {} };

async function draw(cells: readonly SyntheticCell[]): Promise<{ drawn: Figure[]; svg: Record<string, string> }> {
  const drawn = figures(estimate(syntheticRecords(cells), fewBitsSummaries, parameterNames), context);
  const texts = await Promise.all(drawn.map(renderSvg));
  return { drawn, svg: Object.fromEntries(drawn.map((figure, i) => [figure.name, texts[i]])) };
}

/** What the marks of a drawing say, in its order. */
function spoken(svg: string): string[] {
  return [...svg.matchAll(/<(?:path|line) aria-label="([^"]*)"/g)].map(([, text]) => text);
}

const manySeries: readonly SyntheticCell[] = [
  ...fewBitsCells,
  { ...fewBitsCells[0], weights: 'binary', levels: null, alpha50: 0.74, alphas: loads(0.833079) },
  { ...fewBitsCells[0], weights: 'binary', levels: null, learner: 'sbpi', alpha50: 0.68, alphas: loads(0.833079) },
  { ...fewBitsCells[0], weights: 'signed', levels: 3, alpha50: 1.06, alphas: loads(1.174482) },
];

describe('the figures of a capacity sweep', () => {
  it('are two, and draw without a warning', async () => {
    const warned = vi.spyOn(console, 'warn');
    const { drawn } = await draw(manySeries);
    expect(drawn.map((figure) => figure.name)).toEqual(['capacity-vs-bits', 'success-vs-load']);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
  });

  it('have a mark with its numbers for every measured and every theoretical row', async () => {
    const rows = estimate(syntheticRecords(fewBitsCells), fewBitsSummaries, parameterNames);
    const { svg } = await draw(fewBitsCells);
    const capacity = spoken(svg['capacity-vs-bits']);
    for (const row of rows.filter(({ quantity }) => quantity === 'alpha50')) {
      const [value, lower, upper] = [row.estimate, row.lower, row.upper].map((number) => number?.toFixed(3));
      const own = capacity.filter((text) => text.startsWith(`${row.params.levels} levels`));
      expect(own).toHaveLength(1);
      expect(own[0]).toContain(`α₅₀ = ${value} [${lower}, ${upper}]`);
      expect(own[0]).toContain(`${row.trials} trials`);
    }
    for (const row of rows.filter(({ quantity }) => quantity === 'alpha_c')) {
      expect(capacity).toContainEqual(
        expect.stringMatching(`theory, ${row.params.levels} levels .*${row.estimate?.toFixed(4)}`),
      );
    }
    const success = spoken(svg['success-vs-load']);
    expect(success.filter((text) => / of \d+ solved/.test(text))).toHaveLength(
      rows.filter(({ quantity }) => quantity === 'solved').length,
    );
    expect(success.filter((text) => text.includes('(theory)'))).toHaveLength(5);
    expect(success.filter((text) => text.includes('α₅₀'))).toHaveLength(5);
  });

  it('put the marks where the numbers are: heights are linear in the load', async () => {
    const rows = estimate(syntheticRecords(fewBitsCells), fewBitsSummaries, parameterNames);
    const { svg } = await draw(fewBitsCells);
    const place = /<path aria-label="([^"]*)"[^>]*transform="translate\(([\d.]+),([\d.]+)\)"/g;
    const marks = [...svg['capacity-vs-bits'].matchAll(place)].map(([, text, x, y]) => ({
      text,
      x: Number(x),
      y: Number(y),
    }));
    const measured = rows
      .filter(({ quantity }) => quantity === 'alpha50')
      .map((row) => ({ row, mark: marks.find(({ text }) => text.startsWith(`${row.params.levels} levels`)) }));
    const [a, b, ...others] = measured;
    const slope = (of: 'x' | 'y', value: (row: (typeof rows)[number]) => number, one = a, two = b): number =>
      ((two.mark?.[of] ?? 0) - (one.mark?.[of] ?? 0)) / (value(two.row) - value(one.row));
    const load = (row: (typeof rows)[number]): number => row.estimate ?? Number.NaN;
    const bits = (row: (typeof rows)[number]): number => row.coordinate ?? Number.NaN;
    expect(slope('y', load)).toBeLessThan(0); // SVG counts downwards
    expect(slope('x', bits)).toBeGreaterThan(0);
    for (const other of others) {
      expect(slope('y', load, a, other)).toBeCloseTo(slope('y', load), 6);
      expect(slope('x', bits, a, other)).toBeCloseTo(slope('x', bits), 6);
    }
  });

  it('name method, size, learner and trials', async () => {
    const { drawn } = await draw(fewBitsCells);
    expect(drawn[0].caption).toContain('simulated (learner rbp, weights unipolar, inputs pm1, N 501;');
    expect(drawn[0].caption).toContain('95 % profile-likelihood interval');
    expect(drawn[0].caption).toContain('exact (replica-symmetric theory');
  });

  it('tell series apart by shape and dash, not by colour alone', async () => {
    const { svg } = await draw(manySeries);
    const symbols = svg['capacity-vs-bits'].matchAll(/role-legend-symbol"[^>]*><path[^>]* d="([^"]*)"/g);
    const outlines = [...symbols].map(([, path]) => path);
    expect(outlines).toHaveLength(4);
    expect(new Set(outlines).size).toBe(4);
  });

  it('draw what is not bracketed as an arrow that claims no value', async () => {
    const { svg } = await draw(fewBitsCells.map((cell, i) => (i === 1 ? { ...cell, alphas: [0.3, 0.4, 0.5] } : cell)));
    expect(spoken(svg['capacity-vs-bits'])).toContain('3 levels (1.58 bits): α₅₀ &gt; 0.501; 15 trials');
  });

  it('are the same bytes every time, also when drawn side by side', async () => {
    const first = await draw(manySeries);
    const [second, third] = await Promise.all([draw(manySeries), draw(manySeries)]);
    expect(second.svg).toEqual(first.svg);
    expect(third.svg).toEqual(first.svg);
  });
});

describe('the figure of means', () => {
  it('has a panel per quantity and a mark per row', async () => {
    const rows = estimate(syntheticRecords(fewBitsCells.slice(0, 2)), [], parameterNames);
    const [figure, ...others] = figures(rows, { summaries: [], fields: {} });
    expect(others).toEqual([]);
    expect(figure.name).toBe('means-vs-alpha');
    const svg = await renderSvg(figure);
    expect(spoken(svg)).toHaveLength(rows.length);
  });

  it('stands words side by side where no number varies', async () => {
    const cells = ['rbp', 'sbpi'].map((learner) => ({ ...fewBitsCells[0], learner, alphas: [0.5] }));
    const rows = estimate(syntheticRecords(cells), [], parameterNames);
    const [figure] = figures(rows, { summaries: [], fields: {} });
    expect(figure.name).toBe('means');
    expect(spoken(await renderSvg(figure))).toHaveLength(rows.length);
  });
});

it('draws nothing from nothing', () => {
  expect(figures([], context)).toEqual([]);
});
