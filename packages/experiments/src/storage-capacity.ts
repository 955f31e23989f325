/**
 * Storage capacity: can a learner store M = αN random patterns in N synapses of few levels?
 *
 * One trial draws the patterns, lets the learner search once, and reports whether it found weights without errors. The load
 * at which half of the trials succeed, over the precision log2(levels), stands beside the critical load of the theory.
 * Sources: Baldassi et al., PRL 115, 128101 (2015) and PRE 93, 052313 (2016).
 */
import {
  type FactsOf,
  type FileFacts,
  type ParameterDeclaration,
  type Params,
  type PatternSet,
  patternsFileVersion,
} from '@fewbits/dataset/columns';
import {
  fieldThreshold,
  learnerByName,
  learners,
  problemVersion,
  randomProblem,
  weightValues,
} from '@fewbits/learners';
import { optimalThreshold, optimalThresholdVersion } from '@fewbits/theory';
import type { Experiment, Row, TrialContext } from './experiment.ts';
import { factsOfFile, filedProblem } from './filed-problem.ts';
import { learnerParameters } from './learner-declarations.ts';
import { taskParameters, weightParameters } from './perceptron-parameters.ts';
import { perceptronColumns, perceptronRow, reportedColumns } from './perceptron-row.ts';
import { checkStorage } from './storage-checks.ts';
import { type Setting, settingOf } from './storage-setting.ts';

/** Patterns of a file are others. */
const randomPatterns = { patterns_file: [null] } as const;

export const storageCapacity: Experiment = {
  name: 'storage-capacity',
  version: 1,
  doc: 'random patterns stored in synapses of few levels: does the learner find weights without errors?',
  source: 'baldassi-2016',
  parameters: {
    ...weightParameters,
    patterns_file: {
      type: 'string',
      unit: '1',
      doc: 'CSV, Arrow or Parquet file with a row a pattern: column label, the others inputs; random patterns without',
      file: 'patterns',
      optional: true,
    },
    ...taskParameters,
    size: ofFile('size', 'the number of inputs in patterns_file', (facts) => facts['size']),
    alpha: ofFile(
      'alpha',
      'all patterns of patterns_file; below that a random choice for each replicate',
      (facts) => (facts['patterns'] as number) / (facts['size'] as number),
    ),
    input_rate: ofFile(
      'input_rate',
      '0.5, or the share of high inputs in patterns_file',
      (facts) => facts['input_rate'],
      0.5,
    ),
    output_rate: {
      type: 'float',
      unit: '1',
      doc: "f', probability of the positive label; 0.5 for random patterns with binary and signed weights",
      exclusiveMin: 0,
      exclusiveMax: 1,
      defaultFrom: {
        doc: '0.5, or the share of positive labels in patterns_file',
        value: (params, factsOf) => factsOfFile(params, factsOf)?.['output_rate'] ?? 0.5,
      },
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
    ...perceptronColumns,
    ...reportedColumns,
  },
  summaries: [
    {
      kind: 'transition',
      quantity: 'alpha50',
      column: 'solved',
      over: 'alpha',
      target: 0.5,
      coordinate: 'synapse_bits',
      theory: {
        quantity: 'critical-load',
        value: 'alpha_c',
        parameters: ['weights', 'levels', 'output_rate'],
        applies: randomPatterns,
      },
      limit: {
        quantity: 'critical-load',
        value: 'alpha_c',
        parameters: ['weights', 'output_rate'],
        fixed: { levels: 'inf' },
        substitute: { weights: { binary: 'signed' } },
        applies: randomPatterns,
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
        applies: { ...randomPatterns, inputs: ['pm1'], output_rate: [0.5], threshold: ['optimal', 0] },
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

/** A parameter of every perceptron whose default a file of patterns can give. */
function ofFile(
  name: string,
  doc: string,
  value: (facts: FileFacts) => number | undefined,
  without?: number,
): ParameterDeclaration {
  const { default: _, ...declaration } = taskParameters[name] as ParameterDeclaration;
  const choose = (params: Params, factsOf: FactsOf | undefined): number | undefined => {
    const facts = factsOfFile(params, factsOf);
    return (facts && value(facts)) ?? without;
  };
  return { ...declaration, defaultFrom: { doc, value: choose } };
}

function run(context: TrialContext): Row | Promise<Row> {
  const { patterns_file } = context.params;
  if (patterns_file === undefined) return search(context, null);
  if (!context.patterns) throw new Error('patterns_file needs a context that reads files');
  return context.patterns(patterns_file as string).then((set) => search(context, set));
}

/** `set`: the patterns of a file; null: random ones. */
function search(context: TrialContext, set: PatternSet | null): Row {
  const setting = settingOf(context.params);
  const { size, patterns, inputs, inputRate, outputRate } = setting;
  const threshold = fieldThreshold(relativeThreshold(setting), size, inputs);
  const weights = weightValues(setting.weights, setting.levels);
  const dice = context.stream('patterns');
  const problem = set
    ? filedProblem(set, { patterns, weights, inputs, inputRate, threshold }, dice)
    : randomProblem({ size, patterns, weights, inputs, inputRate, outputRate, threshold }, dice);
  const streams = { init: context.stream('init'), dynamics: context.stream('dynamics') };
  const outcome = learnerByName(setting.learner).learn(problem, context.params, streams, context.signal);
  return perceptronRow(problem, outcome);
}

/** Two learners, weight sets or thresholds at one load see the same patterns. */
function task(params: Params): Params {
  const { size, patterns, inputs, inputRate, outputRate, patternsFile } = settingOf(params);
  if (patternsFile !== null) return { patterns_file: patternsFile, patterns };
  const rates = { ...(inputs === '01' && { input_rate: inputRate }), output_rate: outputRate };
  return { size, patterns, inputs, ...rates };
}

function versions(params: Params): Readonly<Record<string, number>> {
  const setting = settingOf(params);
  return {
    problem: problemVersion,
    ...(setting.patternsFile !== null && { 'patterns-file': patternsFileVersion }),
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
  const { learner, size, patterns, levels, patternsFile } = settingOf(params);
  const own = learnerByName(learner).memory?.(size, patterns, levels, params) ?? 0;
  // A file is held as one byte an input, and while it is read as a number of 8.
  const file = patternsFile === null ? 0 : 9 * size * patterns;
  return file + own + (2 * size * patterns) / 8 + 256 * (size + patterns);
}

/** Whether the threshold is the theory's to say: elsewhere the optimal one is 0 by symmetry. */
export function asksTheory({ weights, inputs, outputRate, threshold }: Setting): boolean {
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
