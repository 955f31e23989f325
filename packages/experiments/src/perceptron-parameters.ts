/** Parameters that every experiment with a perceptron has: its learner, its weights, its inputs and its load. */
import type { Parameters } from '@fewbits/dataset/columns';
import { type Inputs, learners, MAX_LEVELS, type WeightFamily } from '@fewbits/learners';

/** What is learned with: first, since other parameters apply or not by them. */
export const weightParameters: Parameters = {
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
};

/** What is learned. */
export const taskParameters: Parameters = {
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
};
