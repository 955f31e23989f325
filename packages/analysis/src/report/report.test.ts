import { describe, expect, it } from 'vitest';
import { estimate } from '../estimate.ts';
import { figures } from '../figures/figures.ts';
import { renderSvg } from '../render-svg.ts';
import { fewBitsCells, fewBitsSummaries, parameterNames, syntheticRecords } from '../testing/synthetic.ts';
import { type ReportInput, reportHtml } from './report.ts';

const hostile = `</script><script>alert("1")</script>&<img src='https://example.org/x.png'>`;

async function input(word: string): Promise<ReportInput> {
  const cells = fewBitsCells.slice(0, 2).flatMap((cell) => [cell, { ...cell, learner: word }]);
  const rows = estimate(syntheticRecords(cells), fewBitsSummaries, parameterNames);
  const drawn = figures(rows, { summaries: fewBitsSummaries, fields: {} });
  return {
    name: word,
    experiment: word,
    rows,
    summaries: fewBitsSummaries,
    figures: await Promise.all(drawn.map(async (figure) => ({ ...figure, svg: await renderSvg(figure) }))),
    counts: { trials: 400, done: 300, failed: 1 },
    failures: [
      { trial_id: 'ab'.repeat(32), params: { learner: word, levels: 2 }, error: `Error: ${word}`, attempts: 2 },
    ],
    command: `fewbits run ${word}`,
    spec: `name: ${word}\n`,
    provenance: [
      ['seed', '1'],
      [word, word],
    ],
  };
}

describe('reportHtml', () => {
  it('fetches nothing: no address, no source, no import, and a policy that forbids them', async () => {
    const page = reportHtml(await input('few-bits'));
    expect(page).not.toMatch(/https?:|\/\/[a-z]/);
    expect(page).not.toMatch(/ (src|href|srcset|action|data)=/);
    expect(page).not.toMatch(/url\(|@import|import\(|fetch\(|XMLHttpRequest/);
    expect(page).toContain(`content="default-src 'none';`);
  });

  it('holds the figures as SVG, the table, the notes, the command, the spec and the failures', async () => {
    const given = await input('few-bits');
    const page = reportHtml(given);
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain('0.5897');
    expect(page).toContain('profile-likelihood');
    expect(page).toContain('fewbits run few-bits');
    expect(page).toContain('name: few-bits');
    expect(page).toContain('abababababab');
    expect(page).toContain('300 of 400 trials done, 1 failed.');
    expect(page).toContain('99 trials are still to be run');
    expect(page.match(/<tr>/g)?.length).toBeGreaterThan(given.rows.length);
  });

  it('says to those who cannot see what each figure shows', async () => {
    const given = await input('few-bits');
    const page = reportHtml(given);
    for (const figure of given.figures) expect(page).toContain(`role="img" aria-label="${figure.alt}"`);
  });

  it('shows hostile names, errors and specs as text', async () => {
    const page = reportHtml(await input(hostile));
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/script/g)).toHaveLength(1);
    expect(page).not.toContain('<img');
    expect(page.split('&lt;/script&gt;&lt;script&gt;alert(').length).toBeGreaterThan(10);
    expect(page).toContain('&amp;&lt;img');
  });

  it('is the same bytes for the same input', async () => {
    expect(reportHtml(await input(hostile))).toBe(reportHtml(await input(hostile)));
  });

  it('says so when there is nothing to report', async () => {
    const page = reportHtml({ ...(await input('empty')), rows: [], figures: [], failures: [] });
    expect(page).toContain('No trial gave a value to condense.');
    expect(page).toContain('Nothing to draw.');
    expect(page).not.toContain('Failed trials');
  });
});
