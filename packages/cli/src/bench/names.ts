/** What `fewbits bench` can measure. */
export const benchNames: readonly string[] = ['online-memory', 'online-memory-experiment', 'orchestrator'];
