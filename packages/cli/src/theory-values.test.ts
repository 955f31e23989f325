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
  expect(() => theory('critical-load', { weights: 'signed', levels: 4, output_rate: 0.2 })).toThrow(
    'output_rate: got 0.2',
  );
  const values = valuesDocument(
    theory('critical-load', { weights: ['unipolar', 'signed'], levels: 4, output_rate: 0.2 }),
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
  expect(point['groups']).toBeUndefined();
  expect(point['age']).toEqual([[5], [5]]);
  expect(point['variance']).toEqual([1, expect.closeTo(2.5, 12)]);
  expect(() => theory('snr', theoryArguments(['model=multi-chain', 'groups=2', 'ages=-1,2']))).toThrow(
    'ages: got [-1,2]',
  );
});
