/** What coordinator, pool process and worker threads say to each other: plain data that a structured clone carries. */

import type { TrialResult } from '@fewbits/dataset';
import type { Params } from '@fewbits/dataset/columns';

/** Trials dispatched together. */
export interface Chunk {
  readonly index: number;
  readonly trials: readonly { readonly id: string; readonly params: Params; readonly replicate: number }[];
}

/** What a worker thread is given besides the chunk. */
export interface Assignment {
  readonly experiment: string;
  readonly seed: number;
  readonly host: string;
}

export type Receipt =
  | { readonly kind: 'done'; readonly chunk: number; readonly results: readonly TrialResult[] }
  /** The thread died in this chunk. */
  | { readonly kind: 'suspect'; readonly chunk: number; readonly reason: string };

export type ToPool = { readonly kind: 'chunks'; readonly chunks: readonly Chunk[] } | { readonly kind: 'close' };
export type FromPool =
  | { readonly kind: 'ready' }
  | { readonly kind: 'receipts'; readonly receipts: readonly Receipt[] };
