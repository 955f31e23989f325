/** Faults of an `online-memory` point whose parameters are each valid alone. */
import type { Params } from '@fewbits/dataset/columns';
import { modelByName, models, realisedCorrelation } from '@fewbits/models';
import type { ParameterProblem } from './experiment.ts';

/** Synapses are numbered in 31 bits. */
const MOST_SYNAPSES = 2 ** 31;
/** Older than any run can wait for. */
const OLDEST = 2 ** 40;

/** All faults at once; empty when the point can run. */
export function checkOnlineMemory(params: Params): readonly ParameterProblem[] {
  return [...checkModel(params), ...checkCorrelation(params), ...checkAges(params), ...checkSize(params)];
}

function checkModel(params: Params): readonly ParameterProblem[] {
  return modelByName(String(params['model'])).check(params);
}

function checkCorrelation(params: Params): ParameterProblem[] {
  const correlation = params['correlation'] as number;
  const refuse = (expected: string): ParameterProblem[] => [
    { parameter: 'correlation', got: String(correlation), expected },
  ];
  const { name, correlated } = modelByName(String(params['model']));
  if (correlation > 0 && !correlated) {
    const able = models.filter((model) => model.correlated).map((model) => model.name);
    return refuse(`0 with model ${name}, which is defined for independent events (${able.join(', ')} can)`);
  }
  if (realisedCorrelation(correlation) === null) return refuse(`at most ${1 - 2 ** -15}, or events never change`);
  return [];
}

function checkAges(params: Params): ParameterProblem[] {
  const ages = params['ages'] as readonly number[];
  const at = ages.findIndex((age, k) => k > 0 && age <= (ages[k - 1] as number));
  if (at > 0) {
    const got = `${ages[at - 1]} before ${ages[at]} (entries ${at - 1} and ${at})`;
    return [{ parameter: 'ages', got, expected: 'strictly increasing numbers of events' }];
  }
  const oldest = ages.at(-1) ?? 0;
  if (oldest <= OLDEST) return [];
  const expected = `ages up to ${OLDEST}: a run stores one event more than the oldest age at least`;
  return [{ parameter: 'ages', got: String(oldest), expected }];
}

function checkSize(params: Params): ParameterProblem[] {
  const size = params['size'] as number;
  if (size <= MOST_SYNAPSES || checkModel(params).length > 0) return [];
  const bytes = size * modelByName(String(params['model'])).bytes(params);
  const expected = `at most ${MOST_SYNAPSES}: the state of ${size} synapses needs ${(bytes / 1e9).toFixed(1)} GB`;
  return [{ parameter: 'size', got: String(size), expected }];
}
