import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const conditions = ['fewbits-source', 'module', 'node', 'import', 'default'];

/** What needs two packages or a process. End-to-end tests run the built command line: build first. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'test',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    testTimeout: 120_000,
    // Vitest keeps a core for itself, which these tests, waiting for processes, leave idle: a third of the time on two cores.
    // Those of the night measure times, one after the other.
    maxWorkers: process.env['FEWBITS_NIGHTLY'] === '1' ? 1 : '100%',
    reporters: ['default', 'json'],
    outputFile: { json: resolve(import.meta.dirname, '../.test-results/test.json') },
  },
});
