import { hash } from 'node:crypto';

/**
 * Key of one random stream: the first 128 bits of SHA-256 over seed, purpose and scope (each length-delimited by a NUL,
 * which none of them contains). Scope is a trial id, or for `patterns` the canonical JSON of the task.
 */
export function streamKey(seed: number, purpose: string, scope: string): Uint32Array {
  const digest = hash('sha256', `${seed}\0${purpose}\0${scope}`, 'buffer');
  return Uint32Array.of(
    digest.readUInt32LE(0),
    digest.readUInt32LE(4),
    digest.readUInt32LE(8),
    digest.readUInt32LE(12),
  );
}
