/** The parameters of the experiment `online-memory`: those of all models, each where it applies, and its own. */
import type { Columns, ParameterDeclaration, Parameters, Params, Value } from '@fewbits/dataset/columns';
import { modelByName, type SynapseModel } from '@fewbits/models';
import { standardAges } from '@fewbits/theory';

export function onlineMemoryParameters(models: readonly SynapseModel[]): Parameters {
  return {
    model: { type: 'string', unit: '1', doc: 'model of the synapse', values: models.map(({ name }) => name) },
    ...modelParameters(models),
    readout: {
      type: 'string',
      unit: '1',
      doc: 'graded: the level, or the sum of the signs of the groups; binary: its sign',
      values: ['graded', 'binary'],
      defaultFrom: {
        doc: 'graded; binary for stochastic-binary, cascade and serial',
        value: (params: Params): Value => modelByName(String(params['model'])).defaultReadout,
      },
    },
    size: { type: 'int', unit: 'synapses', doc: 'number of simulated synapses N', min: 1 },
    correlation: {
      type: 'float',
      unit: '1',
      doc: 'correlation of successive events of a synapse',
      min: 0,
      exclusiveMax: 1,
      default: 0,
    },
    ages: {
      type: 'int[]',
      unit: 'events',
      doc: 'ages to read out at, increasing: memories stored after the tracked one',
      min: 0,
      default: standardAges,
    },
    tracked: { type: 'int', unit: 'memories', doc: 'tracked memories for each age', min: 1, default: 64 },
    noise_definition: {
      type: 'string',
      unit: '1',
      doc: 'noise of snr1: stationary = standard deviation of w; conditional = that given the tracked memory',
      values: ['stationary', 'conditional'],
      default: 'stationary',
    },
    reported_size: {
      type: 'int',
      unit: 'synapses',
      doc: 'number of synapses to which the summary scales the SNR, by sqrt(N); nothing is simulated at it',
      min: 1,
      optional: true,
    },
  };
}

/** A declaration that several models share is one object, which applies to all of them. */
function modelParameters(models: readonly SynapseModel[]): Parameters {
  const merged = new Map<string, { declaration: ParameterDeclaration; owners: string[] }>();
  for (const { name: model, parameters } of models) {
    for (const [name, declaration] of Object.entries(parameters)) {
      const known = merged.get(name);
      if (!known) merged.set(name, { declaration, owners: [model] });
      else if (known.declaration === declaration) known.owners.push(model);
      else throw new Error(`${name} is declared differently by ${known.owners.join(', ')} and by ${model}`);
    }
  }
  return Object.fromEntries(
    [...merged].map(([name, { declaration, owners }]) => [name, { ...declaration, applies: { model: owners } }]),
  );
}

/** Rates that models count. */
export function rateColumns(models: readonly SynapseModel[]): Columns {
  return Object.assign({}, ...models.map(({ rates = {} }) => rates));
}
