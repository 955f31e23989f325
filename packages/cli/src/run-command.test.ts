import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from './run-command.ts';

const given = { path: 'sweeps/few-bits.yaml', text: '', overrides: ['levels=2', 'alpha=range(0.3,0.7,0.1)'] };

it('names the directory as seen from where the user stands, not its last part', () => {
  expect(runCommand({ given }, join(process.cwd(), 'runs/more/n1001'))).toBe(
    "fewbits run sweeps/few-bits.yaml levels=2 'alpha=range(0.3,0.7,0.1)' --out runs/more/n1001",
  );
  expect(runCommand({ given }, '/far/away/run')).toContain('--out /far/away/run');
});

it('survives a shell, whatever stands in it', () => {
  const odd = { path: "it's a spec.yaml", text: '', overrides: ['input_rate=$(echo 1)', 'ages=[1, 2]'] };
  const command = runCommand({ given: odd }, join(process.cwd(), 'runs/a b;c'));
  const said = execFileSync('sh', ['-c', command.replace('fewbits', 'printf "%s\\n"')], { encoding: 'utf8' });
  expect(said.trim().split('\n')).toEqual(['run', odd.path, ...odd.overrides, '--out', 'runs/a b;c']);
});
