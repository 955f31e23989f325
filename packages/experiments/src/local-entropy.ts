/**
 * Local entropy: are the solutions that learning rules find surrounded by others, and are typical ones isolated?
 *
 * One trial draws a problem of ±1 weights, finds a solution with a learner (or takes the teacher that made the labels, which is
 * a typical solution: it is as likely as any other one given the patterns), and measures the entropy of the solutions at given distances
 * from it by belief propagation with an anchoring field. Beside random labels stands the theory of the densest regions.
 * Source: Baldassi et al., PRL 115, 128101 (2015).
 */
import type { ParameterDeclaration, Parameters, Params } from '@fewbits/dataset/columns';
import {
  countErrors,
  learnerByName,
  learners,
  localEntropies,
  neighbourhoodVersion,
  type Problem,
  patternCount,
  problemVersion,
  randomProblem,
  teacherProblem,
  teacherVersion,
  weightValues,
} from '@fewbits/learners';
import type { Experiment, ParameterProblem, Row, TrialContext } from './experiment.ts';
import { learnerParameters } from './learner-declarations.ts';
import { taskParameters } from './perceptron-parameters.ts';
import { checkStorage } from './storage-checks.ts';

/** In place of a learner: the solution that the labels come from. */
const TEACHER = 'teacher';
const DISTANCES = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2] as const;

export const localEntropyExperiment: Experiment = {
  name: 'local-entropy',
  version: 1,
  doc: 'entropy of the ±1 solutions around one that a rule finds, or around a typical one, by distance',
  source: 'baldassi-2015',
  parameters: {
    learner: {
      type: 'string',
      unit: '1',
      doc: 'rule that finds the solution; teacher = a typical one, without a search',
      values: [...learners.map(({ name }) => name), TEACHER],
    },
    labels: {
      type: 'string',
      unit: '1',
      doc: 'random, or those of a random ±1 teacher',
      values: ['random', TEACHER],
      default: 'random',
    },
    size: taskParameters['size'] as ParameterDeclaration,
    alpha: taskParameters['alpha'] as ParameterDeclaration,
    distances: {
      type: 'float[]',
      unit: '1',
      doc: 'fractions of synapses in which solutions differ from the one looked around',
      exclusiveMin: 0,
      exclusiveMax: 0.5,
      default: DISTANCES,
    },
    ...applicable(learnerParameters(learners)),
  },
  columns: {
    patterns: { type: 'int', unit: 'patterns', doc: 'number of patterns M' },
    load: { type: 'float', unit: 'patterns/synapse', doc: 'M/N' },
    solved: { type: 'bool', unit: '1', doc: 'whether there is a solution to look around' },
    errors: { type: 'int', unit: 'patterns', doc: 'patterns with stability ≤ 0, recounted' },
    epochs: { type: 'int', unit: '1', doc: 'steps of the learner in its own unit; null for teacher' },
    solution_entropy: {
      type: 'float[]',
      unit: 'nats',
      doc: 'entropy per synapse of the solutions at each of distances; NaN where the messages do not reach, null unless solved',
    },
    isolated: {
      type: 'bool',
      unit: '1',
      doc: 'whether the curve ends above the smallest distance: no solutions are found nearer; null unless solved',
    },
  },
  summaries: [
    {
      kind: 'curve',
      quantity: 'local_entropy',
      column: 'solution_entropy',
      over: 'distances',
      theory: {
        quantity: 'local-entropy-curve',
        value: 'local_entropy',
        parameters: ['alpha', 'distances'],
        applies: { labels: ['random'] },
      },
    },
    { kind: 'mean', quantity: 'isolated', column: 'isolated' },
    { kind: 'mean', quantity: 'solved', column: 'solved' },
  ],
  task: ({ labels, size, alpha }) => ({
    labels: labels as string,
    size: size as number,
    patterns: patternCount(alpha as number, size as number),
  }),
  check,
  versions,
  cost,
  run,
};

/** Weights and inputs are ±1 here: parameters for others can never apply. */
function applicable(parameters: Parameters): Parameters {
  const fits = ({ applies = {} }: ParameterDeclaration): boolean => !('weights' in applies || 'inputs' in applies);
  return Object.fromEntries(Object.entries(parameters).filter(([, declaration]) => fits(declaration)));
}

function run(context: TrialContext): Row {
  const { params, signal } = context;
  const size = params['size'] as number;
  const patterns = patternCount(params['alpha'] as number, size);
  const spec = { size, patterns, weights: weightValues('binary', 2), inputs: 'pm1' } as const;
  const dice = context.stream('patterns');
  const { problem, teacher } =
    params['labels'] === TEACHER
      ? teacherProblem(spec, dice)
      : { problem: randomProblem(spec, dice), teacher: new Uint8Array() };
  const { weights, epochs } =
    params['learner'] === TEACHER ? { weights: teacher, epochs: null } : search(problem, context);
  const errors = countErrors(problem, weights);
  const common = { patterns, load: patterns / size, solved: errors === 0, errors, epochs };
  if (errors > 0) return { ...common, solution_entropy: null, isolated: null };
  const distances = params['distances'] as readonly number[];
  const entropies = localEntropies(problem, weights, distances, signal);
  const nearest = entropies[distances.indexOf(Math.min(...distances))] as number;
  return { ...common, solution_entropy: entropies, isolated: Number.isNaN(nearest) };
}

function search(problem: Problem, context: TrialContext): { weights: Uint8Array; epochs: number } {
  const { params, signal } = context;
  const streams = { init: context.stream('init'), dynamics: context.stream('dynamics') };
  return learnerByName(params['learner'] as string).learn(problem, params, streams, signal);
}

function check(params: Params): readonly ParameterProblem[] {
  const isTeacher = params['learner'] === TEACHER;
  if (isTeacher && params['labels'] !== TEACHER) {
    return [{ parameter: 'labels', got: String(params['labels']), expected: 'teacher with learner teacher' }];
  }
  // Whatever fits every rule: the checks are those of the problem.
  const learner = isTeacher ? 'rbp' : (params['learner'] as string);
  return checkStorage({ ...params, learner, weights: 'binary', inputs: 'pm1', threshold: 0 });
}

function versions({ learner, labels }: Params): Readonly<Record<string, number>> {
  return {
    neighbourhood: neighbourhoodVersion,
    ...(labels === TEACHER ? { teacher: teacherVersion } : { problem: problemVersion }),
    ...(learner !== TEACHER && { [learner as string]: learnerByName(learner as string).version }),
  };
}

/** Some 60 steps of the field, each some 10 iterations as long as those of `rbp`. */
function cost(params: Params): number {
  const size = params['size'] as number;
  const patterns = patternCount(params['alpha'] as number, size);
  const around = 1.5e-3 * size * patterns;
  const { learner } = params;
  return around + (learner === TEACHER ? 0 : learnerByName(learner as string).cost(size, patterns, 2, params));
}
