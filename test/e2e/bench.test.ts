import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder } from './cli.ts';

let here: Folder;
beforeAll(() => {
  here = folder();
});
afterAll(() => here.remove());

describe('fewbits bench', () => {
  it('with an unknown name, or two kinds at once, says what there is', () => {
    const wrong = here.fewbits('bench', 'orchestrater');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('unknown bench "orchestrater", did you mean orchestrator?');
    expect(wrong.stderr).toContain(
      'online-memory, online-memory-experiment, scan, update, mills-ratio, sbpi, rbp, orchestrator',
    );
    expect(here.fewbits('bench', 'mils-ratio').stderr).toContain('did you mean mills-ratio?');
    const both = here.fewbits('bench', 'orchestrator', 'online-memory');
    expect(both.code).toBe(2);
    expect(both.stderr).toContain('orchestrator is measured by itself');
    expect(here.fewbits('bench', 'orchestrator', '--rounds', '0').stderr).toMatch(
      /--rounds: got 0, expected an integer/,
    );
  });

  it('tells in its help what can be measured', () => {
    const { code, stdout } = here.fewbits('bench', '--help');
    expect(code).toBe(0);
    for (const name of ['online-memory', 'scan', 'update', 'mills-ratio', 'sbpi', 'rbp'])
      expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });
});
