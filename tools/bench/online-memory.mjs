/**
 * The online-memory kernels against plain TypeScript, NumPy (plain and expert) and C, in paired rounds of user CPU time per
 * event.
 *
 *   node tools/bench/online-memory.mjs [--rounds 9] [--json]
 *
 * `--json`: the document of `fewbits bench --json` on stdout, the rest on stderr. Without Python and NumPy, or gcc: says so,
 * and goes on without them. Exit 1 when contenders did not do the same work, 2 on bad options.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kernelImplementation } from '@fewbits/kernels';
import { describeHost, host } from './host.mjs';
import { CHECKED, GROUPS, models, SIZE, startFile, timedEvents } from './memory-tasks.mjs';
import { findNumpy, peerEnv } from './numpy.mjs';
import { medianInterval, pairedRounds } from './paired-rounds.mjs';

/** What is compared, and the goal of guide and issue, per model; null: none. */
const comparisons = [
  { contender: 'wasm', peer: 'numpy-naive', goals: { 'direction-marker': 500, 'partial-reset': 200 } },
  { contender: 'wasm', peer: 'numpy-planes', goals: { 'direction-marker': 30, 'partial-reset': 30 } },
  { contender: 'wasm', peer: 'naive-typescript', goals: { 'direction-marker': 400, 'partial-reset': 300 } },
  { contender: 'typescript-u32', peer: 'naive-typescript', goals: { 'direction-marker': 50, 'partial-reset': 50 } },
  { contender: 'wasm', peer: 'c-128-lazy', goals: { 'direction-marker': 0.65, 'partial-reset': 0.65 } },
  { contender: 'wasm', peer: 'c-128-pairs', goals: {} },
  { contender: 'wasm-stops', peer: 'wasm', goals: {} },
];

const { rounds, json } = readOptions();
const say = json ? console.error : console.log;
const numpy = findNumpy();
const machine = host(numpy?.versions ?? null);
const scratch = mkdtempSync(join(tmpdir(), 'fewbits-bench-'));
try {
  const c = buildC();
  say(describeHost(machine));
  say(c ? `C: ${c.version}, -O3` : 'no gcc: not compared with C');
  say(`kernels: ${kernelImplementation().name}, module ${kernelImplementation().sha256}`);
  say(`N = ${SIZE}, m = ${GROUPS}, balanced independent events`);
  const file = join(scratch, 'start.u32');
  writeFileSync(file, new Uint8Array(startFile().buffer));
  const results = models.flatMap((model) => measure(model, contendersOf(model, file, c)));
  if (json) console.log(JSON.stringify({ schemaVersion: 1, host: machine, results }, null, 2));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measure(model, contenders) {
  const reports = pairedRounds(contenders, rounds, (round) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\r${model}: ${round}/${rounds} rounds${round === rounds ? '\n' : ''}`);
  });
  const measured = new Map(contenders.map(({ name }, k) => [name, reports[k]]));
  say(`\n${model}`);
  for (const [name, own] of measured) {
    const rate = medianInterval(own.map(({ seconds, events }) => (SIZE * events) / seconds)).median;
    say(`  ${name.padEnd(17)} ${(rate / 1e6).toFixed(0).padStart(6)} million synapse-events a CPU second`);
    const shortest = Math.min(...own.map(({ seconds }) => seconds));
    if (shortest < 0.2) say(`  ${name}: worked for ${shortest} s of CPU only`);
  }
  if (new Set(reports.flat().map(({ crc }) => crc)).size > 1) {
    for (const [name, own] of measured)
      console.error(`${model}: ${name} ends with ${own.map(({ crc }) => crc).join(' ')}`);
    console.error(`${model}: void, the states after the given events differ`);
    process.exitCode = 1;
    return [];
  }
  return comparisons.flatMap(({ contender, peer, goals }) => {
    const [ours, theirs] = [measured.get(contender), measured.get(peer)];
    if (!ours || !theirs) return [];
    const ratios = ours.map((each, round) => secondsPerEvent(theirs[round]) / secondsPerEvent(each));
    const { median, low, high, confidence } = medianInterval(ratios);
    const goal = goals[model];
    const percent = (100 * confidence).toFixed(0);
    say(
      `  ${contender} / ${peer}: ${short(median)} (${short(low)} to ${short(high)}, ${percent} %)${verdict(goal, low, high)}`,
    );
    return [{ kernel: `online-memory ${model}`, contender, peer, ratio: median, low, high, rounds }];
  });
}

function secondsPerEvent({ seconds, events }) {
  return seconds / events;
}

function short(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function verdict(goal, low, high) {
  if (goal === undefined) return '';
  const met = low >= goal ? 'met' : high < goal ? 'missed' : 'undecided';
  return `, goal ${goal}: ${met}`;
}

/** @returns {import('./paired-rounds.mjs').Contender[]} */
function contendersOf(model, file, c) {
  const program = join(import.meta.dirname, 'memory-contender.mjs');
  const ours = ['wasm', 'wasm-stops', 'typescript-u32', 'naive-typescript'].map((name) => ({
    name,
    command: process.execPath,
    args: [program, name, model, file],
    env: {},
  }));
  const numbers = (name) => [SIZE, GROUPS, CHECKED, timedEvents[name]].map(String);
  const python = numpy
    ? ['numpy-naive', 'numpy-planes'].map((name) => ({
        name,
        command: numpy.command,
        args: [join(import.meta.dirname, '../peers/online_memory.py'), name, model, file, ...numbers(name)],
        env: peerEnv,
      }))
    : [];
  const native = c
    ? ['c-128-lazy', 'c-128-pairs'].map((name) => ({
        name,
        command: c.command,
        args: [name, model, file, ...numbers(name)],
        env: {},
      }))
    : [];
  return [...ours, ...python, ...native];
}

/** The C peer, if there is a compiler. */
function buildC() {
  const command = join(scratch, 'online-memory');
  const source = join(import.meta.dirname, '../peers/online-memory.c');
  const { status, stderr } = spawnSync('gcc', ['-O3', '-o', command, source], { encoding: 'utf8' });
  if (status === null) return null;
  if (status !== 0) throw new Error(`gcc: ${stderr}`);
  const version = spawnSync('gcc', ['--version'], { encoding: 'utf8' }).stdout.split('\n')[0];
  return { command, version };
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
