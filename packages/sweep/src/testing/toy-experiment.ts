/** A small experiment with every kind of parameter, for the tests of spec and plan. */
import type { Experiment } from '@fewbits/experiments';

export const toy: Experiment = {
  name: 'toy',
  version: 3,
  parameters: {
    learner: { type: 'string', values: ['slow', 'fast'], unit: '1', doc: 'rule' },
    weights: { type: 'string', values: ['binary', 'unipolar'], default: 'binary', unit: '1', doc: 'weight set' },
    levels: { type: 'int', min: 2, max: 64, unit: '1', doc: 'levels', applies: { weights: ['unipolar'] } },
    size: { type: 'int', min: 1, unit: '1', doc: 'synapses' },
    alpha: { type: 'float', exclusiveMin: 0, unit: '1', doc: 'load', lattice: 'size' },
    threshold: { type: 'float', values: ['optimal'], default: 'optimal', unit: '1', doc: 'threshold' },
    rate: { type: 'float', min: 0, max: 1, default: 0.5, unit: '1', doc: 'rate', applies: { learner: ['slow'] } },
    states: {
      ...{ type: 'int', unit: '1', doc: 'hidden states', applies: { learner: ['slow'] } },
      defaultFrom: { doc: '2·size', value: ({ size }) => 2 * (size as number) },
    },
    ages: { type: 'int[]', min: 0, optional: true, unit: '1', doc: 'ages' },
  },
  columns: {
    value: { type: 'float', unit: '1', doc: 'a value' },
    solved: { type: 'bool', unit: '1', doc: 'whether it is solved' },
  },
  check: ({ weights, size }) =>
    weights === 'binary' && (size as number) % 2 === 0
      ? [{ parameter: 'size', got: String(size), expected: `an odd number, e.g. ${(size as number) + 1}` }]
      : [],
  cost: ({ size }) => size as number,
  run: ({ rng }) => ({ value: rng.uniform(), solved: rng.uniform() < 0.5 }),
};
