import { describe, expect, it, vi } from 'vitest';
import { estimate } from './estimate.ts';
import type { Figure } from './figures/figure.ts';
import { figures } from './figures/figures.ts';
import { seriesOf } from './figures/series.ts';
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

  it('tell a dozen series apart by colour, and by shape or dash without it', () => {
    const learners = ['cp', 'cp-r', 'bpi', 'sbpi', 'bp', 'rbp', 'fbp', 'rms', 'edmc', 'sa', 'rsa', 'rsgd'];
    const rows = estimate(
      syntheticRecords(learners.map((learner) => ({ ...fewBitsCells[0], learner }))),
      fewBitsSummaries,
      parameterNames,
    );
    const { labels, range } = seriesOf(
      rows.filter(({ quantity }) => quantity === 'alpha50'),
      ['levels', 'alpha'],
      '',
    );
    expect(labels).toHaveLength(12);
    expect(new Set(range.colours).size).toBe(12);
    expect(range.colours).not.toContain('#000000');
    expect(new Set(range.shapes.map((shape, i) => `${shape} ${range.dashes[i]}`)).size).toBe(12);
  });

  it('mark every transition in the colour of its series', async () => {
    const learners = ['cp', 'bpi', 'sbpi', 'bp', 'rbp', 'fbp', 'sa', 'rsgd'];
    const { svg } = await draw(learners.map((learner) => ({ ...fewBitsCells[0], learner })));
    const marks = [
      ...svg['success-vs-load'].matchAll(/<path aria-label="[^"]* (\w+): α₅₀ = [^"]*"[^>]* fill="([^"]*)"/g),
    ];
    expect(marks.map(([, learner]) => learner).sort()).toEqual([...learners].sort());
    expect(new Set(marks.map(([, , fill]) => fill)).size).toBe(8);
    for (const [, learner, fill] of marks) {
      const points = [
        ...svg['success-vs-load'].matchAll(
          new RegExp(`<path aria-label="[^"]* ${learner}: α = [^"]*"[^>]* fill="([^"]*)"`, 'g'),
        ),
      ];
      expect(new Set(points.map(([, own]) => own))).toEqual(new Set([fill]));
    }
  });

  it('name lines in a legend, so that no two texts overlap', async () => {
    const learners = ['cp', 'bpi', 'sbpi', 'bp', 'rbp', 'fbp', 'sa', 'rsgd'];
    const cells = [
      ...manySeries,
      ...learners.map((learner) => ({
        ...fewBitsCells[1],
        learner,
        weights: 'signed' as const,
        alpha50: 0.95,
        alphas: loads(1.17),
      })),
    ];
    const { svg } = await draw(cells);
    for (const text of Object.values(svg)) {
      const own = [
        ...text.matchAll(
          /<text text-anchor="start" transform="translate\(([\d.]+),([\d.]+)\)"[^>]* font-size="12px"[^>]*>([^<]*)</g,
        ),
      ]
        .map(([, x, y, words]) => ({ x: Number(x), y: Number(y), words }))
        .filter(({ words }) => !words.includes('levels ('));
      expect(own.length).toBeGreaterThan(9);
      expect(own.map(({ words }) => words)).toContainEqual(expect.stringMatching(/^α_c .*\(exact\)$/));
      for (const [i, one] of own.entries())
        for (const other of own.slice(i + 1))
          if (Math.abs(one.y - other.y) < 12) {
            const [left, right] = one.x < other.x ? [one, other] : [other, one];
            expect(right.x - left.x).toBeGreaterThan(7.2 * left.words.length);
          }
    }
  });

  it('are the success alone where the sweep has one precision: no numeric axis for one value', async () => {
    const { drawn } = await draw(['rbp', 'sbpi', 'bp'].map((learner) => ({ ...fewBitsCells[0], learner })));
    expect(drawn.map((figure) => figure.name)).toEqual(['success-vs-load']);
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

  it('lists words one below the other where no number varies, and where few series go along one', async () => {
    const cells = ['rbp', 'sbpi'].map((learner) => ({ ...fewBitsCells[0], learner, alphas: [0.5] }));
    const rows = estimate(syntheticRecords(cells), [], parameterNames);
    const [figure] = figures(rows, { summaries: [], fields: {} });
    expect(figure.name).toBe('means');
    expect(spoken(await renderSvg(figure))).toHaveLength(rows.length);
    const one = (learner: string, alpha: number): SyntheticCell => ({ ...fewBitsCells[0], learner, alphas: [alpha] });
    const mostly = [one('a', 0.3), one('b', 0.4), one('c', 0.4), one('d', 0.4), one('a', 0.5)];
    const [list] = figures(estimate(syntheticRecords(mostly), [], parameterNames), { summaries: [], fields: {} });
    expect(list.name).toBe('means');
  });

  it('gives a single trial no bar, and names a row that no telling parameter applies to', async () => {
    const cells = [
      { ...fewBitsCells[0], alphas: [0.5], replicates: 1 },
      { ...fewBitsCells[1], alphas: [0.5], replicates: 1 },
      { ...fewBitsCells[0], weights: 'binary' as const, levels: null, alphas: [0.5], replicates: 1 },
    ];
    const rows = estimate(syntheticRecords(cells), [], parameterNames);
    const [figure] = figures(rows, { summaries: [], fields: {} });
    expect(figure.caption).toContain('1 trial a point');
    expect(figure.caption).not.toContain('interval');
    const svg = await renderSvg(figure);
    expect(/mark-rule role-mark[^>]*><line/.test(svg)).toBe(false);
    expect(svg).toMatch(/>binary</);
    expect(svg).not.toMatch(/>–</);
  });
});

it('draws nothing from nothing', () => {
  expect(figures([], context)).toEqual([]);
});
