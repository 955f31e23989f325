import { storageCapacity } from '@fewbits/experiments';
import { describe, expect, it } from 'vitest';
import { experimentData, experimentFromData } from './experiment-data.ts';
import { completeParams } from './parameter-values.ts';
import { toy } from './testing/toy-experiment.ts';

describe('experimentData', () => {
  it.each([toy, storageCapacity])('carries the declarations of $name through JSON and back', (experiment) => {
    const data = experimentData(experiment);
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    const back = experimentFromData(JSON.parse(JSON.stringify(data)));
    expect(experimentData({ ...experiment, ...back })).toEqual(data);
    expect(Object.keys(back.parameters)).toEqual(Object.keys(experiment.parameters));
    expect(back.columns).toEqual(experiment.columns);
    expect(back.summaries).toEqual(experiment.summaries ?? []);
    expect([back.name, back.version, back.doc]).toEqual([experiment.name, experiment.version, experiment.doc]);
  });

  it('keeps the formula of a derived default and the names of the functions, as text', () => {
    const { parameters, functions } = experimentData(toy);
    expect(parameters['states']).toEqual({
      ...{ type: 'int', unit: '1', doc: 'hidden states', applies: { learner: ['slow'] } },
      defaultFrom: { doc: '2·size' },
    });
    expect(functions).toEqual(['check', 'cost']);
  });
});

describe('experimentFromData', () => {
  const back = experimentFromData(experimentData(toy));

  it('completes points whose derived values were given, and refuses to guess the others', () => {
    const given = { learner: 'slow', size: 5, alpha: 0.5 };
    expect(completeParams(back.parameters, { ...given, states: 10 })).toEqual(completeParams(toy.parameters, given));
    expect(() => completeParams(back.parameters, given)).toThrow(
      'the default of states of experiment toy is code of its module, which is gone or has changed',
    );
  });

  it('neither runs nor tells versions', () => {
    expect(() => back.run({} as never)).toThrow(
      'run of experiment toy is code of its module, which is gone or has changed',
    );
    expect(back.versions).toBeUndefined();
    expect(() => experimentFromData(experimentData(storageCapacity)).versions?.({})).toThrow(
      'versions of experiment storage-capacity is code of its module, which is gone or has changed',
    );
  });
});
