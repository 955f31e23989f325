/**
 * Online memory: how long do synapses of few bits remember while new memories overwrite old ones?
 *
 * Every memory gives each of N independent synapses one event ±1. In the stationary state, the overlap of a memory's events
 * with the weights falls with its age t, the memories stored after it: signal S(t) = E[xi_0 w_t], noise σ = sqrt(Var w),
 * SNR(t) = sqrt(N) S(t)/σ. One trial simulates N synapses from a stationary start and reads `tracked` memories at every age.
 * With correlated events S(t) contains the echo of neighbouring memories: a greater height is no better memory.
 * Source: Benna & Fusi, Asilomar 2017.
 */
import type { Params } from '@fewbits/dataset/columns';
import { modelByName, models } from '@fewbits/models';
import type { Experiment, Row, TrialContext } from './experiment.ts';
import { checkOnlineMemory } from './online-memory-checks.ts';
import { measuredFrom, measureGroup } from './online-memory-measure.ts';
import { onlineMemoryParameters, rateColumns } from './online-memory-parameters.ts';
import { keptEvents } from './online-memory-schedule.ts';
import { BLOCK, settingOf } from './online-memory-setting.ts';

const parameters = onlineMemoryParameters(models);
const rates = rateColumns(models);
const modelParameterNames = Object.keys(parameters).filter((name) => parameters[name]?.applies?.['model']);

/** Standard errors from zero below which a value is noise. */
const FLOOR = 2;

export const onlineMemory: Experiment = {
  name: 'online-memory',
  version: 1,
  doc: 'memories stored one after the other in synapses of few bits: how does their signal decay?',
  source: 'benna-fusi-2017',
  parameters,
  columns: {
    signal: {
      type: 'float[]',
      unit: '1',
      doc: 'S(t), mean overlap of tracked memories with w per synapse, at each age',
    },
    signal_sem: { type: 'float[]', unit: '1', doc: 'standard error of signal' },
    snr1: { type: 'float[]', unit: '1', doc: 'S(t) over the noise: SNR per square root of the number of synapses' },
    snr1_sem: { type: 'float[]', unit: '1', doc: 'standard error of snr1, that of the noise included' },
    faint: { type: 'int[]', unit: '1', doc: '1 where snr1 is within two standard errors of 0: not measured, else 0' },
    noise: { type: 'float', unit: '1', doc: 'σ, stationary standard deviation of w' },
    noise_sem: { type: 'float', unit: '1', doc: 'standard error of noise' },
    synapse_bits: { type: 'float', unit: 'bits', doc: 'bits that one synapse holds' },
    events: { type: 'int', unit: 'events', doc: 'events that every synapse was given, the burn-in included' },
    realised_correlation: { type: 'float', unit: '1', doc: 'correlation with probabilities of 16 bits' },
    method: { type: 'string', unit: '1', doc: 'simulated, at N = size' },
    initial_state: { type: 'string', unit: '1', doc: 'law of the start: stationary-exact, or gaussian+burn-in' },
    caution: { type: 'string', unit: '1', doc: 'what is not in its stationary state; empty where all is' },
    sem_method: {
      type: 'string',
      unit: '1',
      doc: 'block-means: spread over groups of synapses; formula: too few, from independence',
    },
    generator: { type: 'string', unit: '1', doc: 'generators of the events; of start and coins' },
    ...rates,
  },
  summaries: [
    {
      kind: 'curve',
      quantity: 'snr1',
      column: 'snr1',
      over: 'ages',
      error: 'snr1_sem',
      theory: {
        quantity: 'snr',
        value: 'snr1',
        parameters: [
          'model',
          ...modelParameterNames.filter((name) => name !== 'burn_in'),
          'readout',
          'correlation',
          'ages',
        ],
        applies: { noise_definition: ['stationary'] },
      },
      realised: { correlation: 'realised_correlation' },
      scaled: { quantity: 'snr', parameter: 'reported_size' },
      caution: {
        parameter: 'correlation',
        text: 'With correlation the SNR contains the echo of neighbouring memories: its greater height is no better memory.',
      },
    },
    { kind: 'mean', quantity: 'noise', column: 'noise' },
    { kind: 'mean', quantity: 'synapse_bits', column: 'synapse_bits' },
  ],
  task,
  check: checkOnlineMemory,
  versions: ({ model }) => ({ [String(model)]: modelByName(String(model)).version }),
  cost,
  memory,
  run,
};

function run({ params, stream, signal }: TrialContext): Row {
  const setting = settingOf(params);
  const { model, groups, burnIn, schedule } = setting;
  const patterns = stream('patterns');
  const key = Uint32Array.from({ length: 4 }, () => patterns.uint32());
  const kept = keptEvents(schedule, setting.ages);
  const sums = Array.from({ length: groups }, (_, group) => measureGroup(setting, kept, group, key, signal));
  const found = measuredFrom(setting, sums);
  const { kind, caution } = model.start(params);
  return {
    signal: found.signal,
    signal_sem: found.signalError,
    snr1: found.snr1,
    snr1_sem: found.snr1Error,
    faint: found.snr1.map((value, a) => (Math.abs(value) < FLOOR * (found.snr1Error[a] as number) ? 1 : 0)),
    noise: found.noise,
    noise_sem: found.noiseError,
    synapse_bits: model.bits(params),
    events: burnIn + schedule.events,
    realised_correlation: setting.realised,
    method: 'simulated',
    initial_state: kind,
    caution,
    sem_method: found.errorsFrom,
    generator: 'xoshiro128+; Philox4x32-10, xoshiro128++',
    ...Object.fromEntries(Object.keys(rates).map((name) => [name, found.rates[name] ?? null])),
  };
}

/** Two models at one point are given the same events. */
function task({ size, correlation, ages, tracked }: Params): Params {
  return { size, correlation, ages, tracked } as Params;
}

function cost(params: Params): number {
  const { model, size, realised, ages, tracked, burnIn, schedule } = settingOf(params);
  const update = model.cost(params, realised);
  // Reading a synapse in one pattern, with its share of keeping it.
  const read = update < 1 ? 0.15 : 1;
  const each = update * (burnIn + schedule.events) + read * ages.length * tracked + 2000;
  return 1e-6 * size * each + 50;
}

/** One part at a time: state, kept memories and their schedule. */
function memory(params: Params): number {
  const { model, size, ages, tracked, partBlocks } = settingOf(params);
  const synapses = Math.min(size, BLOCK * partBlocks);
  const kept = ages.length * tracked;
  return synapses * model.bytes(params) + BLOCK * partBlocks * (kept / 8) + 32 * kept;
}
