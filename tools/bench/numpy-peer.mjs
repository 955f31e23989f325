import { join } from 'node:path';
import { hasReferenceBlas, peerEnv, peersFolder } from '../../packages/cli/dist/bench/numpy.js';

/**
 * The peer of a learner as a contender.
 * @param {import('../../packages/cli/dist/bench/numpy.js').Numpy} numpy
 * @param {import('./tasks.mjs').Task} task
 * @param {number} patterns M
 * @param {string} file instances as bytes
 * @returns {import('../../packages/cli/dist/bench/paired-rounds.js').Contender}
 */
export function numpyPeer({ command, versions }, { kernel, size, peerWarmup }, patterns, file) {
  return {
    name: hasReferenceBlas(versions) ? 'numpy with reference BLAS' : 'numpy',
    command,
    args: [join(peersFolder, `${kernel}.py`), file, String(size), String(patterns), String(peerWarmup)],
    env: peerEnv,
  };
}
