/** docs/concepts.md cannot lie: the plan that it shows is that of its sweep. */
import { expect, it } from 'vitest';
import { folder } from '../e2e/cli.ts';
import { blockOf } from './blocks.ts';

it('shows what conditions remove, as the plan tells it', () => {
  const here = folder();
  here.write('conditions.yaml', blockOf('docs/concepts.md', 'yaml', 'when:'));
  const { code, stdout } = here.fewbits('run', 'conditions.yaml', '-n');
  expect(code).toBe(0);
  expect(stdout).toContain(blockOf('docs/concepts.md', 'text', 'removed'));
  here.remove();
});
