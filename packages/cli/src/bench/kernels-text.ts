/** Ratios of the kernels for people. */
import { formatTable } from '../print.ts';
import { hostText, short } from './bench-text.ts';
import type { KernelBench } from './kernels.ts';

export function kernelsText({ host, results, goals, rates, skipped, voided }: KernelBench): string {
  const rounds = results[0]?.rounds ?? 0;
  const { numpy, c, kernels } = host;
  const python = numpy && `Python ${numpy.python}, NumPy ${numpy.numpy}, BLAS ${numpy.builtWith ?? ''} ${numpy.blas}`;
  const parts = [
    hostText(host),
    `${[`kernels ${kernels.name}, module ${kernels.sha256 ?? 'none'}`, python, c].filter(Boolean).join('\n')}\n`,
    formatTable(
      ['kernel', 'contender', 'peer', 'times faster', 'interval', 'goal', ''],
      results.map(({ kernel, contender, peer, ratio, low, high }) => {
        const goal = goals.find((each) => each.kernel === kernel && each.contender === contender && each.peer === peer);
        const aim = goal ? [`>= ${goal.atLeast}`, goal.verdict] : ['', ''];
        return [kernel, contender, peer, short(ratio), `${short(low)} to ${short(high)}`, ...aim];
      }),
      ['left', 'left', 'left', 'right', 'left', 'left', 'left'],
    ),
    `Median of ${rounds} paired rounds of user CPU time, ${confidenceText(rates[0]?.confidence ?? 0)}.\n`,
    formatTable(
      ['kernel', 'contender', 'million synapse-events a CPU second'],
      rates.map(({ kernel, contender, median }) => [kernel, contender, short(median / 1e6)]),
      ['left', 'left', 'right'],
    ),
    skipped.map(({ name, reason }) => `not compared with ${name}: ${reason}\n`).join(''),
    voided.map((reason) => `void: ${reason}\n`).join(''),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function confidenceText(confidence: number): string {
  return `${Math.floor(100 * confidence)} % interval of order statistics`;
}
