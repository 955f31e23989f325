export { philoxBlock, philoxRng } from './philox.ts';
export { below, type Rng } from './rng.ts';
export { streamKey } from './stream-key.ts';
