/** The exact signal and noise of any of the models: what `snr` prints and `memory-capacity` searches. */
import { cascade, serial, softBounds, stochasticBinary } from './anchors.ts';
import { biological, linearTheory } from './biological.ts';
import { gradedChain, multiChain, signedChain } from './bounded-chain.ts';
import { directionMarker } from './direction-marker.ts';
import { oldestIterated } from './iterated-signal.ts';
import { defaultReadout, levelsOf, type MemoryParameters } from './memory-parameters.ts';
import { partialReset } from './partial-reset.ts';
import type { WalkSignal } from './persistent-walk.ts';
import { signOfSum } from './sign-of-sum.ts';

export interface MemoryCurve {
  /** Var w in the stationary state. */
  readonly variance: number;
  /** Bits that one synapse holds. */
  readonly synapseBits: number;
  /** S(t) = E[ξ_0 w_t], t a whole number of events. */
  at(age: number): number;
  /** From this age on S does not increase; infinite where that is not known. */
  readonly fallingFrom: number;
  /** Largest age that `at` takes. */
  readonly oldest: number;
}

/** `parameters` must have no problems. */
export function memoryCurve(parameters: MemoryParameters): MemoryCurve {
  const { model, groups = 1, correlation = 0, last = 'cyclic', readout = defaultReadout(model) } = parameters;
  const synapseBits = bitsOf(parameters);
  // Echoes of neighbouring memories raise and ripple the curve for a few correlation times.
  const settled = correlation === 0 ? 0 : Math.ceil(20 / (1 - correlation));
  const closed = { synapseBits, fallingFrom: settled, oldest: Number.MAX_SAFE_INTEGER };
  const followed = { synapseBits, fallingFrom: Number.POSITIVE_INFINITY, oldest: oldestIterated };
  const levels = levelsOf(parameters);
  switch (model) {
    case 'multi-state': {
      const { variance, signal } = (readout === 'binary' ? signedChain : gradedChain)(levels, correlation);
      return { ...closed, variance, at: signal.at };
    }
    case 'multi-chain':
    case 'direction-marker':
    case 'partial-reset': {
      if (readout === 'binary' && groups > 1) return { ...followed, ...signOfSum(model, correlation, last) };
      if (model === 'partial-reset') {
        const { variance, groupSignals } = partialReset(groups, correlation, last);
        return { ...closed, variance, at: (age) => total(groupSignals(age)) };
      }
      const { variance, signals } =
        model === 'multi-chain' ? multiChain(groups, correlation) : directionMarker(groups, correlation, last);
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
