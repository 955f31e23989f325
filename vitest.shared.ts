import { resolve } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * Unit tests of one package: beside their sources, workspace imports resolved to source (no build needed).
 * Counts go to `.test-results/`, where `tools/test.mjs` adds them up.
 */
export function unitTests(name: string): ViteUserConfig {
  const conditions = ['fewbits-source', 'module', 'node', 'import', 'default'];
  return defineConfig({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: ['src/**/*.test.ts'],
      testTimeout: 60_000,
      reporters: ['default', 'json'],
      outputFile: { json: resolve(import.meta.dirname, '.test-results', `${name}.json`) },
    },
  });
}
