/**
 * The process of a whole experiment `online-memory`: start, updates, stops, read-outs at the standard ages and errors.
 *
 *   node memory-experiment.js MODEL TRACKED
 *
 * Prints a `MemoryReport`; its events are all that every synapse was given.
 */
import { crc32 } from 'node:zlib';
import type { Params } from '@fewbits/dataset/columns';
import { onlineMemory } from '@fewbits/experiments';
import { philoxRng, streamKey } from '@fewbits/numerics';
import { GROUPS, type MemoryReport, SIZE } from './memory-tasks.ts';

const [model, tracked] = process.argv.slice(2) as [string, string];
const ages = onlineMemory.parameters['ages']?.default as readonly number[];
const { signal } = new AbortController();

function trial(more: Params): Record<string, unknown> {
  const params: Params = {
    ...{ model, groups: GROUPS, last: 'cyclic', readout: 'graded', size: SIZE, correlation: 0 },
    ...{ noise_definition: 'stationary', ...more },
  };
  const stream = (purpose: string) => philoxRng(streamKey(0, purpose, 'bench'));
  return onlineMemory.run({ params, rng: stream('dynamics'), signal, stream }) as Record<string, unknown>;
}

trial({ tracked: 16, ages: ages.filter((age) => age <= 20_000) });
const before = process.cpuUsage().user;
const row = trial({ tracked: Number(tracked), ages });
const seconds = (process.cpuUsage().user - before) / 1e6;
const crc = crc32(new TextEncoder().encode(JSON.stringify(row)));
const report: MemoryReport = { seconds, events: row['events'] as number, crc };
process.stdout.write(JSON.stringify(report));
