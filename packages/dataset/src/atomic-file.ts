/** Files that are either the old bytes or the new ones, also after a crash: temporary name, fsync, rename, fsync. */
import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Replace `path` by `bytes` in one step. On failure (disk full …) the old file stands and no temporary file is left. */
export function writeFileAtomic(path: string, bytes: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  try {
    const file = openSync(temporary, 'w');
    try {
      writeWhole(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw naming(path, error);
  }
  fsyncDirectory(dirname(path));
}

/**
 * Write to where a user points: a file in one step as `writeFileAtomic` does, while a device, a pipe or a link
 * (`/dev/stdout`) is written through, not replaced.
 */
export function writeOutput(path: string, bytes: Uint8Array): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found || found.isFile() || found.isDirectory()) {
    writeFileAtomic(path, bytes);
    return;
  }
  const file = openSync(path, 'w');
  try {
    writeWhole(file, bytes);
  } catch (error) {
    throw naming(path, error);
  } finally {
    closeSync(file);
  }
}

/** A failed `write` or `fsync` does not tell of which file. */
function naming(path: string, error: unknown): unknown {
  const fault = error as NodeJS.ErrnoException;
  if (fault.path === undefined) fault.message += ` '${path}'`;
  return fault;
}

/** `write` may take fewer bytes than it was given. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written);
}

function fsyncDirectory(path: string): void {
  if (process.platform === 'win32') return; // a directory cannot be opened there; the rename is journalled by NTFS
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
