/** Models of synapses, event by event, against an independent implementation; see PROVENANCE.md. */
import { readFileSync } from 'node:fs';
import { modelByName } from '@fewbits/models';
import { describe, expect, it } from 'vitest';

type State = number | readonly (number | readonly [number, number])[];

interface Sequence {
  readonly id: string;
  readonly model: string;
  readonly params: { readonly M?: number; readonly m?: number; readonly last?: string };
  readonly synapses: readonly {
    readonly initial: State;
    readonly inputs: string;
    readonly states: readonly State[];
    readonly w: readonly number[];
  }[];
}

const { sequences } = JSON.parse(readFileSync(new URL('memory-trajectories.json', import.meta.url), 'utf8')) as {
  sequences: readonly Sequence[];
};

/** A direction marker is [x, d], else a number. */
const codesOf = (state: State): number[] =>
  (typeof state === 'number' ? [state] : state).map((each) =>
    typeof each === 'number' ? each : each[0] + (each[1] > 0 ? 4 : 0),
  );

describe.each(sequences)('$id', ({ model, params: { M, m, last }, synapses }) => {
  it('holds after every event, states and weights', () => {
    const params = {
      ...(M === undefined ? { groups: m as number } : { levels: M }),
      ...(last !== undefined && { last }),
      readout: M === undefined ? 'graded' : 'binary',
    };
    const population = modelByName(model).create(params, { size: synapses.length, key: new Uint32Array(4) });
    population.writeStates(Uint32Array.from(synapses.flatMap(({ initial }) => codesOf(initial))));
    const states = new Uint32Array(synapses.length * population.variables);
    const weights = new Float64Array(synapses.length);
    for (let t = 0; t < synapses[0].inputs.length; t++) {
      const row = new Uint32Array(population.rowWords);
      synapses.forEach(({ inputs }, i) => {
        if (inputs[t] === '+') row[0] |= 1 << i;
      });
      population.apply(row);
      population.readStates(states);
      population.readout(weights);
      expect([...states]).toEqual(synapses.flatMap(({ states: after }) => codesOf(after[t])));
      expect([...weights]).toEqual(synapses.map(({ w }) => w[t]));
    }
  });
});
