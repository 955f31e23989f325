import { hazard } from '@fewbits/numerics';
import { describe, expect, it } from 'vitest';
import { hazards } from './mills-ratio.ts';

const grid = (low: number, high: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));

/** Largest relative error beside the scalar function, which is right to 1e-13 itself (mpmath). */
function worst(x: Float64Array | Float32Array, implementation: 'wasm' | 'ts'): number {
  const out = x instanceof Float32Array ? new Float32Array(x.length) : new Float64Array(x.length);
  hazards(x, out, implementation);
  return Math.max(...[...out].map((r, k) => Math.abs(r / hazard(x[k] as number) - 1)));
}

describe.each(['wasm', 'ts'] as const)('hazards (%s)', (implementation) => {
  it('are right to 1e-13 in double precision', () => {
    expect(worst(grid(-12, 40, 9001), implementation)).toBeLessThan(1e-13);
    expect(worst(Float64Array.of(100, 1e3, 1e5, 1e8), implementation)).toBeLessThan(1e-13);
  });

  it('are right to 5e-7 for x > 0 and 2e-6 for x > -4 in single precision', () => {
    expect(worst(Float32Array.from(grid(0, 40, 9001)), implementation)).toBeLessThan(5e-7);
    expect(worst(Float32Array.from(grid(-4, 0, 9001)), implementation)).toBeLessThan(2e-6);
    expect(worst(Float32Array.of(100, 1e3, 1e5, 1e8), implementation)).toBeLessThan(5e-7);
  });

  // The exponent is clamped at -708 and -87; derived bounds.
  it('stay near 0 far on the left', () => {
    expect(worst(grid(-37, -12, 999), implementation)).toBeLessThan(3e-13);
    const out = new Float64Array(2);
    hazards(Float64Array.of(-40, -1e6), out, implementation);
    for (const r of out) expect(Math.abs(r)).toBeLessThan(1e-300);
    const single = new Float32Array(2);
    hazards(Float32Array.of(-14, -1e6), single, implementation);
    for (const r of single) expect(Math.abs(r)).toBeLessThan(1e-36);
  });

  it('pass NaN on and take vectors of any length', () => {
    const out = new Float64Array(3);
    hazards(Float64Array.of(Number.NaN, 0, 1), out, implementation);
    expect(out[0]).toBeNaN();
    hazards(new Float64Array(0), new Float64Array(0), implementation);
    expect(() => hazards(new Float64Array(2), new Float32Array(2), implementation)).toThrow('another kind');
  });
});

it('are the same bits in WebAssembly and TypeScript', () => {
  for (const x of [grid(-45, 50, 20_011), Float32Array.from(grid(-45, 50, 20_011))]) {
    const [wasm, ts] = (['wasm', 'ts'] as const).map((implementation) => {
      const out = x instanceof Float32Array ? new Float32Array(x.length) : new Float64Array(x.length);
      hazards(x, out, implementation);
      return out;
    });
    expect(wasm).toEqual(ts);
  }
});
