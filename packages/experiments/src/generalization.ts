/**
 * Generalisation: what a student of few levels learns from M = αN examples of a teacher of the same kind.
 *
 * One trial draws a teacher, patterns and the teacher's labels, flips each label with probability `label_noise`, lets the learner
 * search once, and compares the weights with the teacher's: R = W·W^T/(|W||W^T|), and the probability that they disagree on a new
 * pattern, arccos(R)/pi for fields without mean. Both stand beside the theory of a typical ±1 student, whose overlap jumps to 1 at
 * a load of 1.2447. Sources: Györgyi, PRA 41, 7097 (1990); Baldassi et al., PRL 115, 128101 (2015).
 */
import type { Params, TheoryReference } from '@fewbits/dataset/columns';
import {
  fieldThreshold,
  learnerByName,
  learners,
  type TeacherProblem,
  teacherProblem,
  teacherVersion,
  weightValues,
} from '@fewbits/learners';
import { signDisagreement } from '@fewbits/numerics';
import type { Experiment, Row, TrialContext } from './experiment.ts';
import { learnerParameters } from './learner-declarations.ts';
import { taskParameters, weightParameters } from './perceptron-parameters.ts';
import { perceptronColumns, perceptronRow, reportedColumns } from './perceptron-row.ts';
import { checkStorage } from './storage-checks.ts';
import { type Setting, settingOf } from './storage-setting.ts';
import { teacherAgreement } from './teacher-agreement.ts';

/** The theory is of ±1 weights and inputs without noise and threshold. */
const covered = { weights: ['binary'], inputs: ['pm1'], threshold: ['optimal', 0], label_noise: [0] } as const;

export const generalization: Experiment = {
  name: 'generalization',
  version: 1,
  doc: 'examples of a teacher, learned by a student of the same weight set: how well does it predict new ones?',
  source: 'gyorgyi-1990',
  parameters: {
    ...weightParameters,
    ...taskParameters,
    threshold: {
      type: 'float',
      unit: '1',
      doc: 'threshold of both fields over N; optimal: 0, for 0/1 inputs f times the mean of the weight set',
      values: ['optimal'],
      default: 'optimal',
    },
    label_noise: {
      type: 'float',
      unit: '1',
      doc: "probability that a label is not the teacher's; 1/2: nothing to learn",
      min: 0,
      max: 0.5,
      default: 0,
    },
    ...learnerParameters(learners),
  },
  columns: {
    ...perceptronColumns,
    noisy_labels: { type: 'int', unit: 'patterns', doc: "labels that are not the teacher's" },
    train_errors: { type: 'int', unit: 'patterns', doc: 'errors on the given labels, the noisy ones included' },
    teacher_overlap: { type: 'float', unit: '1', doc: 'cosine of the weights and the teacher: W·W^T/N for ±1 weights' },
    test_error: {
      type: 'float',
      unit: '1',
      doc: 'probability of disagreement with the teacher on a new pattern, from the overlap (Gaussian fields)',
    },
    typical_error: {
      type: 'float',
      unit: '1',
      doc: 'test error of a typical student, arccos(overlap)/pi: learner bp, where it converged, fields without mean',
    },
    ...reportedColumns,
  },
  summaries: [
    { kind: 'mean', quantity: 'test_error', column: 'test_error', theory: theory('generalization_error') },
    { kind: 'mean', quantity: 'teacher_overlap', column: 'teacher_overlap', theory: theory('overlap') },
    { kind: 'mean', quantity: 'solved', column: 'solved' },
    { kind: 'mean', quantity: 'typical_error', column: 'typical_error', theory: theory('generalization_error') },
    // Messages that start without knowing the teacher stay on the metastable branch up to its end.
    { kind: 'mean', quantity: 'overlap', column: 'overlap', theory: theory('metastable_overlap', ['bp']) },
  ],
  task,
  check: checkStorage,
  versions: (params) => {
    const { learner } = settingOf(params);
    return { teacher: teacherVersion, [learner]: learnerByName(learner).version };
  },
  cost,
  memory,
  run,
};

function theory(value: string, of?: readonly string[]): TheoryReference {
  const applies = { ...covered, ...(of && { learner: of }) };
  return { quantity: 'teacher-student', value, parameters: ['alpha'], applies };
}

function run(context: TrialContext): Row {
  const setting = settingOf(context.params);
  const { size, patterns, inputs, inputRate } = setting;
  const weights = weightValues(setting.weights, setting.levels);
  const threshold = fieldThreshold(relativeThreshold(setting), size, inputs);
  const labelNoise = context.params['label_noise'] as number;
  const drawn = teacherProblem(
    { size, patterns, weights, inputs, inputRate, threshold, labelNoise },
    context.stream('patterns'),
  );
  const streams = { init: context.stream('init'), dynamics: context.stream('dynamics') };
  const outcome = learnerByName(setting.learner).learn(drawn.problem, context.params, streams, context.signal);
  const typical =
    setting.learner === 'bp' && isCentred(drawn) ? (outcome.report['overlap'] as number | undefined) : undefined;
  return {
    ...perceptronRow(drawn.problem, outcome),
    noisy_labels: drawn.flipped,
    train_errors: outcome.errors,
    ...teacherAgreement(drawn, outcome.weights),
    typical_error: typical === undefined ? null : signDisagreement(0, 0, typical),
  };
}

/** Whether fields have no mean, so that the overlap alone gives the error. */
function isCentred({ problem: { inputs, threshold } }: TeacherProblem): boolean {
  return inputs === 'pm1' && threshold === 0;
}

/** Two learners at one load, threshold and noise see the same teacher and patterns. */
function task(params: Params): Params {
  const { size, patterns, weights, levels, inputs, inputRate, threshold } = settingOf(params);
  const rate = inputs === '01' && { input_rate: inputRate };
  const label_noise = params['label_noise'] as number;
  return { size, patterns, weights, levels, inputs, ...rate, threshold, label_noise };
}

function cost(params: Params): number {
  const { learner, size, patterns, levels } = settingOf(params);
  return 3e-6 * size * patterns + learnerByName(learner).cost(size, patterns, levels, params);
}

/** The bits of the patterns, by rows and by columns, and the learner's numbers for each synapse and each pattern. */
function memory(params: Params): number {
  const { learner, size, patterns, levels } = settingOf(params);
  const own = learnerByName(learner).memory?.(size, patterns, levels, params) ?? 0;
  return own + (2 * size * patterns) / 8 + 256 * (size + patterns);
}

/** Θ/N. A teacher that is uniform in its weight set has this mean field. */
function relativeThreshold({ weights, levels, inputs, inputRate, threshold }: Setting): number {
  if (threshold !== 'optimal') return threshold;
  if (inputs === 'pm1') return 0;
  const values = weightValues(weights, levels);
  return (inputRate * ((values[0] as number) + (values.at(-1) as number))) / 2;
}
