/**
 * Whether this machine has the memory that the trials of a spec take. Asked where they are to run, never when a spec is read:
 * what a spec means, and the run directory that it led to, are the same on every machine.
 */
import { totalmem } from 'node:os';
import { UsageError } from './errors.ts';
import type { ParsedSpec } from './spec.ts';

/** Throws a `UsageError` when the largest trial takes more than `available` bytes. */
export function checkMemory({ name, largest, path }: ParsedSpec, available: number = totalmem()): void {
  if (largest === null || largest.bytes <= available) return;
  const gigabytes = (bytes: number): string => `${Number((bytes / 1e9).toPrecision(3))} GB`;
  const numbers = Object.entries(largest.params).filter(([, value]) => typeof value === 'number');
  const where = numbers.map(([parameter, value]) => `${parameter} ${value}`).join(', ');
  throw new UsageError(
    `${path ?? name}: a trial with ${where} takes about ${gigabytes(largest.bytes)}, this machine has ${gigabytes(available)}`,
  );
}
