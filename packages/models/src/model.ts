/** The contract between a model of a synapse and whoever runs it. */
import type { Columns, Parameters, Params, Value } from '@fewbits/dataset/columns';

/** What `w` is: the level or the sum of the groups' signs, or the sign of that. */
export type Readout = 'graded' | 'binary';

/** One fault in parameters that are each valid alone. */
export interface ModelProblem {
  readonly parameter: string;
  readonly got: string;
  readonly expected: string;
}

/** How a population comes to its stationary state: drawn from the exact law, or near it and then led there. */
export interface Start {
  readonly kind: 'stationary-exact' | 'gaussian+burn-in';
  /** Events to be stored before the state counts as stationary. */
  readonly burnIn: number;
  /** What is not in equilibrium even then; empty where all is. */
  readonly caution: string;
}

export interface PopulationOptions {
  /** N: synapses of this part. */
  readonly size: number;
  /** Stream key of the whole population, 4 words: all random numbers follow from it and a synapse's number. */
  readonly key: Uint32Array;
  /** λ, correlation of successive events of a synapse, in [0, 1). Balanced. Default 0. */
  readonly correlation?: number;
  /** Number of this part's first block of 128 synapses in the population; all parts but the last hold whole blocks. */
  readonly firstBlock?: number;
}

/**
 * N identical synapses and the events that they are given. One event is +1 (potentiate) or -1 (depress).
 *
 * Rows (events, patterns) have `rowWords` words, synapse i in bit i & 31 of word i >> 5, 1 = +1; bits past N are ignored
 * when read and unspecified when written. Arrays are the caller's; steps allocate nothing that grows with N.
 */
export interface Population {
  readonly size: number;
  /** Integers that hold the state of one synapse. */
  readonly variables: number;
  /** Words of a row: 4 ceil(N / 128). */
  readonly rowWords: number;
  /** Words of a snapshot. */
  readonly stateWords: number;
  /** λ as realised with probabilities of 16 bits. */
  readonly correlation: number;
  /** Draw state and last event of every synapse from their joint stationary law, or near it (`Start`). */
  equilibrate(): void;
  /**
   * `events` random events, each correlated with the one before. The events numbered in `keep` (from 1, strictly ascending)
   * are copied to the rows of `kept`. 0 to 2^30 events.
   */
  update(events: number, keep?: Int32Array, kept?: Uint32Array): void;
  /** Room inside for `rows` rows of kept events, which are then read where they lie. What was there is lost. */
  reserve(rows: number): void;
  /** As `update`, but the events are kept in rows `row`, `row` + 1, … of that room. */
  record(events: number, keep: Int32Array, row: number): void;
  /** As `overlap`, of the patterns in these rows of that room. Length out = rows. */
  recall(rows: Int32Array, out: Float64Array): void;
  /** As many given events as `inputs` has rows, instead of random ones. */
  apply(inputs: Uint32Array): void;
  /** `out`[r] = sum_i xi_i w_i for row r of `patterns`. Length out = rows. Exact. */
  overlap(patterns: Uint32Array, out: Float64Array): void;
  /** `out` = [sum_i w_i, sum_i w_i^2]. */
  moments(out: Float64Array): void;
  /** The weights that a neuron sees. Length N, dimensionless. */
  readout(w: Float64Array): void;
  /** States, N × variables, row-major, non-negative integers; what they mean stands in the model's file. */
  readStates(out: Uint32Array): void;
  writeStates(states: Uint32Array): void;
  /** Last event of every synapse, ±1: the predecessor of the next one. Length N. */
  readLastEvent(out: Int8Array): void;
  writeLastEvent(events: Int8Array): void;
  /** All that the future depends on, generators included. Length stateWords. */
  snapshot(out: Uint32Array): void;
  restore(snapshot: Uint32Array): void;
  /** Counts since `equilibrate` that the model declares as columns, as sums to be divided by N times events. */
  counts(): Readonly<Record<string, number>>;
  /** Give the memory back; the object is of no more use. */
  release(): void;
}

export interface SynapseModel {
  readonly name: string;
  /** One line for `fewbits list`. */
  readonly doc: string;
  /** Key of the reference and section, e.g. `benna-fusi-2017 §I.C`. */
  readonly source: string;
  /** Raised whenever its numbers change; part of every trial's identity. */
  readonly version: number;
  /** Its own parameters; what several models share is one object (`shared-parameters.ts`). */
  readonly parameters: Parameters;
  /** Rates per synapse and event that its populations count, by name. */
  readonly rates?: Columns;
  readonly defaultReadout: Readout;
  /** Whether it is defined for correlated events too. */
  readonly correlated: boolean;
  /** All faults of a combination; `readout` is among the parameters. */
  check(params: Params): readonly ModelProblem[];
  /**
   * How many values each variable of the state has, 0 … values - 1. The mirror image of a state, whose weight is the
   * opposite, has values - 1 - x everywhere.
   */
  values(params: Params): readonly number[];
  /** Bits that one synapse holds. */
  bits(params: Params): number;
  /** Largest |w|. */
  largestWeight(params: Params): number;
  /** Slowest relaxation and start at this correlation. */
  start(params: Params): Start;
  /** CPU nanoseconds per synapse and event, roughly. */
  cost(params: Params, correlation: number): number;
  /** Bytes per synapse of a population. */
  bytes(params: Params): number;
  /** `params`: its own, with `readout`, defaults filled in, without faults. */
  create(params: Params, options: PopulationOptions): Population;
}

/** A parameter as a number; `fallback` where it was left out. */
export function numberOf(params: Params, name: string, fallback: number = Number.NaN): number {
  const value: Value | undefined = params[name];
  return typeof value === 'number' ? value : fallback;
}
