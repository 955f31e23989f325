/**
 * All tests: builds, runs the unit tests of every package and the tests of `test/`, and adds the counts up.
 *
 *   node tools/test.mjs             what `npm test` runs
 *   node tools/test.mjs --nightly   the long ones too: acceptance bands, coverage of intervals, kill loops
 *
 * Ends with a line "N passed, N failed, N skipped"; exit 1 when anything failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const results = join(root, '.test-results');
const nightly = process.argv.includes('--nightly');
const require = createRequire(import.meta.url);

function run(script, ...args) {
  const env = { ...process.env, ...(nightly ? { FEWBITS_NIGHTLY: '1' } : {}) };
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit', env });
  return status === 0;
}

const nx = require.resolve('nx/bin/nx.js');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const builds = run(nx, 'run-many', '-t', 'build');
if (!builds) {
  console.error('the build failed');
  process.exit(1);
}
rmSync(results, { recursive: true, force: true });
const unit = run(nx, 'run-many', '-t', 'test', ...(nightly ? ['--skip-nx-cache'] : []));
const whole = run(vitest, 'run', '--config', 'test/vitest.config.ts');

const packages = readdirSync(join(root, 'packages'));
const names = packages.map((name) => (name === 'cli' ? 'fewbits' : `@fewbits/${name}`));
const total = { passed: 0, failed: 0, skipped: 0 };
for (const name of [...names, 'test']) {
  const path = join(results, `${name}.json`);
  const counts = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : { success: false };
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0, success } = counts;
  // A file that does not load has no failed test of its own, but it is a failure.
  const failed = success ? numFailedTests : Math.max(1, numFailedTests);
  total.passed += numPassedTests;
  total.failed += failed;
  total.skipped += numPendingTests + numTodoTests;
  console.log(`${name.padEnd(22)} ${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
}
if (!(unit && whole) && total.failed === 0) total.failed = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
