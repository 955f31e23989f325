/**
 * Memory capacity: how many events later is a memory still worth more than the noise?
 *
 *   capacity = age at which SNR(t) = sqrt(N) S(t)/σ falls below θ;  initial SNR = SNR(0)
 * A trial is one synapse at one N: `exact` asks the theory `memory-capacity`, `simulated` stores and reads memories in N synapses
 * (as `online-memory` does) and finds the crossing. The size of a synapse is given, or `best`: the one with the largest exact
 * capacity. `envelope` is no model, but what no ±1 synapse of so many states can exceed.
 * Source: Benna & Fusi, Asilomar 2017; Lahiri & Ganguli 2013 for the envelope.
 */
import type { Parameters, Params, TheoryReference, Value } from '@fewbits/dataset/columns';
import { modelByName, models } from '@fewbits/models';
import { quantity } from '@fewbits/theory';
import type { Experiment, ParameterProblem, Row, TrialContext } from './experiment.ts';
import { closeAges, crossing } from './memory-crossing.ts';
import { onlineMemory } from './online-memory.ts';
import { checkOnlineMemory } from './online-memory-checks.ts';
import { measuredFrom, measureGroup } from './online-memory-measure.ts';
import { keptEvents } from './online-memory-schedule.ts';
import { settingOf } from './online-memory-setting.ts';

const theory = quantity('memory-capacity');
// The linear theory of the biological synapse is an approximation: what it says is not `exact`.
const { approximation: _, ...ofTheory } = theory.parameters;

/** Simulated or simulable: all but the envelope. */
const simulable = models.map(({ name }) => name);
/** Burn-in where the number of variables is still to be found. */
const LONGEST_BURN_IN = 100_000;
/** Read out up to this multiple of N: no model remembers longer at threshold 1. */
const OLDEST = 2;

const burnIn = modelByName('biological').parameters['burn_in'];

const parameters: Parameters = {
  ...ofTheory,
  evaluation: {
    type: 'string',
    unit: '1',
    doc: 'exact: from theory; simulated: from memories stored in N synapses',
    values: ['exact', 'simulated'],
    default: 'exact',
  },
  tracked: {
    type: 'int',
    unit: 'memories',
    doc: 'tracked memories for each age',
    min: 1,
    default: 1024,
    applies: { evaluation: ['simulated'] },
  },
  ages: {
    type: 'int[]',
    unit: 'events',
    doc: 'ages to read out at, increasing, 0 and 1 among them; the capacity is found between them',
    min: 0,
    defaultFrom: {
      doc: `0 and 24 ages a decade up to ${OLDEST} size`,
      value: ({ size }): Value => [0, ...closeAges(OLDEST * Number(size))],
    },
    applies: { evaluation: ['simulated'] },
  },
  burn_in: {
    ...(burnIn as Parameters[string]),
    defaultFrom: {
      doc: `${burnIn?.defaultFrom?.doc}; ${LONGEST_BURN_IN} for the best groups`,
      value: (params): Value =>
        typeof params['groups'] === 'number' ? (burnIn?.defaultFrom?.value(params) ?? 0) : LONGEST_BURN_IN,
    },
    applies: { model: ['biological'], evaluation: ['simulated'] },
  },
};

const reference = (value: string): TheoryReference => ({
  quantity: theory.name,
  value,
  parameters: Object.keys(ofTheory),
});

const common = {
  kind: 'scaling',
  over: 'size',
  method: 'method',
  procedure: ['evaluation', 'tracked', 'ages', 'burn_in'],
  coordinate: 'synapse_bits',
  along: ['groups', 'bits', 'levels', 'depth'],
} as const;

export const memoryCapacity: Experiment = {
  name: 'memory-capacity',
  version: 1,
  doc: 'age to which a memory stands out from the noise, and how clear a fresh one is: against number and size of synapses',
  source: 'benna-fusi-2017',
  parameters,
  columns: {
    capacity: { type: 'float', unit: 'events', doc: 'age at which the SNR falls below the threshold' },
    capacity_sem: { type: 'float', unit: 'events', doc: 'standard error of capacity; null where it is exact' },
    initial_snr: { type: 'float', unit: '1', doc: 'SNR of a memory right after it was stored' },
    initial_snr_sem: { type: 'float', unit: '1', doc: 'standard error of initial_snr; null where it is exact' },
    synapse_bits: { type: 'float', unit: 'bits', doc: 'bits that one synapse holds' },
    method: { type: 'string', unit: '1', doc: 'exact, or simulated at N = size' },
    reason: { type: 'string', unit: '1', doc: 'why there is no capacity; empty where there is one' },
    caution: { type: 'string', unit: '1', doc: 'what is not in its stationary state; empty where all is' },
  },
  summaries: [
    {
      ...{ ...common, quantity: 'capacity', column: 'capacity', error: 'capacity_sem' },
      theory: reference('capacity'),
      fits: [
        { quantity: 'capacity_exponent', law: 'power' },
        { quantity: 'capacity_exponent_log', law: 'power', logarithms: -1 },
        { quantity: 'capacity_per_log', law: 'logarithm' },
      ],
    },
    {
      ...{ ...common, quantity: 'initial_snr', column: 'initial_snr', error: 'initial_snr_sem' },
      theory: reference('initial_snr'),
      fits: [
        { quantity: 'initial_snr_exponent', law: 'power' },
        { quantity: 'initial_snr_exponent_log', law: 'power', logarithms: -0.5 },
      ],
    },
  ],
  check,
  versions: (params) => ({
    [theory.name]: theory.version,
    ...(isSimulated(params) && {
      'online-memory': onlineMemory.version,
      [String(params['model'])]: modelByName(String(params['model'])).version,
    }),
  }),
  cost,
  memory: (params) => (isSimulated(params) ? (onlineMemory.memory?.(simulation(params)) ?? 0) : 1e6),
  run: (context) => (isSimulated(context.params) ? simulate(context) : evaluate(context.params)),
};

function isSimulated({ evaluation }: Params): boolean {
  return evaluation === 'simulated';
}

function evaluate(params: Params): Row {
  const { capacity, initial_snr, synapse_bits, reason = '' } = theory.evaluate(params);
  return row({ capacity, initial_snr, synapse_bits, reason, method: 'exact' });
}

function row(values: Readonly<Record<string, unknown>>): Row {
  return { capacity_sem: null, initial_snr_sem: null, caution: '', ...values } as Row;
}

function simulate({ params, stream, signal }: TrialContext): Row {
  const setting = settingOf(simulation(params));
  const random = stream('patterns');
  const key = Uint32Array.from({ length: 4 }, () => random.uint32());
  const kept = keptEvents(setting.schedule, setting.ages);
  const sums = Array.from({ length: setting.groups }, (_, group) => measureGroup(setting, kept, group, key, signal));
  const { snr1, snr1Error } = measuredFrom(setting, sums);
  const root = Math.sqrt(setting.size);
  const [ratios, errors] = [snr1, snr1Error].map((values) => values.map((value) => root * value)) as [
    number[],
    number[],
  ];
  const threshold = params['threshold'] as number;
  const found = crossing(setting.ages.slice(1), ratios.slice(1), errors.slice(1), threshold);
  return row({
    capacity: found?.age ?? null,
    capacity_sem: found?.error ?? null,
    initial_snr: ratios[0],
    initial_snr_sem: errors[0],
    synapse_bits: setting.model.bits(setting.params),
    method: 'simulated',
    reason: found ? '' : `SNR above the threshold at all ages up to ${setting.ages.at(-1)}`,
    caution: setting.model.start(setting.params).caution,
  });
}

/** The same point as one of `online-memory`, with what is `best` found. */
function simulation(params: Params): Params {
  const { evaluation: _evaluation, threshold: _threshold, ...same } = params;
  return { ...same, ...bestOf(params), noise_definition: 'stationary' } as Params;
}

function bestOf(params: Params): Record<string, number> {
  const wanted = ['groups', 'flip', 'bits', 'depth'].find((name) => params[name] === 'best');
  if (wanted === undefined) return {};
  const found = theory.evaluate(params);
  const bits = Number(found['synapse_bits']);
  const size = {
    groups: Number(found['groups']),
    bits,
    depth: 2 ** bits / 2,
    flip: Number(found['initial_snr']) / Math.sqrt(params['size'] as number),
  };
  return { [wanted]: Math.round(size[wanted as keyof typeof size] * 1e12) / 1e12 };
}

function check(params: Params): readonly ParameterProblem[] {
  const ofExact = theory.check?.(params) ?? [];
  if (!isSimulated(params)) return ofExact;
  const model = String(params['model']);
  if (!simulable.includes(model)) {
    return [{ parameter: 'model', got: model, expected: `${simulable.join(', ')} with evaluation simulated` }];
  }
  // What theory does not cover can be simulated, but not be searched for what is best.
  const asksTheory = Object.values(params).includes('best');
  if (asksTheory && ofExact.length > 0) return ofExact;
  const ages = params['ages'] as readonly number[];
  const starts = ages[0] === 0 && ages[1] === 1 && ages.length > 2;
  return [
    ...(starts ? [] : [{ parameter: 'ages', got: ages.slice(0, 3).join(', '), expected: '0, 1 and older ages' }]),
    ...checkOnlineMemory(simulation(params)),
  ];
}

function cost(params: Params): number {
  if (isSimulated(params)) return onlineMemory.cost?.(simulation(params)) ?? 1;
  const { model } = params;
  return model === 'partial-reset' || model === 'biological' ? 150 : model === 'cascade' || model === 'serial' ? 20 : 1;
}
