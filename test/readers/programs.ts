/** Programs that may or may not be on this machine; what is missing is named, and its tests are skipped. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../e2e/cli.ts';

function missing(what: string): null {
  console.log(`skipped what needs ${what}: not on this machine (tools/ci-setup installs it)`);
  return null;
}

/** A Python that can import `module`, or null. */
export function pythonWith(module: string): string | null {
  const found = ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
  );
  return found ?? missing(`Python with ${module}`);
}

/** Rscript, or null. */
export function rscript(): string | null {
  return spawnSync('Rscript', ['--version'], { stdio: 'ignore' }).status === 0 ? 'Rscript' : missing('R');
}

/** Path of a Node package that tools/ci-setup installs beside the project, or null. */
export function readerPackage(name: string): string | null {
  try {
    return createRequire(join(root, '.readers/package.json')).resolve(name);
  } catch {
    return missing(`the package ${name}`);
  }
}
