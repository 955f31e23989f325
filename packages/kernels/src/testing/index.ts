export { type NaiveMemory, naiveMemory } from './naive-memory.ts';
export { plainStep } from './plain-planes.ts';
