/** Bad input of the online memories: exit 2, what and where; nothing is written. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Folder, folder } from './cli.ts';

let here: Folder;
beforeEach(() => {
  here = folder();
});
afterEach(() => here.remove());

it.each([
  [
    'no groups',
    '{ model: multi-chain, groups: 0, size: 100 }',
    /points\[0\]\.groups +got 0, expected an integer from 1 to 16/,
  ],
  [
    'an even number of signs, read out as a sign',
    '{ model: multi-chain, groups: 4, readout: binary, size: 100 }',
    /points\[0\]\.readout +got binary, expected graded, or an odd number of groups/,
  ],
  [
    'a correlation of 1',
    '{ model: multi-chain, groups: 2, size: 100, correlation: 1 }',
    /points\[0\]\.correlation +got 1, expected/,
  ],
  [
    'a negative correlation',
    '{ model: multi-chain, groups: 2, size: 100, correlation: -0.1 }',
    /points\[0\]\.correlation +got -0\.1, expected/,
  ],
  [
    'ages that fall',
    '{ model: multi-chain, groups: 2, size: 100, ages: [[5, 3]] }',
    /points\[0\]\.ages\[0\] +got 5 before 3 \(entries 0 and 1\)/,
  ],
  [
    'an age beyond the events of any run',
    '{ model: multi-chain, groups: 2, size: 100, ages: [[0, 2000000000000]] }',
    /points\[0\]\.ages\[0\] +got 2000000000000, expected ages up to 1099511627776/,
  ],
  ['no synapses', '{ model: multi-chain, groups: 2, size: 0 }', /points\[0\]\.size +got 0, expected an integer from 1/],
  [
    'more synapses than can be numbered',
    '{ model: multi-chain, groups: 7, size: 1000000000000 }',
    /points\[0\]\.size +got 1000000000000, expected at most 2147483648: synapses are numbered in 31 bits/,
  ],
])('%s is refused with line and column', (_, point, expected) => {
  here.write('s.yaml', `experiment: online-memory\nfixed: { tracked: 4 }\npoints:\n  - ${point}\n`);
  const { code, stderr } = here.fewbits('run', 's.yaml');
  expect(code).toBe(2);
  expect(stderr).toMatch(expected);
  expect(stderr).toMatch(/^s\.yaml: 1 problem\n {2}4:\d+ /);
  expect(here.list()).toEqual(['s.yaml']);
});
