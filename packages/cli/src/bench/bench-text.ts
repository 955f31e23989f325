/** The overheads of the orchestrator for people. */
import { formatTable } from '../table-text.ts';
import type { Host } from './host.ts';
import type { MedianInterval } from './median-interval.ts';
import type { MeasuredGoal, OrchestratorBench } from './orchestrator.ts';

export function benchText({ host, results, goals, beside, peers, skipped }: OrchestratorBench): string {
  const [{ confidence = 0 } = {}] = goals;
  const interval = `${Math.floor(100 * confidence)} % interval`;
  const rounds = results[0]?.rounds ?? 0;
  const aligns = ['left', 'right', 'right', 'left', 'left', 'left'] as const;
  const parts = [
    hostText(host),
    formatTable(
      [`median of ${rounds} rounds`, '', interval, '', 'goal', ''],
      [
        ...goals.map((goal) => [goal.what, ...figures(goal), goal.unit, boundText(goal), goal.verdict]),
        ...beside.map((each) => [each.what, ...figures(each), each.unit, '', '']),
      ],
      aligns,
    ),
    peers.length === 0
      ? ''
      : formatTable(
          ['null tasks elsewhere, 2 workers', 'µs a task', interval, 'times ours', interval, 'version'],
          peers.map((peer) => {
            const { ratio = 0, low = 0, high = 0 } = results.find((each) => each.peer === peer.name) ?? {};
            return [peer.name, ...figures(peer), ...figures({ median: ratio, low, high }), peer.version];
          }),
          ['left', 'right', 'right', 'right', 'right', 'left'],
        ),
    skipped.map(({ name, reason }) => `not measured: ${name}, ${reason}\n`).join(''),
    peers.length === 0
      ? ''
      : 'None of the others makes its results durable. Debian packages are older than upstream.\n',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

export function hostText({ cpu, threads, platform, node, v8, fewbits, loadBefore, inMemory }: Host): string {
  return [
    `${cpu}, ${threads} threads, ${platform}`,
    `Node ${node}, V8 ${v8}, fewbits ${fewbits}`,
    `load average before ${loadBefore.join(', ')}`,
    ...(inMemory ? ['the journals lie in memory (tmpfs): nothing here says what a disk costs; set TMPDIR'] : []),
    '',
  ].join('\n');
}

function figures({ median, low, high }: Pick<MedianInterval, 'median' | 'low' | 'high'>): [string, string] {
  return [short(median), `${short(low)} to ${short(high)}`];
}

/** Three digits, never an exponent. */
export function short(value: number): string {
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function boundText({ bound, unit }: MeasuredGoal): string {
  return `${'atMost' in bound ? `<= ${bound.atMost}` : `>= ${bound.atLeast}`} ${unit}`.trim();
}
