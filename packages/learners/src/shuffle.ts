/** Uniformly random order. Source: Fisher & Yates; Durstenfeld, Communications of the ACM 7, 420 (1964). */
import { below, type Rng } from '@fewbits/numerics';

/** In place: every order equally likely, whatever it was before. Length - 1 draws. */
export function shuffle(order: Int32Array, rng: Rng): void {
  for (let last = order.length - 1; last > 0; last--) {
    const k = below(rng, last + 1);
    const kept = order[last];
    order[last] = order[k];
    order[k] = kept;
  }
}
