/**
 * Laws that every learner obeys, for the catalog and for learners of others, with any test runner:
 *
 *   for (const { title, check } of learnerLaws) it(title, () => check(learner, 1));
 *
 * A law throws where it is broken. Errors are recounted here by the plain double loop, not by the packed kernels.
 */
import type { ColumnDeclaration, Params, Value } from '@fewbits/dataset/columns';
import { bitAt, bitMatrix, gauge, setBit } from '@fewbits/kernels';
import { philoxRng, type Rng, streamKey } from '@fewbits/numerics';
import { defaultParameters } from '../default-parameters.ts';
import type { Learner, LearnerStreams, Outcome } from '../learner.ts';
import { enumerate } from '../task/enumerate.ts';
import { fieldThreshold, type Inputs, type Problem, problemFromPatterns, randomProblem } from '../task/problem.ts';
import { type WeightFamily, weightValues } from '../task/weight-values.ts';

export interface LearnerLaw {
  /** Completes "every learner …". */
  readonly title: string;
  /** Throws where the law is broken. The same seed asks the same. */
  readonly check: (learner: Learner, seed: number) => void;
}

export const learnerLaws: readonly LearnerLaw[] = [
  { title: 'gives the same outcome for the same streams', check: repeats },
  { title: 'reports the recounted errors, and solved only without any', check: reportsTheTruth },
  { title: 'reports declared columns of the declared type', check: reportsDeclaredColumns },
  { title: 'leaves the problem as it was', check: leavesTheProblem },
  { title: 'solves far below capacity', check: solvesEasyProblems },
  { title: 'takes no step when there is no pattern', check: solvesNothing },
  {
    title: 'does not care whether a pattern or its negative is shown (±1 inputs, no threshold)',
    check: isGaugeInvariant,
  },
  {
    title: 'permutes its weights with the synapses, from a start that is the same for all',
    check: isPermutationEquivariant,
  },
  { title: 'never claims a solution that enumeration denies', check: claimsOnlySolutions },
  { title: 'ends at its cap on contradictory patterns', check: endsOnContradictions },
  { title: 'tells the truth at the edges: few synapses, ties, equal labels, a pattern twice', check: worksAtEdges },
];

interface Setting {
  readonly family: WeightFamily;
  readonly levels: number;
  readonly inputs: Inputs;
}

const SETTINGS: readonly Setting[] = [
  { family: 'binary', levels: 2, inputs: 'pm1' },
  { family: 'unipolar', levels: 2, inputs: 'pm1' },
  { family: 'unipolar', levels: 4, inputs: 'pm1' },
  { family: 'unipolar', levels: 3, inputs: '01' },
  { family: 'signed', levels: 3, inputs: 'pm1' },
  { family: 'signed', levels: 4, inputs: 'pm1' },
];

/** The settings that the learner claims to be defined for. */
function settingsOf(learner: Learner): readonly Setting[] {
  const found = SETTINGS.filter(
    ({ family, inputs }) => learner.weights.includes(family) && learner.inputs.includes(inputs),
  );
  if (found.length === 0) throw new Error(`${learner.name} is defined for no weights and inputs that are tested`);
  return found;
}

function repeats(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    const problem = drawProblem(setting, 51, 20, seed);
    const first = run(learner, problem, streams(seed));
    demandEqual(run(learner, problem, streams(seed)), first, describe(learner, setting));
  }
}

function reportsTheTruth(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    // Below, about and above every capacity.
    for (const patterns of [3, 15, 30, 60]) {
      const problem = drawProblem(setting, 31, patterns, seed + patterns);
      demandTruth(run(learner, problem, streams(seed)), problem, describe(learner, setting));
    }
  }
}

function reportsDeclaredColumns(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    const { report } = run(learner, drawProblem(setting, 51, 20, seed), streams(seed));
    for (const [name, value] of Object.entries(report)) {
      const column = learner.columns[name];
      if (!column) throw new Error(`${learner.name} reports ${name}, which it does not declare`);
      if (!hasType(value, column))
        throw new Error(`${learner.name} reports ${name} = ${value}, declared as ${column.type}`);
    }
  }
}

function leavesTheProblem(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    const problem = drawProblem(setting, 33, 12, seed);
    const before = structuredClone(problem);
    run(learner, problem, streams(seed));
    demandEqual(problem, before, describe(learner, setting));
  }
}

function solvesEasyProblems(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    // α = 0.03: a twentieth of the smallest capacity.
    const problem = drawProblem(setting, 201, 6, seed);
    const outcome = run(learner, problem, streams(seed));
    if (!outcome.solved)
      throw new Error(`${describe(learner, setting)}: ${outcome.errors} of 6 patterns are errors at N = 201`);
  }
}

function solvesNothing(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    const problem = drawProblem(setting, 5, 0, seed);
    const outcome = run(learner, problem, streams(seed));
    demandTruth(outcome, problem, describe(learner, setting));
    demandEqual([outcome.solved, outcome.epochs], [true, 0], describe(learner, setting));
  }
}

function isGaugeInvariant(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    if (setting.inputs !== 'pm1') continue;
    const problem = drawProblem(setting, 51, 20, seed);
    const flips = Int8Array.from({ length: 20 }, (_, mu) => (mu % 3 === 0 ? -1 : 1));
    const xi = bitMatrix(problem.patterns, problem.size);
    gauge(problem.xi, flips, xi);
    const flipped = { ...problem, xi, labels: problem.labels.map((s, mu) => s * (flips[mu] as number)) };
    demandEqual(run(learner, flipped, streams(seed)), run(learner, problem, streams(seed)), describe(learner, setting));
  }
}

function isPermutationEquivariant(learner: Learner, seed: number): void {
  if (learner.drawsSynapses) return;
  for (const setting of settingsOf(learner)) {
    const size = 101;
    const problem = drawProblem(setting, size, 20, seed);
    // 7 and 101 have no common factor: i → 7i mod 101 is a permutation.
    const moved = (i: number): number => (7 * i) % size;
    const xi = bitMatrix(problem.patterns, size);
    for (let mu = 0; mu < problem.patterns; mu++) {
      for (let i = 0; i < size; i++) if (bitAt(problem.xi, mu, i)) setBit(xi, mu, moved(i));
    }
    const sameStart = (): LearnerStreams => ({ ...streams(seed), init: CONSTANT });
    const { weights } = run(learner, problem, sameStart());
    const permuted = run(learner, { ...problem, xi }, sameStart()).weights;
    demandEqual(
      weights.map((_, i) => permuted[moved(i)] as number),
      weights,
      describe(learner, setting),
    );
  }
}

function claimsOnlySolutions(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    const size = setting.levels > 2 ? 7 : 9;
    for (let k = 0; k < 12; k++) {
      // From half to one and a half patterns a synapse: solvable and unsolvable instances.
      const problem = drawProblem(setting, size, 4 + (k % 9), seed + k);
      const outcome = run(learner, problem, streams(seed));
      demandTruth(outcome, problem, describe(learner, setting));
      if (outcome.solved && enumerate(problem).solutions === 0) {
        throw new Error(`${describe(learner, setting)} claims a solution of a problem without any`);
      }
    }
  }
}

function endsOnContradictions(learner: Learner, seed: number): void {
  for (const { family, levels, inputs } of settingsOf(learner)) {
    const pattern = [1, 1, inputs === '01' ? 0 : -1, 1, 1];
    const problem = problemFromPatterns({
      weights: weightValues(family, levels),
      inputs,
      patterns: [pattern, pattern],
      labels: [1, -1],
      threshold: inputs === '01' ? 1.5 : 0,
    });
    const outcome = run(learner, problem, streams(seed));
    demandTruth(outcome, problem, learner.name);
    if (outcome.solved) throw new Error(`${learner.name} solved two labels for one pattern`);
  }
}

function worksAtEdges(learner: Learner, seed: number): void {
  for (const setting of settingsOf(learner)) {
    // An even number of ±1 weights can have a field of 0, which is an error.
    for (const [size, patterns] of [
      [1, 1],
      [2, 2],
      [3, 1],
      [4, 3],
    ] as const) {
      const problem = drawProblem(setting, size, patterns, seed);
      demandTruth(run(learner, problem, streams(seed)), problem, describe(learner, setting));
    }
    const equal = drawProblem(setting, 15, 5, seed);
    equal.labels.fill(1);
    demandTruth(run(learner, equal, streams(seed)), equal, describe(learner, setting));
    const twice = drawProblem(setting, 15, 4, seed);
    twice.xi.words.copyWithin(twice.xi.stride, 0, twice.xi.stride);
    twice.labels[1] = twice.labels[0] as number;
    demandTruth(run(learner, twice, streams(seed)), twice, describe(learner, setting));
  }
}

/** A random problem; with 0/1 inputs the threshold is that of the mean of a flat prior. */
function drawProblem({ family, levels, inputs }: Setting, size: number, patterns: number, seed: number): Problem {
  const weights = weightValues(family, levels);
  const theta = inputs === '01' ? (levels - 1) / 4 : 0;
  return randomProblem(
    { size, patterns, weights, inputs, threshold: inputs === '01' ? fieldThreshold(theta, size, inputs) : 0 },
    philoxRng(streamKey(seed, 'patterns', `${family} ${levels} ${inputs} ${size} ${patterns}`)),
  );
}

function run(learner: Learner, problem: Problem, given: LearnerStreams): Outcome {
  const params: Params = defaultParameters(learner, { size: problem.size });
  return learner.learn(problem, params, given, new AbortController().signal);
}

function streams(seed: number): LearnerStreams {
  return { init: philoxRng(streamKey(seed, 'init', 'law')), dynamics: philoxRng(streamKey(seed, 'dynamics', 'law')) };
}

/** No stream, but the same number for every synapse, whether drawn as 32 bits, as one number, or as a fraction. */
const CONSTANT: Rng = { uint32: () => 0, uniform: () => 0.6 };

function demandTruth(outcome: Outcome, problem: Problem, who: string): void {
  const { weights, errors, solved, epochs } = outcome;
  if (weights.length !== problem.size) throw new Error(`${who}: ${weights.length} weights of ${problem.size}`);
  if (weights.some((k) => k >= problem.weights.length)) throw new Error(`${who}: a weight is none of the allowed ones`);
  if (!Number.isInteger(epochs) || epochs < 0) throw new Error(`${who}: ${epochs} epochs`);
  const counted = slowErrors(problem, weights);
  demandEqual({ errors, solved }, { errors: counted, solved: counted === 0 }, who);
}

function slowErrors(problem: Problem, indices: Uint8Array): number {
  let errors = 0;
  for (let mu = 0; mu < problem.patterns; mu++) {
    let field = -problem.threshold;
    for (let i = 0; i < problem.size; i++) {
      const bit = bitAt(problem.xi, mu, i);
      field += problem.weights[indices[i]] * (problem.inputs === '01' ? bit : 2 * bit - 1);
    }
    if (problem.labels[mu] * field <= 0) errors++;
  }
  return errors;
}

function hasType(value: Value, { type }: ColumnDeclaration): boolean {
  switch (type) {
    case 'int':
      return Number.isInteger(value);
    case 'float':
      return Number.isFinite(value);
    case 'bool':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    default:
      return Array.isArray(value) && value.every((entry) => Number.isFinite(entry));
  }
}

/** Equal as plain data; typed arrays by their entries. */
function demandEqual(got: unknown, expected: unknown, who: string): void {
  const [a, b] = [plain(got), plain(expected)];
  if (a !== b) throw new Error(`${who}: got ${a}, expected ${b}`);
}

function plain(value: unknown): string {
  return JSON.stringify(value, (_, part) => (ArrayBuffer.isView(part) ? [...(part as Uint8Array)] : part));
}

function describe(learner: Learner, { family, levels, inputs }: Setting): string {
  return `${learner.name} (${family}, ${levels} levels, ${inputs} inputs)`;
}
