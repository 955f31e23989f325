/**
 * The perceptron kernels against NumPy and SciPy (tools/peers/perceptron_kernels.py), in paired rounds of user CPU time an item.
 *
 *   node tools/bench/perceptron-kernels.mjs [--rounds 9] [--json]
 *
 * Exit 1 when contenders did not do the same work, 2 on bad options or without NumPy.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { philoxRng, streamKey } from '@fewbits/numerics';
// As built: the protocol exists once, in the command line.
import { medianInterval } from '../../packages/cli/dist/bench/median-interval.js';
import { findNumpy, peerEnv } from '../../packages/cli/dist/bench/numpy.js';
import { pairedRounds } from '../../packages/cli/dist/bench/paired-rounds.js';
import { describeHost, host } from './host.mjs';

/** Goal: how many times faster than the peer of that name; undefined: shown only. */
const comparisons = [
  { kernel: 'scan', peer: 'scan-dot', goal: 60 },
  { kernel: 'scan', peer: 'scan-gemv', goal: undefined },
  { kernel: 'update', peer: 'update', goal: 120 },
  { kernel: 'hazard', peer: 'hazard', goal: 5 },
];

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '9' }, json: { type: 'boolean' } } });
const rounds = Number(values.rounds);
const numpy = findNumpy();
if (!(rounds >= 1) || !numpy) {
  console.error(numpy ? `--rounds: got ${values.rounds}` : 'no Python with NumPy: nothing to compare with');
  process.exit(2);
}
const say = values.json ? console.error : console.log;
const machine = host(numpy.versions);
say(describeHost(machine));
const scratch = mkdtempSync(join(tmpdir(), 'fewbits-bench-'));
const file = join(scratch, 'signs.i8');
try {
  // 1600 patterns of 4096, ±1: the first is the weights where weights are needed.
  const rng = philoxRng(streamKey(0, 'patterns', 'bench kernels'));
  writeFileSync(
    file,
    Int8Array.from({ length: 1600 * 4096 }, () => (rng.uint32() & 1 ? 1 : -1)),
  );
  const results = comparisons.map(measure).filter((result) => result !== null);
  if (values.json) console.log(JSON.stringify({ schemaVersion: 1, host: machine, results }, null, 2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measure({ kernel, peer, goal }) {
  const program = (name) => join(import.meta.dirname, name);
  const contenders = [
    { name: 'wasm', command: process.execPath, args: [program('kernel-contender.mjs'), kernel, file], env: {} },
    {
      name: `numpy ${peer}`,
      command: numpy.command,
      args: [program('../peers/perceptron_kernels.py'), peer, file],
      env: peerEnv,
    },
  ];
  const reports = pairedRounds(contenders, rounds, (round) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${round}/${rounds} rounds${round === rounds ? '\n' : ''}`);
  });
  const checks = reports.flat().map(({ check }) => check);
  if (checks.some((check) => Math.abs(check - checks[0]) > 1e-5 * Math.abs(checks[0]))) {
    console.error(`${kernel}: void, the contenders end with ${[...new Set(checks)].join(', ')}`);
    process.exitCode = 1;
    return null;
  }
  const each = ({ seconds, items }) => seconds / items;
  const { median, low, high } = medianInterval(reports[0].map((ours, k) => each(reports[1][k]) / each(ours)));
  const rates = reports.map((own) => (1e-6 / medianInterval(own.map(each)).median).toFixed(0));
  const verdict = goal === undefined ? '' : low >= goal ? 'met' : high < goal ? 'missed' : 'undecided';
  say(
    `${kernel} / ${peer}: ${median.toFixed(1)} (${low.toFixed(1)} to ${high.toFixed(1)}), goal ${goal ?? 'none'} ${verdict}`,
  );
  say(`  ${rates.join(' and ')} million synapses (numbers) a CPU second`);
  return { kernel, contender: 'wasm', peer, ratio: median, low, high, rounds };
}
