/** What one point of `online-memory` asks for, and how its synapses and memories are grouped for the error estimate. */
import type { Params } from '@fewbits/dataset/columns';
import { modelByName, realisedCorrelation, type SynapseModel } from '@fewbits/models';
import { type Schedule, schedule } from './online-memory-schedule.ts';

/** Synapses that the kernels hold together. */
export const BLOCK = 128;
/** Cells (group of synapses × run of stops) whose means give the standard error, where there are as many. */
const CELLS = 64;
/** Bytes of kept memories that are held at once, unless one block takes more. */
const KEPT_BYTES = 2 ** 25;
/** Blocks of a part at most. */
const PART_BLOCKS = 2 ** 12;

export interface Setting {
  readonly model: SynapseModel;
  readonly params: Params;
  /** N. */
  readonly size: number;
  /** λ as asked for and as realised. */
  readonly correlation: number;
  readonly realised: number;
  readonly ages: readonly number[];
  /** P. */
  readonly tracked: number;
  readonly isConditional: boolean;
  readonly burnIn: number;
  readonly schedule: Schedule;
  /** Groups of whole blocks of 128 synapses, and runs of stops. */
  readonly groups: number;
  readonly runs: number;
  /** Blocks that are simulated at once. */
  readonly partBlocks: number;
}

export function settingOf(params: Params): Setting {
  const model = modelByName(String(params['model']));
  const size = params['size'] as number;
  const ages = params['ages'] as readonly number[];
  const tracked = params['tracked'] as number;
  const correlation = params['correlation'] as number;
  const realised = realisedCorrelation(correlation) ?? correlation;
  const blocks = Math.ceil(size / BLOCK);
  const groups = Math.min(blocks, CELLS);
  const keptBytes = (ages.length * tracked * BLOCK) / 8;
  return {
    ...{ model, params, size, correlation, realised, ages, tracked, groups },
    isConditional: params['noise_definition'] === 'conditional',
    burnIn: model.start(params).burnIn,
    schedule: schedule(ages.at(-1) ?? 0, tracked, realised),
    runs: Math.min(tracked, Math.ceil(CELLS / groups)),
    partBlocks: Math.max(1, Math.min(PART_BLOCKS, Math.floor(KEPT_BYTES / keptBytes), Math.ceil(blocks / groups))),
  };
}

/** First block of a group; that of `groups` is the end. Groups differ by one block at most. */
export function firstBlockOf({ size, groups }: Setting, group: number): number {
  return Math.floor((Math.ceil(size / BLOCK) * group) / groups);
}

/** Run of stops that a stop belongs to. */
export function runOf({ tracked, runs }: Setting, stop: number): number {
  return Math.floor((stop * runs) / tracked);
}
