import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamKey } from './stream-key.ts';

const seed = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const label = fc.string({ unit: fc.constantFrom('a', 'b', '0', '1', '{', '"', 'é'), maxLength: 6 });

describe('streamKey', () => {
  // First 16 bytes, as little-endian words, of SHA-256("7\0patterns\0abc") and SHA-256("0\0init\0") by Python's hashlib.
  it.each([
    [7, 'patterns', 'abc', [0xc858b6f6, 0xb39f3d18, 0x199f3ad0, 0x5d942ce0]],
    [0, 'init', '', [0x53b509ee, 0x164c9101, 0x270c2a9e, 0xa348dc3e]],
  ])('is the start of a SHA-256: seed %i, purpose %s, scope "%s"', (seed, purpose, scope, expected) => {
    expect([...streamKey(seed, purpose, scope)]).toEqual(expected);
  });

  it('differs as soon as seed, purpose or scope differ, wherever the boundaries lie', () => {
    const input = fc.tuple(seed, label, label);
    fc.assert(
      fc.property(input, input, (a, b) => {
        const same = a.every((part, i) => part === b[i]);
        expect(String(streamKey(...a)) === String(streamKey(...b))).toBe(same);
      }),
    );
    expect(streamKey(1, '1a', 'b')).not.toEqual(streamKey(11, 'a', 'b'));
    expect(streamKey(1, 'a', 'bc')).not.toEqual(streamKey(1, 'ab', 'c'));
  });

  it('tells seeds apart that agree in their low 32 bits', () => {
    expect(streamKey(5, 'init', 'x')).not.toEqual(streamKey(5 + 2 ** 32, 'init', 'x'));
  });
});
