export { type NaiveMemory, naiveMemory } from './naive-memory.ts';
