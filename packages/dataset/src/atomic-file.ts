/** Files that are either the old bytes or the new ones, also after a crash: temporary name, fsync, rename, fsync. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
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
    throw error;
  }
  fsyncDirectory(dirname(path));
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
