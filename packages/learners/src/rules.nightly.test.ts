/**
 * The learning rules where they work and where they fail, at the sizes of the independent measurements. Some minutes of CPU.
 *
 * Those counts come from few samples (3 to 10): a band here is a probability that they do not contradict, tested on more.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { bpi } from './bpi.ts';
import { cp } from './cp.ts';
import { cpR } from './cp-r.ts';
import { edmc } from './edmc.ts';
import { fbp } from './fbp.ts';
import type { Learner } from './learner.ts';
import { rms } from './rms.ts';
import { rsa } from './rsa.ts';
import { rsgd } from './rsgd.ts';
import { sa } from './sa.ts';
import { sbpi } from './sbpi.ts';
import { weightValues } from './task/weight-values.ts';
import { successes } from './testing/try-learner.ts';

const parallel = { mode: 'parallel', gamma_start: 0.05, gamma_step: 0.01, gamma_end: 6 };
const byErrors = { energy: 'errors', beta_start: 0.5, beta_end: 5 };
const levelled = (levels: number, states: number) => ({ weights: 'unipolar', levels, inputs: 'pm1', states });

interface Case {
  readonly learner: Learner;
  readonly size: number;
  readonly alpha: number;
  readonly samples: number;
  /** Solved at least and at most. */
  readonly band: readonly [number, number];
  readonly params?: Parameters<typeof successes>[4];
  readonly levels?: number;
}

const cases: readonly Case[] = [
  // Clipped perceptron, its reinforced form and BPI: the order of the rules at one load.
  { learner: cp, size: 1001, alpha: 0.3, samples: 20, band: [19, 20] },
  { learner: cp, size: 1001, alpha: 0.6, samples: 10, band: [0, 0] },
  { learner: cpR, size: 1001, alpha: 0.6, samples: 20, band: [18, 20] },
  { learner: bpi, size: 1001, alpha: 0.3, samples: 20, band: [19, 20] },
  { learner: bpi, size: 1001, alpha: 0.6, samples: 10, band: [0, 0] },
  { learner: sbpi, size: 1001, alpha: 0.6, samples: 30, band: [27, 30], params: { coin: 'synapse' } },
  // K against 1.1 √N = 35 at α = 0.5, 400 epochs: 28 0 of 10, 32 4 of 10, 36 10 of 10.
  { learner: sbpi, size: 1001, alpha: 0.5, samples: 10, band: [0, 2], params: { states: 28, max_epochs: 400 } },
  { learner: sbpi, size: 1001, alpha: 0.5, samples: 10, band: [1, 9], params: { states: 32, max_epochs: 400 } },
  { learner: sbpi, size: 1001, alpha: 0.5, samples: 10, band: [9, 10], params: { states: 36, max_epochs: 400 } },
  // Levels: 4 of 4 each.
  { learner: sbpi, size: 1001, alpha: 0.45, samples: 6, band: [5, 6], params: levelled(4, 40), levels: 4 },
  { learner: sbpi, size: 1001, alpha: 0.6, samples: 6, band: [5, 6], params: levelled(8, 20), levels: 8 },
  { learner: sbpi, size: 1001, alpha: 0.35, samples: 4, band: [0, 1], params: levelled(2, 40), levels: 2 },
  // Annealing, N = 201: linear 6 of 6 at 0.4; errors 6 of 6 at 0.3, 4 of 6 at 0.4.
  { learner: sa, size: 201, alpha: 0.4, samples: 20, band: [18, 20] },
  { learner: sa, size: 201, alpha: 0.3, samples: 20, band: [18, 20], params: byErrors },
  { learner: sa, size: 201, alpha: 0.4, samples: 20, band: [5, 19], params: byErrors },
  { learner: rsa, size: 1001, alpha: 0.6, samples: 4, band: [1, 4] },
  // One flip at a time, N = 201: 3 of 3 at 0.5. Parallel, N = 401: 0.4 5 of 5, 0.6 4 of 5, 0.65 2 of 5; ours 0.85, 0.45, 0.35.
  { learner: edmc, size: 201, alpha: 0.5, samples: 12, band: [11, 12] },
  { learner: edmc, size: 401, alpha: 0.4, samples: 20, band: [15, 20], params: parallel },
  { learner: edmc, size: 401, alpha: 0.6, samples: 20, band: [6, 19], params: parallel },
  { learner: edmc, size: 401, alpha: 0.65, samples: 20, band: [1, 17], params: parallel },
  // Max-sum, N = 201: 0.4 4 of 4, 0.6 3 of 4.
  { learner: rms, size: 201, alpha: 0.4, samples: 20, band: [19, 20] },
  { learner: rms, size: 201, alpha: 0.6, samples: 20, band: [12, 20] },
  // Focusing, N = 501: pseudo and scoping 4 of 4 at 0.6.
  { learner: fbp, size: 501, alpha: 0.6, samples: 20, band: [19, 20] },
  { learner: fbp, size: 501, alpha: 0.6, samples: 20, band: [19, 20], params: { protocol: 'scoping' } },
  // Replicated descent, N = 501, 600 epochs: 0.4 6 of 6, 0.6 4 of 6, 0.65 0 of 6; without replicas 0.5 0 of 4.
  { learner: rsgd, size: 501, alpha: 0.4, samples: 12, band: [11, 12], params: { max_epochs: 600 } },
  { learner: rsgd, size: 501, alpha: 0.6, samples: 12, band: [3, 11], params: { max_epochs: 600 } },
  { learner: rsgd, size: 501, alpha: 0.65, samples: 12, band: [0, 4], params: { max_epochs: 600 } },
  {
    learner: rsgd,
    size: 501,
    alpha: 0.5,
    samples: 8,
    band: [0, 2],
    params: { replicas: 1, lambda: 0, max_epochs: 600 },
  },
];

describe.runIf(process.env['FEWBITS_NIGHTLY'] === '1')('learning rules', { timeout: 600_000 }, () => {
  const lines: string[] = [];
  afterAll(() => console.log(lines.join('\n')));

  it.each(cases.map((each) => [`${each.learner.name}, N = ${each.size}, load ${each.alpha}`, each] as const))(
    '%s: solves as often as measured independently',
    (title, { learner, size, alpha, samples, band, params, levels }) => {
      const spec = levels ? { weights: weightValues('unipolar', levels) } : {};
      const { solved, medianEpochs } = successes(learner, size, alpha, samples, params, spec);
      lines.push(
        `${title} ${JSON.stringify(params ?? {})}: ${solved}/${samples}, median ${medianEpochs}, band ${band}`,
      );
      expect(solved).toBeGreaterThanOrEqual(band[0]);
      expect(solved).toBeLessThanOrEqual(band[1]);
    },
  );

  // Published: solving time sublinear in N, about N^0.4 epochs. Least squares of ln(median) on ln N over a factor 16 in N;
  // a median of 15 is good to about 10 %, the exponent to 0.05.
  it('sbpi needs about N^0.4 epochs', () => {
    const sizes = [251, 501, 1001, 2001, 4001];
    const points = sizes.map((size) => {
      const { solved, medianEpochs } = successes(sbpi, size, 0.5, 15);
      expect(solved).toBeGreaterThanOrEqual(14);
      return { x: Math.log(size), y: Math.log(medianEpochs as number) };
    });
    const mean = (of: (p: { x: number; y: number }) => number) => points.reduce((s, p) => s + of(p), 0) / points.length;
    const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
    const exponent = mean(({ x, y }) => (x - mx) * (y - my)) / mean(({ x }) => (x - mx) ** 2);
    lines.push(`sbpi epochs ~ N^${exponent.toFixed(3)}: ${points.map(({ y }) => Math.round(Math.exp(y)))}`);
    expect(exponent).toBeGreaterThan(0.25);
    expect(exponent).toBeLessThan(0.55);
  });
});
