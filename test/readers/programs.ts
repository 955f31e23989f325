/** Programs of other languages that may or may not be on this machine; what is missing is named, and its tests are skipped. */
import { spawnSync } from 'node:child_process';

/** A Python that can import `module`, or null. */
export function pythonWith(module: string): string | null {
  for (const python of ['python3', '/usr/bin/python3']) {
    if (spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0) return python;
  }
  console.log(`skipped what needs Python with ${module}: not on this machine (tools/ci-setup installs it)`);
  return null;
}

/** Rscript, or null. */
export function rscript(): string | null {
  if (spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0) return 'Rscript';
  console.log('skipped what needs R: not on this machine (tools/ci-setup installs it)');
  return null;
}
