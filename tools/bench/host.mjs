/** Where a measurement was made: what has to stand beside every figure. */
import { spawnSync } from 'node:child_process';
import { arch, availableParallelism, cpus, loadavg, platform } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** @param {import('../../packages/cli/dist/bench/numpy.js').NumpyVersions | null} numpy */
export function host(numpy) {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    threads: availableParallelism(),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    v8: process.versions.v8,
    numpy,
    blasThreads: 1,
    loadBefore: loadavg().map((load) => Math.round(100 * load) / 100),
    commit: commit(),
  };
}

function commit() {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  const head = git('rev-parse', 'HEAD');
  if (head.status !== 0) return null;
  const changed = git('status', '--porcelain', '--', 'packages', 'tools').stdout !== '';
  return head.stdout.trim() + (changed ? ' (with uncommitted changes)' : '');
}

/**
 * For people.
 * @param {ReturnType<typeof host>} machine
 */
export function describeHost({ cpu, threads, platform, node, v8, numpy, blasThreads, loadBefore, commit }) {
  const peer = numpy
    ? `Python ${numpy.python}, NumPy ${numpy.numpy}, SciPy ${numpy.scipy ?? 'missing'}, ` +
      `BLAS ${numpy.builtWith ?? ''} ${numpy.blas}, ${blasThreads} thread`
    : 'no Python with NumPy';
  return [
    `${cpu}, ${threads} threads, ${platform}`,
    `Node ${node}, V8 ${v8}`,
    peer,
    `load average ${loadBefore.join(', ')}`,
    `commit ${commit ?? 'unknown'}`,
  ].join('\n');
}
