/** The Python that runs the peers, if there is one with NumPy. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const peers = join(import.meta.dirname, '../peers');

/** Of the peers: one BLAS thread, since waiting threads spin on the same clock; and no files left beside the sources. */
export const peerEnv = {
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  BLIS_NUM_THREADS: '1',
  PYTHONDONTWRITEBYTECODE: '1',
};

/** Debian's name of the plain Fortran loops, many times slower than an optimised BLAS: no expert's choice. */
const REFERENCE_BLAS = /^libblas\.so/;

/**
 * @typedef {object} NumpyVersions
 * @property {string} python
 * @property {string} numpy
 * @property {string | null} scipy
 * @property {string} blas file name of the library
 * @property {string | null} builtWith name and version of the BLAS, where NumPy tells
 */

/**
 * A Python that can run the peers, of `python3` and `/usr/bin/python3`; rather one with an optimised BLAS. Null without.
 * @returns {{ command: string, versions: NumpyVersions } | null}
 */
export function findNumpy() {
  const found = ['python3', '/usr/bin/python3'].flatMap((command) => {
    const { status, stdout } = spawnSync(command, [join(peers, 'versions.py')], {
      encoding: 'utf8',
      env: { ...process.env, ...peerEnv },
    });
    return status === 0 ? [{ command, versions: JSON.parse(stdout) }] : [];
  });
  return found.find(({ versions }) => !hasReferenceBlas(versions)) ?? found[0] ?? null;
}

/** @param {NumpyVersions} versions */
export function hasReferenceBlas({ blas }) {
  return REFERENCE_BLAS.test(blas);
}

/**
 * The peer of a kernel as a contender.
 * @param {{ command: string, versions: NumpyVersions }} numpy
 * @param {import('./tasks.mjs').Task} task
 * @param {number} patterns M
 * @param {string} file instances as bytes
 * @returns {import('./paired-rounds.mjs').Contender}
 */
export function numpyPeer({ command, versions }, { kernel, size, peerWarmup }, patterns, file) {
  return {
    name: hasReferenceBlas(versions) ? 'numpy with reference BLAS' : 'numpy',
    command,
    args: [join(peers, `${kernel}.py`), file, String(size), String(patterns), String(peerWarmup)],
    env: peerEnv,
  };
}
