import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, folder } from './cli.ts';

let here: Folder;
beforeAll(() => {
  here = folder();
});
afterAll(() => here.remove());

describe('fewbits bench', () => {
  it('without a name, or with an unknown one, says what there is and where the rest is', () => {
    const nothing = here.fewbits('bench');
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('bench what? There is: orchestrator');
    const wrong = here.fewbits('bench', 'orchestrater', 'sbpi');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/unknown bench "orchestrater", did you mean orchestrator\?[\s\S]*npm run bench/);
    expect(here.fewbits('bench', 'orchestrator', '--rounds', '0').stderr).toMatch(
      /--rounds: got 0, expected an integer/,
    );
  });
});
