/**
 * Biological synapse of Benna & Fusi: a chain of m coupled variables of V levels each, the first of which is the weight.
 *
 *   u_1' = u_1 + xi - α n^-1 (u_1 - u_2)
 *   u_k' = u_k + α n^(-2k+2) (u_(k-1) - u_k) - α n^(-2k+1) (u_k - u_(k+1)),   u_(m+1) = 0,  α = 1/4,  n = 2 or 4
 * from the old values, each rounded to one of its two neighbouring levels so that the mean is kept, then cut to ±(V-1)/2.
 * In integers, a = 2u (odd), lg = log2 n: q_1 = a_2 - a_1, q_k = n (a_(k-1) - a_k) - (a_k - a_(k+1)); u_k moves by q_k / 2^s_k,
 * s_1 = lg + 3, s_k = (2k-1) lg + 3: whole steps plus one more with the probability of the rest.
 * States are levels u + (V-1)/2. w = u_1 or its sign.
 * Source: Benna & Fusi, Nat. Neurosci. 19:1697 (2016), arXiv 1507.07580; discretised as in benna-fusi-2017.
 */
import type { Params } from '@fewbits/dataset/columns';
import { linearStart } from './biological-start.ts';
import { CHUNK } from './event-stream.ts';
import { type ModelProblem, numberOf, type Population, type PopulationOptions, type SynapseModel } from './model.ts';
import type { Coins } from './random-streams.ts';
import { scalarBytes, scalarPopulation } from './scalar-population.ts';
import { groups, isBinary, levels } from './shared-parameters.ts';

export interface BiologicalShape {
  /** m. */
  readonly groups: number;
  /** V. */
  readonly levels: number;
  /** n. */
  readonly base: number;
}

export function biologicalShape(params: Params): BiologicalShape {
  return {
    groups: numberOf(params, 'groups'),
    levels: numberOf(params, 'levels', 32),
    base: numberOf(params, 'base', 4),
  };
}

const MOST_BURN_IN = 100_000;

export const biological: SynapseModel = {
  name: 'biological',
  doc: 'chain of coupled variables of few levels each, rounded at random',
  source: 'benna-fusi-2016',
  version: 1,
  parameters: {
    groups,
    levels,
    base: {
      type: 'int',
      unit: '1',
      doc: 'ratio of successive couplings of the biological model: 2 or 4',
      min: 2,
      max: 4,
      default: 4,
    },
    burn_in: {
      type: 'int',
      unit: 'events',
      doc: 'events stored before the first tracked one, from a Gaussian start',
      min: 0,
      max: 2 ** 40,
      defaultFrom: {
        doc: `16 base^(2 groups - 1), four times the slowest relaxation, at most ${MOST_BURN_IN}`,
        value: (params) => Math.min(MOST_BURN_IN, 4 * relaxation(biologicalShape(params), numberOf(params, 'groups'))),
      },
    },
  },
  rates: {
    clip_fraction: { type: 'float', unit: '1', doc: 'share of the updates of u_1 that the range cuts' },
  },
  defaultReadout: 'graded',
  correlated: true,
  check: problems,
  bits: (params) => numberOf(params, 'groups') * Math.log2(biologicalShape(params).levels),
  largestWeight: (params) => (isBinary(params) ? 1 : (biologicalShape(params).levels - 1) / 2),
  start(params) {
    const shape = biologicalShape(params);
    const burnIn = numberOf(params, 'burn_in', 0);
    const late = Array.from({ length: shape.groups }, (_, k) => k + 1).filter((k) => relaxation(shape, k) > burnIn / 2);
    const caution = late.length === 0 ? '' : `not equilibrated: ${late.map((k) => `u_${k}`).join(', ')}`;
    return { kind: 'gaussian+burn-in', burnIn, caution };
  },
  cost: (params) => 15 + 8 * numberOf(params, 'groups'),
  bytes: (params) => scalarBytes(numberOf(params, 'groups')),
  values: (params) => new Array<number>(numberOf(params, 'groups')).fill(biologicalShape(params).levels),
  create,
};

/** Events in which u_k forgets: n^(2k-1)/α. */
function relaxation({ base }: BiologicalShape, k: number): number {
  return 4 * base ** (2 * k - 1);
}

function problems(params: Params): ModelProblem[] {
  const { levels: v, base } = biologicalShape(params);
  const found: ModelProblem[] = [];
  if (v % 2 !== 0 || v > 4096)
    found.push({
      parameter: 'levels',
      got: String(v),
      expected: 'an even integer from 2 to 4096 with model biological',
    });
  // Random draws of 64 digits hold the couplings of so many variables.
  if (base === 4 && numberOf(params, 'groups') > 15)
    found.push({ parameter: 'groups', got: String(params['groups']), expected: 'at most 15 with base 4' });
  if (base !== 2 && base !== 4) found.push({ parameter: 'base', got: String(base), expected: '2 or 4' });
  return found;
}

function create(params: Params, options: PopulationOptions): Population {
  const shape = biologicalShape(params);
  const { groups: m, levels: v, base } = shape;
  const top = v - 1;
  const counted = { clipped: 0 };
  const { shifts, words, places, perEvent } = randomDigits(shape);
  const draws = new Int32Array(CHUNK * perEvent);
  // Largest |q_k| of any state.
  const largest = 2 * top * (base + 1);
  // a[k] = 2 u_k, k = 1 … m; a[m+1] = 0.
  const a = new Int32Array(m + 2);

  function advance(state: Int32Array, at: number, xi: Int8Array, count: number, coins: Coins): void {
    for (let k = 0; k < m; k++) a[k + 1] = 2 * state[at + k] - top;
    coins.fill(draws, count * perEvent);
    let clipped = 0;
    for (let e = 0, first = 0; e < count; e++, first += perEvent) {
      let before = a[1];
      let next = before + 2 * xi[e] + 2 * steps(a[2] - before, shifts[0], draws[first], 0);
      if (next > top || next < -top) {
        next = next > top ? top : -top;
        clipped++;
      }
      a[1] = next;
      for (let k = 2; k <= m; k++) {
        const own = a[k];
        const digits = shifts[k - 1];
        const low = draws[first + words[k - 1]] >>> places[k - 1];
        // Most slow variables stay whatever their neighbours are.
        if (digits > 30 || (low & ((1 << digits) - 1)) < largest) {
          const high = digits > 32 ? draws[first + words[k - 1] + 1] >>> (64 - digits) : 0;
          next = own + 2 * steps(base * (before - own) - (own - a[k + 1]), digits, low, high);
          a[k] = next > top ? top : next < -top ? -top : next;
        }
        before = own;
      }
    }
    for (let k = 0; k < m; k++) state[at + k] = (a[k + 1] + top) / 2;
    counted.clipped += clipped;
  }

  const weight = isBinary(params)
    ? (state: Int32Array, at: number): number => (2 * state[at] > top ? 1 : -1)
    : (state: Int32Array, at: number): number => state[at] - top / 2;
  return scalarPopulation(
    {
      variables: m,
      advance,
      weight,
      start: (correlation) => linearStart(shape, correlation),
      counts: {
        read: () => ({ clip_fraction: counted.clipped }),
        reset: () => Object.assign(counted, { clipped: 0 }),
      },
    },
    options,
  );
}

/**
 * q/2^s rounded to one of its two neighbouring integers so that the mean is kept; symmetric in the sign of q. `low`: a random
 * word whose last min(s, 32) digits count; `high`: the s - 32 random digits above them, if any.
 */
export function steps(q: number, s: number, low: number, high: number): number {
  // Without branches: signs and roundings are coins that no processor predicts.
  const sign = q >> 31;
  const size = (q ^ sign) - sign;
  let up = 0;
  if (s < 31) {
    const mask = (1 << s) - 1;
    up = (size >> s) + (((low & mask) - (size & mask)) >>> 31);
  } else if (high === 0 && (s < 32 ? low & 0x7fffffff : low >>> 0) < size) up = 1;
  return (up ^ sign) - sign;
}

/** Which random digits each variable takes: several share a word, one of more than 32 digits takes two. */
function randomDigits({ groups, base }: BiologicalShape): {
  readonly shifts: Int32Array;
  readonly words: Int32Array;
  readonly places: Int32Array;
  readonly perEvent: number;
} {
  const shifts = Int32Array.from({ length: groups }, (_, k) => (2 * k + 1) * Math.log2(base) + 3);
  const words = new Int32Array(groups);
  const places = new Int32Array(groups);
  let perEvent = 0;
  let used = 32;
  for (let k = 0; k < groups; k++) {
    if (used + shifts[k] > 32) {
      used = 0;
      words[k] = perEvent;
      perEvent += shifts[k] > 32 ? 2 : 1;
    } else words[k] = perEvent - 1;
    places[k] = shifts[k] > 32 ? 0 : used;
    used += shifts[k];
  }
  return { shifts, words, places, perEvent };
}
