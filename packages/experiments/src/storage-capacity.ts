/**
 * Storage capacity: can a learner store M = αN random patterns in N synapses of few levels?
 *
 * One trial draws the patterns, lets the learner search once, and reports whether it found weights without errors. The load
 * at which half of the trials succeed, over the precision log2(levels), stands beside the critical load of the theory.
 * Sources: Baldassi et al., PRL 115, 128101 (2015) and PRE 93, 052313 (2016).
 */
import type { Params } from '@fewbits/dataset/columns';
import {
  fieldThreshold,
  type Inputs,
  learnerByName,
  learners,
  MAX_LEVELS,
  type Outcome,
  type Problem,
  problemVersion,
  randomProblem,
  type WeightFamily,
  weightValues,
} from '@fewbits/learners';
import { optimalThreshold, optimalThresholdVersion } from '@fewbits/theory';
import type { Experiment, Row, TrialContext } from './experiment.ts';
import { learnerColumns, learnerParameters } from './learner-declarations.ts';
import { checkStorage } from './storage-checks.ts';
import { type Setting, settingOf } from './storage-setting.ts';

const learnersColumns = learnerColumns(learners);

export const storageCapacity: Experiment = {
  name: 'storage-capacity',
  version: 1,
  doc: 'random patterns stored in synapses of few levels: does the learner find weights without errors?',
  source: 'baldassi-2016',
  parameters: {
    learner: {
      type: 'string',
      unit: '1',
      doc: 'learning rule',
      values: learners.map(({ name }) => name),
    },
    weights: {
      type: 'string',
      unit: '1',
      doc: 'weight set: binary = ±1, unipolar = 0 … levels-1, signed = symmetric about zero',
      values: ['binary', 'unipolar', 'signed'] satisfies WeightFamily[],
    },
    levels: {
      type: 'int',
      unit: '1',
      doc: 'number of weight values; log2(levels) bits',
      min: 2,
      max: MAX_LEVELS,
      applies: { weights: ['unipolar', 'signed'] },
    },
    size: { type: 'int', unit: 'synapses', doc: 'number of synapses N', min: 1 },
    alpha: {
      type: 'float',
      unit: 'patterns/synapse',
      doc: 'requested load: M = floor(alpha N + 1/2) patterns',
      exclusiveMin: 0,
      lattice: 'size',
    },
    inputs: {
      type: 'string',
      unit: '1',
      doc: 'coding of the inputs: pm1 = ±1, 01 = 0/1',
      values: ['pm1', '01'] satisfies Inputs[],
      default: 'pm1',
    },
    input_rate: {
      type: 'float',
      unit: '1',
      doc: 'f, probability of a 1 among 0/1 inputs',
      exclusiveMin: 0,
      exclusiveMax: 1,
      default: 0.5,
      applies: { inputs: ['01'] },
    },
    output_rate: {
      type: 'float',
      unit: '1',
      doc: "f', probability of the positive label; 0.5 for binary and signed weights",
      exclusiveMin: 0,
      exclusiveMax: 1,
      default: 0.5,
    },
    threshold: {
      type: 'float',
      unit: '1',
      doc: 'threshold of the field over N; optimal: the one that stores most, at capacity',
      values: ['optimal'],
      default: 'optimal',
    },
    ...learnerParameters(learners),
  },
  columns: {
    synapse_bits: { type: 'float', unit: 'bits', doc: 'log2(levels)' },
    patterns: { type: 'int', unit: 'patterns', doc: 'number of patterns M' },
    load: { type: 'float', unit: 'patterns/synapse', doc: 'M/N' },
    solved: { type: 'bool', unit: '1', doc: 'whether no pattern is an error' },
    errors: { type: 'int', unit: 'patterns', doc: 'patterns with stability ≤ 0, recounted at the end' },
    epochs: {
      type: 'int',
      unit: '1',
      doc: 'steps of the learner in its own unit: presentations of all patterns, or iterations',
    },
    mean_weight: { type: 'float', unit: '1', doc: 'mean weight over the largest magnitude' },
    field_threshold: { type: 'float', unit: '1', doc: 'threshold of the field in units of the weights' },
    ...learnersColumns,
  },
  summaries: [
    {
      kind: 'transition',
      quantity: 'alpha50',
      column: 'solved',
      over: 'alpha',
      target: 0.5,
      coordinate: 'synapse_bits',
      theory: { quantity: 'critical-load', value: 'alpha_c', parameters: ['weights', 'levels', 'output_rate'] },
      limit: {
        quantity: 'critical-load',
        value: 'alpha_c',
        parameters: ['weights', 'output_rate'],
        fixed: { levels: 'inf' },
        substitute: { weights: { binary: 'signed' } },
      },
    },
    {
      kind: 'mean',
      quantity: 'entropy',
      column: 'entropy',
      theory: {
        quantity: 'entropy',
        value: 'entropy',
        parameters: ['weights', 'levels', 'alpha', 'output_rate'],
        // Elsewhere the threshold is not the best one for this load, only for capacity.
        applies: { inputs: ['pm1'], output_rate: [0.5], threshold: ['optimal', 0] },
      },
    },
  ],
  task,
  check: checkStorage,
  versions,
  cost,
  memory,
  run,
};

function run(context: TrialContext): Row {
  const setting = settingOf(context.params);
  const { size, patterns, inputs, inputRate, outputRate } = setting;
  const threshold = fieldThreshold(relativeThreshold(setting), size, inputs);
  const weights = weightValues(setting.weights, setting.levels);
  const problem = randomProblem(
    { size, patterns, weights, inputs, inputRate, outputRate, threshold },
    context.stream('patterns'),
  );
  const streams = { init: context.stream('init'), dynamics: context.stream('dynamics') };
  const outcome = learnerByName(setting.learner).learn(problem, context.params, streams, context.signal);
  return row(problem, outcome);
}

function row(problem: Problem, { weights, solved, errors, epochs, report }: Outcome): Row {
  const { size, patterns, threshold, weights: values } = problem;
  const reported: Record<string, Row[string]> = {};
  for (const name of Object.keys(learnersColumns)) reported[name] = report[name] ?? null;
  let sum = 0;
  for (const index of weights) sum += values[index] as number;
  const largest = Math.max(...values.map(Math.abs));
  return {
    synapse_bits: Math.log2(values.length),
    patterns,
    load: patterns / size,
    solved,
    errors,
    epochs,
    mean_weight: sum / size / largest,
    field_threshold: threshold,
    ...reported,
  };
}

/** Two learners, weight sets or thresholds at one load see the same patterns. */
function task(params: Params): Params {
  const { size, patterns, inputs, inputRate, outputRate } = settingOf(params);
  const rates = { ...(inputs === '01' && { input_rate: inputRate }), output_rate: outputRate };
  return { size, patterns, inputs, ...rates };
}

function versions(params: Params): Readonly<Record<string, number>> {
  const setting = settingOf(params);
  return {
    problem: problemVersion,
    [setting.learner]: learnerByName(setting.learner).version,
    ...(asksTheory(setting) && { 'optimal-threshold': optimalThresholdVersion }),
  };
}

function cost(params: Params): number {
  const { learner, size, patterns, levels } = settingOf(params);
  // Drawing and packing the patterns, then the learner.
  return 3e-6 * size * patterns + learnerByName(learner).cost(size, patterns, levels, params);
}

/** The bits of the patterns, by rows and by columns, and the learner's numbers for each synapse and each pattern. */
function memory(params: Params): number {
  const { size, patterns } = settingOf(params);
  return (2 * size * patterns) / 8 + 256 * (size + patterns);
}

/** Whether the threshold is the theory's to say: elsewhere the optimal one is 0 by symmetry. */
function asksTheory({ weights, inputs, outputRate, threshold }: Setting): boolean {
  return threshold === 'optimal' && weights === 'unipolar' && (inputs === '01' || outputRate !== 0.5);
}

const thresholds = new Map<string, number>();

/** Θ/N. The theory takes some 10 ms and is asked once per point and process: its answer is a pure function. */
function relativeThreshold(setting: Setting): number {
  const { weights, levels, inputs, inputRate, outputRate, size, threshold } = setting;
  if (threshold !== 'optimal') return threshold;
  if (!asksTheory(setting)) return 0;
  const question = { weights, levels, inputs, input_rate: inputRate, output_rate: outputRate, size };
  const key = JSON.stringify(question);
  const known = thresholds.get(key) ?? optimalThreshold(question);
  thresholds.set(key, known);
  return known;
}
