/** Where a measurement was made: what has to stand beside every time. */
import { arch, availableParallelism, cpus, loadavg, platform } from 'node:os';
import { fewbitsVersion } from '@fewbits/sweep';
import { liesInMemory } from './processes.ts';

export interface Host {
  readonly cpu: string;
  readonly threads: number;
  readonly platform: string;
  readonly node: string;
  readonly v8: string;
  readonly fewbits: string;
  /** Over 1, 5 and 15 minutes. */
  readonly loadBefore: readonly number[];
  /** Whether the journals lay in memory, where an fsync costs nothing. */
  readonly inMemory: boolean;
}

/** `scratch`: folder of the run directories. */
export function host(scratch: string): Host {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    threads: availableParallelism(),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    v8: process.versions.v8,
    fewbits: fewbitsVersion,
    loadBefore: loadavg().map((load) => Math.round(100 * load) / 100),
    inMemory: liesInMemory(scratch),
  };
}
