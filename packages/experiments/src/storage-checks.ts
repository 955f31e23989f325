/** Faults of a point of an experiment with a perceptron whose parameters are each valid alone. */
import type { Params } from '@fewbits/dataset/columns';
import { learnerByName, learners } from '@fewbits/learners';
import type { ParameterProblem } from './experiment.ts';
import { type Setting, settingOf } from './storage-setting.ts';

/** All faults at once; empty when the point can run. */
export function checkStorage(params: Params): readonly ParameterProblem[] {
  const setting = settingOf(params);
  return [
    ...checkPatterns(setting),
    ...checkWeights(setting),
    ...checkTies(setting),
    ...checkStates(params),
    ...checkLists(params),
  ];
}

function checkPatterns({ alpha, size, patterns }: Setting): ParameterProblem[] {
  if (patterns > 0) return [];
  const expected = `a load of at least one pattern: alpha N = ${alpha * size} rounds to 0, 1/2 is enough (alpha ≥ ${0.5 / size})`;
  return [{ parameter: 'alpha', got: String(alpha), expected }];
}

/** What the learner and the theory of the task are defined for. */
function checkWeights({ learner, weights, inputs, outputRate }: Setting): ParameterProblem[] {
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
  if (weights !== 'unipolar' && outputRate !== 0.5) {
    problems.push({ parameter: 'output_rate', got: String(outputRate), expected: `0.5 with ${weights} weights` });
  }
  return problems;
}

/** ±1 weights on an even number of ±1 inputs have fields of exactly 0, which count as errors. */
function checkTies({ weights, levels, inputs, size, threshold }: Setting): ParameterProblem[] {
  const signs = weights === 'binary' || (weights === 'signed' && levels === 2);
  const zero = threshold === 'optimal' || threshold === 0;
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
