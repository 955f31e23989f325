/**
 * Our learners against NumPy programs of the same algorithms (tools/peers), in paired rounds of user CPU time per epoch.
 *
 *   node tools/bench/learners.mjs [--rounds 9] [--json]
 *
 * `--json`: the document of `fewbits bench --json` on stdout, the rest on stderr. A `ratio` is how many times faster the
 * contender is than its peer. Without Python and NumPy: says so, and measures our own CPU time alone.
 * Exit 1 when contenders did not do the same work, 2 on bad options.
 */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kernelImplementation } from '@fewbits/kernels';
import { patternCount } from '@fewbits/learners';
// As built: the protocol exists once, in the command line.
import { medianInterval } from '../../packages/cli/dist/bench/median-interval.js';
import { findNumpy, hasReferenceBlas } from '../../packages/cli/dist/bench/numpy.js';
import { pairedRounds } from '../../packages/cli/dist/bench/paired-rounds.js';
import { countSolved, voidReasons } from './check.mjs';
import { describeHost, host } from './host.mjs';
import { numpyPeer } from './numpy-peer.mjs';
import { gaugedBytes, tasks } from './tasks.mjs';

const { rounds, json } = readOptions();
const say = json ? console.error : console.log;
const numpy = findNumpy();
const machine = host(numpy?.versions ?? null);
say(describeHost(machine));
if (!numpy) say('nothing to compare with: our own times only');
else if (hasReferenceBlas(numpy.versions))
  say('reference BLAS: an expert would install an optimised one, e.g. OpenBLAS');

const scratch = mkdtempSync(join(tmpdir(), 'fewbits-bench-'));
try {
  const results = tasks.map(measure).filter((result) => result !== null);
  if (json) console.log(JSON.stringify({ schemaVersion: 1, host: machine, results }, null, 2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {import('./tasks.mjs').Task} task */
function measure(task) {
  const contenders = contendersOf(task);
  say(`\n${task.kernel}: N = ${task.size}, alpha = ${task.alpha}, ±1; ${task.instances} instances a process`);
  const reports = pairedRounds(contenders, rounds, (round) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${round}/${rounds} rounds${round === rounds ? '\n' : ''}`);
  });
  const measured = contenders.map(({ name }, k) => ({ name, reports: reports[k] }));
  for (const each of measured) say(describeContender(task, each));
  if (measured.length < 2) return null;
  const reasons = voidReasons(measured);
  if (reasons.length > 0) {
    for (const reason of reasons) console.error(`${task.kernel}: void, ${reason}`);
    process.exitCode = 1;
    return null;
  }
  const [contender, peer] = contenders.map(({ name }) => name);
  const [ours, theirs] = reports.map((each) => each.map(secondsPerEpoch));
  const { median, low, high, confidence } = medianInterval(ours.map((seconds, round) => theirs[round] / seconds));
  const percent = (100 * confidence).toFixed(0);
  say(`  ${contender} / ${peer}: ${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)}, ${percent} %)`);
  return { kernel: task.kernel, contender, peer, ratio: median, low, high, rounds };
}

/** @param {import('./tasks.mjs').Task} task */
function contendersOf(task) {
  const program = join(import.meta.dirname, 'contender.mjs');
  const ours = { name: kernelImplementation().name, command: process.execPath, args: [program, task.kernel], env: {} };
  if (!numpy) return [ours];
  const file = join(scratch, `${task.kernel}.i8`);
  const first = task.warmup - task.peerWarmup;
  for (let k = first; k < task.warmup + task.instances; k++) appendFileSync(file, gaugedBytes(task, k));
  return [ours, numpyPeer(numpy, task, patternCount(task.alpha, task.size), file)];
}

/** @param {import('./check.mjs').Report} report */
function secondsPerEpoch({ seconds, epochs }) {
  return seconds / epochs.reduce((sum, each) => sum + each, 0);
}

function describeContender(task, { name, reports }) {
  const { epochs, weights } = reports[0];
  const seconds = medianInterval(reports.map((report) => report.seconds)).median;
  const total = epochs.reduce((sum, each) => sum + each, 0);
  const perTrial = `${((1000 * seconds) / epochs.length).toFixed(1)} ms a trial`;
  const perEpoch = `${((1000 * seconds) / total).toFixed(3)} ms an epoch`;
  const solved = `${countSolved(task, weights)} of ${epochs.length} solved`;
  return `  ${name}: ${perTrial}, ${perEpoch}, ${(total / epochs.length).toFixed(1)} epochs, ${solved}`;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { rounds: { type: 'string', default: '9' }, json: { type: 'boolean', default: false } },
    });
    const count = Number(values.rounds);
    if (!Number.isInteger(count) || count < 1) {
      throw new RangeError(`--rounds: got ${values.rounds}, expected an integer from 1`);
    }
    return { rounds: count, json: values.json };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}
