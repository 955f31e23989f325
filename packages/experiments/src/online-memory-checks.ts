/** Faults of an `online-memory` point whose parameters are each valid alone. */
import type { Params } from '@fewbits/dataset/columns';
import { modelByName, models, realisedCorrelation } from '@fewbits/models';
import type { ParameterProblem } from './experiment.ts';
import { BLOCK } from './online-memory-setting.ts';

/** Synapses are numbered in 31 bits. */
const MOST_SYNAPSES = 2 ** 31;
/** Of the 4 GiB of WebAssembly, the state of the synapses left out. */
const MOST_KEPT_BYTES = 4e9;
/** Older than any run can wait for. */
const OLDEST = 2 ** 40;

/** All faults at once; empty when the point can run. */
export function checkOnlineMemory(params: Params): readonly ParameterProblem[] {
  return [checkModel, checkCorrelation, checkAges, checkSize, checkTracked].flatMap((check) => check(params));
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

/** Synapses are simulated in parts: no number of them takes more memory than `PART_BLOCKS` blocks do. */
function checkSize(params: Params): ParameterProblem[] {
  const size = params['size'] as number;
  if (size <= MOST_SYNAPSES) return [];
  const expected = `at most ${MOST_SYNAPSES}: synapses are numbered in 31 bits`;
  return [{ parameter: 'size', got: String(size), expected }];
}

/** What is kept of all tracked memories for a block of synapses lies in the kernel. */
function checkTracked(params: Params): ParameterProblem[] {
  const tracked = params['tracked'] as number;
  const ages = (params['ages'] as readonly number[]).length;
  const bytes = (tracked * ages * BLOCK) / 8;
  if (bytes <= MOST_KEPT_BYTES) return [];
  const gigabytes = (count: number): string => `${Number((count / 1e9).toPrecision(3))} GB`;
  const most = Math.floor((8 * MOST_KEPT_BYTES) / BLOCK / ages);
  const expected = `at most ${most} with ${ages} ages: ${BLOCK} synapses keep ${gigabytes(bytes)}, WebAssembly has ${gigabytes(MOST_KEPT_BYTES)} for them`;
  return [{ parameter: 'tracked', got: String(tracked), expected }];
}
