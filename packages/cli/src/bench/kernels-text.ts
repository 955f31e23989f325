/** Ratios of the kernels for people. */
import { formatTable } from '../table-text.ts';
import { hostText, short } from './bench-text.ts';
import type { KernelBench } from './kernels.ts';

/** `rounds`: as measured. */
export function kernelsText(
  { host, results, goals, rates, skipped, voided, notes }: KernelBench,
  rounds: number,
): string {
  const { numpy, c, kernels } = host;
  const python =
    numpy &&
    `Python ${numpy.python}, NumPy ${numpy.numpy}, SciPy ${numpy.scipy ?? 'missing'}, BLAS ${numpy.builtWith ?? ''} ${numpy.blas}, 1 thread`;
  const parts = [
    hostText(host),
    `${[`kernels ${kernels.name}, module ${kernels.sha256 ?? 'none'}`, python, c].filter(Boolean).join('\n')}\n`,
    results.length === 0
      ? 'Nothing to compare with: our own rates only.\n'
      : formatTable(
          ['kernel', 'contender', 'peer', 'times faster', 'interval', 'goal', ''],
          results.map(({ kernel, contender, peer, ratio, low, high }) => {
            const goal = goals.find(
              (each) => each.kernel === kernel && each.contender === contender && each.peer === peer,
            );
            const aim = goal ? [`>= ${goal.atLeast}`, goal.verdict] : ['', ''];
            return [kernel, contender, peer, short(ratio), `${short(low)} to ${short(high)}`, ...aim];
          }),
          ['left', 'left', 'left', 'right', 'left', 'left', 'left'],
        ),
    `Median of ${rounds} paired rounds of user CPU time, ${confidenceText(rates[0]?.confidence ?? 0)}.\n`,
    formatTable(
      ['kernel', 'contender', 'a CPU second', ''],
      rates.map(({ kernel, contender, median, unit }) => [kernel, contender, ...rateText(median, unit)]),
      ['left', 'left', 'right', 'left'],
    ),
    notes.map((note) => `${note}\n`).join(''),
    skipped.map(({ name, reason }) => `not compared with ${name}: ${reason}\n`).join(''),
    voided.map((reason) => `void: ${reason}\n`).join(''),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function rateText(median: number, unit: string): [string, string] {
  return median >= 1e6 ? [short(median / 1e6), `million ${unit}`] : [short(median), unit];
}

function confidenceText(confidence: number): string {
  return `${Math.floor(100 * confidence)} % interval of order statistics`;
}
