/** The exact signal and noise of any of the models, and the bound of all ±1 synapses: what `snr` prints and `memory-capacity` searches. */
import { cascade, lahiriGanguliEnvelope, serial, softBounds, stochasticBinary } from './anchors.ts';
import { biological, linearTheory } from './biological.ts';
import { gradedChain, multiChain, signedChain } from './bounded-chain.ts';
import { directionMarker } from './direction-marker.ts';
import { oldestIterated } from './iterated-signal.ts';
import { defaultReadout, levelsOf, type MemoryParameters } from './memory-parameters.ts';
import { type PartialResetMemory, partialReset } from './partial-reset.ts';
import { type WalkSignal, type WalkSignals, walkSignals } from './persistent-walk.ts';
import { signOfSum } from './sign-of-sum.ts';

export interface MemoryCurve {
  /** Var w in the stationary state. */
  readonly variance: number;
  /** Bits that one synapse holds. */
  readonly synapseBits: number;
  /** S(t) = E[ξ_0 w_t], t a whole number of events. */
  at(age: number): number;
  /**
   * Whether S falls for good once it falls (a closed curve may rise first, by the echo of its neighbours), so that the ages above
   * a threshold are without gaps.
   */
  readonly fallsOnce: boolean;
  /** Largest age that `at` takes. */
  readonly oldest: number;
}

/** What models with different numbers of groups have in common, at one correlation and kind of last group. */
export interface SharedSignals {
  readonly walk: WalkSignals;
  readonly reset: PartialResetMemory;
}

export function sharedSignals({ correlation = 0, last = 'cyclic' }: MemoryParameters): SharedSignals {
  return { walk: walkSignals(correlation), reset: partialReset(correlation, last) };
}

/** `parameters` must have no problems; `shared` belongs to its `correlation` and `last`. */
export function memoryCurve(
  parameters: MemoryParameters,
  shared: SharedSignals = sharedSignals(parameters),
): MemoryCurve {
  const { model, groups = 1, correlation = 0, last = 'cyclic', readout = defaultReadout(model) } = parameters;
  const { walk, reset } = shared;
  const synapseBits = bitsOf(parameters);
  const closed = { synapseBits, fallsOnce: true, oldest: Number.MAX_SAFE_INTEGER };
  const followed = { synapseBits, fallsOnce: false, oldest: oldestIterated };
  const levels = levelsOf(parameters);
  switch (model) {
    case 'multi-state': {
      const { variance, signal } = (readout === 'binary' ? signedChain : gradedChain)(levels, correlation, walk);
      return { ...closed, variance, at: signal.at };
    }
    case 'multi-chain':
    case 'direction-marker':
    case 'partial-reset': {
      if (readout === 'binary' && groups > 1) return { ...followed, ...signOfSum(model, groups, correlation, last) };
      if (model === 'partial-reset') {
        const at = (age: number): number => total(reset.groupSignals(groups, age).slice(0, groups));
        return { ...closed, variance: reset.variance(groups), at };
      }
      const { variance, signals } =
        model === 'multi-chain'
          ? multiChain(groups, correlation, walk)
          : directionMarker(groups, correlation, last, walk);
      return { ...closed, variance, at: (age) => total(signals.map((signal: WalkSignal) => signal.at(age))) };
    }
    case 'biological': {
      const { base = 4, approximation } = parameters;
      if (approximation !== 'linear')
        return { ...followed, ...biological({ groups, levels, base }, correlation, readout) };
      const { variances, at } = linearTheory({ groups, base }, correlation);
      return { ...followed, variance: variances[0] as number, at };
    }
    case 'stochastic-binary':
      return { ...closed, ...stochasticBinary(parameters.flip as number) };
    case 'soft-bounds':
      return { ...closed, ...softBounds(levels) };
    case 'cascade':
      return { ...followed, ...cascade(parameters.depth as number, parameters.ratio ?? 0.5) };
    case 'serial':
      return { ...followed, ...serial(levels, parameters.leave as number) };
    case 'envelope':
      return { ...closed, variance: 1, at: (age) => lahiriGanguliEnvelope(levels, age) };
  }
}

/** Bits per synapse, log2 of the number of its states. */
export function bitsOf(parameters: MemoryParameters): number {
  const { model, groups = 1, last, depth = 1 } = parameters;
  switch (model) {
    case 'multi-chain':
      return groups * (groups + 1);
    case 'direction-marker':
      return last === 'hard' ? 3 * groups - 1 : 3 * groups;
    case 'partial-reset':
      return 3 * groups;
    case 'biological':
      return groups * Math.log2(levelsOf(parameters));
    case 'stochastic-binary':
      return 1;
    case 'cascade':
      return Math.log2(2 * depth);
    default:
      return Math.log2(levelsOf(parameters));
  }
}

function total(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
