/** The online perceptron in TypeScript, 32 synapses a word: the twin of assembly/perceptron.ts. */
import { rowWords } from '../bit-matrix.ts';
import { agreement, hiddenStates } from '../hidden-states.ts';
import { dotRow } from '../scan.ts';
import type { CoreOptions, PerceptronCore } from './perceptron-core.ts';
import { wordStream } from './word-stream.ts';

const MASK_WORDS = 4;

export function tsCore(options: CoreOptions): PerceptronCore {
  const { patterns, labels, coin, p, error, barely } = options;
  const hidden = hiddenStates(patterns.cols, options.states);
  const stream = wordStream(options.generators);
  const row = new Uint32Array(rowWords(patterns.cols));
  const act = new Uint32Array(row.length);
  const heads = new Uint32Array(row.length);
  const masks = Math.ceil(patterns.cols / (32 * MASK_WORDS));
  const order = Int32Array.from({ length: patterns.rows }, (_, mu) => mu);
  let deepened = 0;
  let inError = 0;

  /** The pattern with its label folded in, zero padding. */
  function gauge(mu: number): void {
    const flip = labels[mu] < 0 ? 0xffffffff : 0;
    for (let k = 0; k < row.length; k++) {
      row[k] = (patterns.words[mu * patterns.stride + k] ^ flip) & hidden.mask[k];
    }
  }

  function deepen(mu: number): void {
    if (coin === 'pattern' && stream.uniform() >= p) return;
    gauge(mu);
    agreement(row, 0, hidden, act);
    if (coin === 'synapse') {
      for (let k = 0; k < masks; k++) stream.mask(p, heads, MASK_WORDS * k);
      for (let k = 0; k < act.length; k++) act[k] &= heads[k];
    }
    hidden.step(row, 0, act);
    if (act.some((word) => word !== 0)) deepened++;
  }

  function present(rows: Int32Array): number {
    let errors = 0;
    for (let k = 0; k < rows.length; k++) {
      const mu = rows[k];
      const side = labels[mu] < 0 ? 'below' : 'above';
      const delta = labels[mu] * dotRow(patterns, mu, hidden.sign);
      if (delta > barely[side]) continue;
      if (delta <= error[side]) {
        errors++;
        gauge(mu);
        hidden.step(row, 0, hidden.mask);
      } else if (coin !== 'never') {
        deepen(mu);
      }
    }
    return errors;
  }

  return {
    learn(most) {
      for (let epochs = 1; ; epochs++) {
        stream.shuffle(order);
        const wrong = present(order);
        inError += wrong;
        if (wrong === 0 || epochs === most) return { epochs, clean: wrong === 0 };
      }
    },
    errors: () => inError,
    present,
    deepened: () => deepened,
    writeStates: hidden.write,
    writeSigns: hidden.writeSigns,
    readStates: hidden.read,
    readSigns: (out) => out.set(hidden.sign),
    release(): void {
      // Nothing to give back.
    },
  };
}
