import { expect, it } from 'vitest';
import { hasReferenceBlas } from './numpy.ts';

it.each([
  ['libblas.so.3.11.0', true],
  ['libblas.so.3.11.0, liblapack.so.3.11.0', true],
  // Debian's alternatives: the same name, and OpenBLAS behind it.
  ['libblas.so.3, liblapack.so.3, libopenblasp-r0.3.21.so', false],
  ['libscipy_openblas64_-32a4b2a6.so', false],
  ['libmkl_rt.so.2', false],
  ['unknown', false],
])('knows the reference BLAS from an optimised one: %s', (blas, isReference) => {
  expect(hasReferenceBlas({ blas, python: '3', numpy: '1', scipy: null, builtWith: null })).toBe(isReference);
});
