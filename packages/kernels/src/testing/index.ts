export { type WasmKernels, wasmKernels } from '../implementation.ts';
export { millsTables } from '../mills-ratio.ts';
export { type NaiveMemory, naiveMemory } from './naive-memory.ts';
export { plainStep } from './plain-planes.ts';
