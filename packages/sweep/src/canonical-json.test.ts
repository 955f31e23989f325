import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

it('sorts keys, drops the undefined and has one zero', () => {
  expect(canonicalJson({ b: [1, -0], a: { d: null, c: true }, e: undefined })).toBe(
    '{"a":{"c":true,"d":null},"b":[1,0]}',
  );
});

it('is JSON of the same value, whatever the order of the keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      // toBe and toEqual tell −0 from 0; adding 0 does not keep it.
      const zero = (entry: unknown): unknown => (typeof entry === 'number' ? entry + 0 : entry);
      const plain: unknown = JSON.parse(JSON.stringify(value), (_, entry: unknown) => zero(entry));
      expect(JSON.parse(canonicalJson(value))).toEqual(plain);
    }),
  );
});

it.each([NaN, Infinity, 1n, () => 1])('refuses %s', (value) => {
  expect(() => canonicalJson({ value })).toThrow();
});
