/** Columns of a trial in which a learner searched the weights of a perceptron, whatever the patterns are. */
import type { Columns } from '@fewbits/dataset/columns';
import { learners, type Outcome, type Problem } from '@fewbits/learners';
import type { Row } from './experiment.ts';
import { learnerColumns } from './learner-declarations.ts';

/** What single learners report, by name: the end of a table. */
export const reportedColumns: Columns = learnerColumns(learners);

/** Of the search itself. */
export const perceptronColumns: Columns = {
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
};

/** All of `perceptronColumns` and `reportedColumns`; null where the learner reports nothing. */
export function perceptronRow(problem: Problem, { weights, solved, errors, epochs, report }: Outcome): Row {
  const { size, patterns, threshold, weights: values } = problem;
  const reported: Record<string, Row[string]> = {};
  for (const name of Object.keys(reportedColumns)) reported[name] = report[name] ?? null;
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
