/** Faults of a point of an experiment with a perceptron whose parameters are each valid alone. */
import type { FactsOf, FileFacts, Params } from '@fewbits/dataset/columns';
import { learnerByName, learners } from '@fewbits/learners';
import type { ParameterProblem } from './experiment.ts';
import { factsOfFile } from './filed-problem.ts';
import { type Setting, settingOf } from './storage-setting.ts';

/** All faults at once; empty when the point can run. */
export function checkStorage(params: Params, factsOf?: FactsOf): readonly ParameterProblem[] {
  const setting = settingOf(params);
  return [
    ...checkFile(setting, factsOfFile(params, factsOf)),
    ...checkPatterns(setting),
    ...checkWeights(setting),
    ...checkTies(setting),
    ...checkStates(params),
    ...checkLists(params),
  ];
}

/** Values that the file decides. */
function checkFile(setting: Setting, facts: FileFacts | undefined): ParameterProblem[] {
  if (facts === undefined) return [];
  const { size, alpha, patterns, inputs, inputRate, outputRate, weights, threshold } = setting;
  const problems: ParameterProblem[] = [];
  const demand = (parameter: string, got: number, wanted: number | undefined, what: string): void => {
    if (got !== wanted) problems.push({ parameter, got: String(got), expected: `${wanted}, ${what}, or none` });
  };
  demand('size', size, facts['size'], 'the number of inputs in patterns_file');
  const rows = facts['patterns'] as number;
  if (size === facts['size'] && patterns > rows) {
    const expected = `at most ${rows / size}: patterns_file has ${rows} patterns, alpha N asks for ${patterns}`;
    problems.push({ parameter: 'alpha', got: String(alpha), expected });
  }
  if (inputs === '01')
    demand('input_rate', inputRate, facts['input_rate'], 'the share of high inputs in patterns_file');
  demand('output_rate', outputRate, facts['output_rate'], 'the share of positive labels in patterns_file');
  const isOneSided = [inputs === '01' ? inputRate : 0.5, outputRate].some((rate) => rate === 0 || rate === 1);
  if (isOneSided && weights === 'unipolar' && threshold === 'optimal') {
    const expected =
      'a number: no threshold is optimal where all labels, or all 0/1 inputs, of patterns_file are equal';
    problems.push({ parameter: 'threshold', got: threshold, expected });
  }
  return problems;
}

function checkPatterns({ alpha, size, patterns }: Setting): ParameterProblem[] {
  if (patterns > 0) return [];
  const expected = `a load of at least one pattern: alpha N = ${alpha * size} rounds to 0, 1/2 is enough (alpha ≥ ${0.5 / size})`;
  return [{ parameter: 'alpha', got: String(alpha), expected }];
}

/** What the learner and the theory of the task are defined for. */
function checkWeights({ learner, weights, inputs, outputRate, patternsFile }: Setting): ParameterProblem[] {
  const problems: ParameterProblem[] = [];
  const able = learnerByName(learner);
  const others = (fits: (other: typeof able) => boolean): string => {
    const names = learners.filter(fits).map(({ name }) => name);
    return names.length > 0 ? ` (${names.join(', ')} can)` : '';
  };
  if (!able.weights.includes(weights)) {
    const expected = `${able.weights.join(' or ')} with learner ${learner}${others((other) => other.weights.includes(weights))}`;
    problems.push({ parameter: 'weights', got: weights, expected });
  }
  if (weights !== 'unipolar' && inputs === '01') {
    problems.push({
      parameter: 'inputs',
      got: inputs,
      expected: `pm1 with ${weights} weights; 0/1 inputs go with unipolar`,
    });
  } else if (!able.inputs.includes(inputs)) {
    const expected = `${able.inputs.join(' or ')} with learner ${learner}${others((other) => other.inputs.includes(inputs))}`;
    problems.push({ parameter: 'inputs', got: inputs, expected });
  }
  if (weights !== 'unipolar' && outputRate !== 0.5 && patternsFile === null) {
    problems.push({ parameter: 'output_rate', got: String(outputRate), expected: `0.5 with ${weights} weights` });
  }
  return problems;
}

/** ±1 weights on an even number of ±1 inputs have fields of exactly 0, which count as errors. */
function checkTies({ weights, levels, inputs, size, threshold, patternsFile }: Setting): ParameterProblem[] {
  const signs = weights === 'binary' || (weights === 'signed' && levels === 2);
  const zero = threshold === 'optimal' || threshold === 0;
  // A file has as many inputs as it has: its fields of 0 are errors.
  if (patternsFile !== null) return [];
  if (!signs || inputs !== 'pm1' || !zero || size % 2 !== 0) return [];
  const expected = `an odd number, e.g. ${size - 1} or ${size + 1} (±1 weights without threshold: no field may be 0)`;
  return [{ parameter: 'size', got: String(size), expected }];
}

function checkStates(params: Params): ParameterProblem[] {
  const states = params['states'];
  if (typeof states !== 'number' || states % 2 === 0) return [];
  return [
    { parameter: 'states', got: String(states), expected: `an even number, e.g. ${states - 1} or ${states + 1}` },
  ];
}

/** `gammas` and `ys` of focusing belief propagation are read side by side. */
function checkLists(params: Params): ParameterProblem[] {
  const { gammas, ys } = params;
  if (!Array.isArray(gammas) || !Array.isArray(ys) || gammas.length === ys.length) return [];
  return [{ parameter: 'ys', got: `${ys.length} values`, expected: `as many as gammas, ${gammas.length}` }];
}
