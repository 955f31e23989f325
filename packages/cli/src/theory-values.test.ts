import { expect, it } from 'vitest';
import { theory, theoryArguments, valuesDocument } from './theory-values.ts';

it('reads one value as itself and several as a list, functions included', () => {
  expect(theoryArguments(['levels=4', 'alpha=0.1,0.2', 'weights=unipolar', 'output_rate=linspace(0.1,0.5,2)'])).toEqual(
    {
      ...{ levels: 4, alpha: [0.1, 0.2], weights: 'unipolar', output_rate: [0.1, 0.5] },
    },
  );
  expect(() => theoryArguments(['levels'])).toThrow('expected key=value');
});

it('names every unknown parameter and every value out of range at once', () => {
  const faults = (): unknown => theory('critical-load', { levls: 3, weights: 'bipolar', output_rate: 2 });
  expect(faults).toThrow(/levls.*did you mean levels\?.*bipolar.*output_rate: got 2/s);
});

it('is a scalar document without lists, arrays over one list, and a product with coordinates over two', () => {
  const one = valuesDocument(theory('entropy', { weights: 'binary', alpha: 0 }));
  expect(one['entropy']).toBeCloseTo(Math.log(2), 12);
  const over = valuesDocument(theory('entropy', { weights: 'binary', alpha: [0, 0.1] }));
  expect(over['entropy']).toHaveLength(2);
  expect(over['alpha']).toBeUndefined();
  const product = valuesDocument(theory('entropy', { weights: 'unipolar', alpha: [0, 0.1], levels: [2, 3, 4] }));
  expect(product['alpha']).toEqual([0, 0, 0, 0.1, 0.1, 0.1]);
  expect(product['levels']).toEqual([2, 3, 4, 2, 3, 4]);
  expect(product['entropy']).toHaveLength(6);
});

it('refuses a combination outside the theory alone, and gives null with a reason for it among others', () => {
  expect(() => theory('critical-load', { weights: 'binary', levels: 4 })).toThrow('levels: got 4');
  const values = valuesDocument(
    theory('critical-load', { weights: ['unipolar', 'binary'], levels: 4, output_rate: 0.2 }),
  );
  const [inside, outside] = values['alpha_c'] as (number | null)[];
  expect(inside).toBeCloseTo(1.087649, 4);
  expect(outside).toBeNull();
});

it('takes the list of a list parameter as one value, and its single entry too', () => {
  const curve = valuesDocument(theory('snr', theoryArguments(['model=multi-chain', 'groups=2', 'ages=0,1,10'])));
  expect(curve['age']).toEqual([0, 1, 10]);
  expect(curve['snr1']).toHaveLength(3);
  expect(curve['variance']).toBeCloseTo(2.5, 12);
  const point = valuesDocument(theory('snr', theoryArguments(['model=multi-chain', 'groups=1,2', 'ages=5'])));
  expect(point).toMatchObject({ groups: [1, 2], age: [5, 5], variance: [1, expect.closeTo(2.5, 12)] });
  expect(() => theory('snr', theoryArguments(['model=multi-chain', 'groups=2', 'ages=-1,2']))).toThrow(
    'ages: got [-1,2]',
  );
});

it('is equally long arrays over the product of lists and a curve, every coordinate beside the values', () => {
  const lists = theoryArguments([
    'model=multi-state,multi-chain,serial',
    'levels=4',
    'leave=0.5',
    'groups=2,3',
    'ages=0,2',
  ]);
  const result = theory('snr', lists);
  const values = valuesDocument(result);
  expect(Object.values(values).map((column) => (column as unknown[]).length)).toEqual(
    Object.keys(values).map(() => 12),
  );
  expect(values).toMatchObject({
    model: ['multi-state', 'multi-chain', 'serial'].flatMap((model) => new Array(4).fill(model)),
    groups: [null, null, null, null, 2, 2, 3, 3, null, null, null, null],
    age: [0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2],
    // Follows from the model.
    readout: [...new Array(8).fill('graded'), ...new Array(4).fill('binary')],
  });
  const alone = valuesDocument(theory('snr', { model: 'multi-chain', groups: 3, ages: [0, 2] }));
  expect((values['snr1'] as number[]).slice(6, 8)).toEqual(alone['snr1']);
  expect((values['variance'] as number[]).slice(6, 8)).toEqual([alone['variance'], alone['variance']]);
  expect(result.params).toMatchObject({ groups: [2, 3], levels: 4, leave: 0.5, ages: [0, 2] });
  expect(result.params).not.toHaveProperty('readout');
});

it('gives a refused combination its rows of the curve, null with the reason', () => {
  const values = valuesDocument(
    theory('snr', { model: 'multi-chain', groups: [2, 3], readout: 'binary', ages: [0, 2] }),
  );
  const [reason] = values['reason'] as string[];
  expect(reason).toContain('an odd number of groups');
  expect(values).toMatchObject({
    groups: [2, 2, 3, 3],
    age: [0, 2, 0, 2],
    signal: [null, null, expect.any(Number), expect.any(Number)],
    reason: [reason, reason, null, null],
  });
});

it('says of each entry of a curve why it is null', () => {
  const values = valuesDocument(theory('local-entropy-curve', { alpha: [0, 0.6], distances: [0.05, 0.4] }));
  expect(values).toMatchObject({
    alpha: [0, 0, 0.6, 0.6],
    distance: [0.05, 0.4, 0.05, 0.4],
    local_entropy: [null, null, expect.any(Number), null],
    reason: ['no-external-zero', 'no-external-zero', null, 'gamma below 0.1'],
  });
});

it('keeps the coordinate where the value of its name is refused', () => {
  const given = { model: 'multi-chain', size: [1000, 10000], groups: [2, 3], readout: 'binary' };
  expect(valuesDocument(theory('memory-capacity', given))).toMatchObject({
    size: [1000, 1000, 10000, 10000],
    groups: [2, 3, 2, 3],
    capacity: [null, expect.any(Number), null, expect.any(Number)],
  });
});
