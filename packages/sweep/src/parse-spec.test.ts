import type { Params } from '@fewbits/dataset/columns';
import { describe, expect, it } from 'vitest';
import { SpecError } from './errors.ts';
import { parseSpec } from './parse-spec.ts';
import { expandPlan, plannedTrials } from './plan.ts';
import { canonicalSpec, specHash } from './spec.ts';
import { toy } from './testing/toy-experiment.ts';

const good = `
name: mine
seed: 7
experiment: toy
fixed: { learner: slow, weights: unipolar }
grid: { levels: [2, 3], size: "range(10,30,10)" }
zip: { alpha: [0.1, 0.2], rate: [0, 1] }
points: [ { size: 5, levels: 4, alpha: "linspace(0.1,0.3,3)" } ]
when: [ "levels < size" ]
replicates: 3
`;

const parse = (text: string, ...overrides: string[]): ReturnType<typeof parseSpec> =>
  parseSpec(text, { experiments: [toy], path: 'sweeps/mine.yaml', overrides });

/** `where key: message` of every problem. */
function faults(text: string, ...overrides: string[]): string[] {
  try {
    parse(text, ...overrides);
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    return (error as SpecError).problems.map(({ where, key, message }) => `${where} ${key}: ${message}`);
  }
  return [];
}

describe('a good spec', () => {
  it('is read with functions expanded', () => {
    expect(canonicalSpec(parse(good))).toEqual({
      ...{ name: 'mine', seed: 7, experiment: 'toy', replicates: 3, when: ['levels < size'] },
      // With the default that holds at every point; that of states follows from size.
      fixed: { learner: 'slow', weights: 'unipolar', threshold: 'optimal' },
      grid: { levels: [2, 3], size: [10, 20] },
      zip: { alpha: [0.1, 0.2], rate: [0, 1] },
      points: [{ size: [5], levels: [4], alpha: [0.1, 0.2, 0.3] }],
      limits: { timeout: null, memory: null, retries: 1 },
    });
  });

  it('takes its name from the file, and seed 0 and one replicate when nothing is said', () => {
    const { name, seed, replicates } = parse('{experiment: toy, fixed: {learner: fast, size: 3, alpha: 1}}');
    expect({ name, seed, replicates }).toEqual({ name: 'mine', seed: 0, replicates: 1 });
  });

  it('survives a round trip through the canonical form, which is what the manifest holds', () => {
    const spec = parse(good);
    const again = parse(JSON.stringify(canonicalSpec(spec)));
    expect(canonicalSpec(again)).toEqual(canonicalSpec(spec));
    expect(specHash(again)).toBe(specHash(spec));
  });

  it('has the same trials and the same hash with a default written out as without', () => {
    const text = '{experiment: toy, fixed: {learner: slow, size: 3, alpha: 1}, limits: {timeout: 10s}}';
    const given = parse(text, 'rate=0.5', 'states=6', 'threshold=optimal', 'limits.retries=1');
    expect(parse(text).defaults).toEqual({ weights: 'binary', threshold: 'optimal', rate: 0.5, states: 6 });
    expect(specHash(given)).toBe(specHash(parse(text)));
    const ids = (spec: ReturnType<typeof parse>): string[] => [...plannedTrials(expandPlan(spec))].map(({ id }) => id);
    expect(ids(given)).toEqual(ids(parse(text)));
    expect(ids(parse(JSON.stringify(canonicalSpec(parse(text)))))).toEqual(ids(parse(text)));
    expect(specHash(parse(text, 'rate=0.25'))).not.toBe(specHash(parse(text)));
  });

  it('has a hash that ignores its name and nothing else', () => {
    expect(specHash(parse(good, 'name=other'))).toBe(specHash(parse(good)));
    expect(specHash(parse(good, 'seed=8'))).not.toBe(specHash(parse(good)));
    expect(specHash(parse(good, 'replicates=4'))).not.toBe(specHash(parse(good)));
  });
});

describe('overrides', () => {
  it('put one value into fixed and several into grid, replacing the parameter wherever it stood', () => {
    expect(parse(good, 'levels=5')).toMatchObject({
      fixed: { levels: 5 },
      grid: { size: [10, 20] },
      points: [{ size: [5], alpha: [0.1, 0.2, 0.3] }],
    });
    const several = parse(good, 'rate=0.1,0.2', 'threshold=linspace(1,2,2)');
    expect(several.grid).toEqual({ levels: [2, 3], size: [10, 20], rate: [0.1, 0.2], threshold: [1, 2] });
    expect(several.zip).toEqual({ alpha: [0.1, 0.2] });
  });

  it('set other keys by path', () => {
    expect(parse(good, 'seed=9', 'grid.levels=7', 'replicates=1')).toMatchObject({
      ...{ seed: 9, replicates: 1 },
      grid: { levels: [7] },
    });
  });

  it('drop a point that they leave empty', () => {
    const text = '{experiment: toy, fixed: {learner: fast, size: 3}, points: [{alpha: 1}, {alpha: 2}]}';
    expect(parse(text, 'alpha=3').points).toEqual([]);
  });

  it('are named as the place of a fault in them', () => {
    expect(faults(good, 'levels=1')[0]).toBe('levels=1 fixed.levels: got 1, expected an integer from 2 to 64');
    expect(faults(good, 'levls=3')).toEqual(['levls=3 levls: unknown key, did you mean levels?']);
    expect(faults(good, 'alpha')).toEqual(['alpha : got "alpha", expected key=value']);
  });
});

describe('faults', () => {
  it('come all at once, in the order of the file, with line, column, key and what is expected', () => {
    const text = `seeds: 3
experiment: toy
fixed: { learner: slw, size: 10, alpha: -1 }
grid: { weights: [binary], levels: [2, 1, 2.5, "three"] }
zip: { rate: [0.1, 2] }
replicates: 0
`;
    expect(faults(text)).toEqual([
      '1:1 seeds: unknown key, did you mean seed?',
      '3:19 fixed.learner: unknown "slw", did you mean slow? Known: slow, fast',
      '3:30 fixed.size: got 10, expected an odd number, e.g. 11',
      '3:41 fixed.alpha: got -1, expected a number above 0',
      '4:40 grid.levels[1]: got 1, expected an integer from 2 to 64',
      '4:43 grid.levels[2]: got 2.5, expected an integer from 2 to 64',
      '4:48 grid.levels[3]: got "three", expected an integer from 2 to 64',
      '5:20 zip.rate[1]: got 2, expected a number from 0 to 1',
      '6:13 replicates: got 0, expected an integer from 1 to 4294967295',
    ]);
  });

  it('of limits say what a limit looks like', () => {
    const text = `experiment: toy
fixed: { learner: fast, size: 3, alpha: 1 }
limits: { timeout: 60, memory: 1GiB, retries: -1, retires: 2 }
`;
    expect(faults(text)).toEqual([
      '3:20 limits.timeout: got 60, expected a time or a multiple of the median, e.g. 60s, 2h, 10x',
      '3:32 limits.memory: got "1GiB", expected a size, e.g. 512MB, 1GB',
      '3:47 limits.retries: got -1, expected an integer from 0 to 100',
      '3:51 limits.retires: unknown key, did you mean retries?',
    ]);
    expect(faults('{experiment: toy, fixed: {learner: fast, size: 3, alpha: 1}, limits: 3}')).toEqual([
      '1:70 limits: got 3, expected a map of timeout, memory, retries',
    ]);
    expect(parse('{experiment: toy, fixed: {learner: fast, size: 3, alpha: 1}}', 'limits.timeout=10s').limits).toEqual({
      timeout: { ms: 10_000 },
      memory: null,
      retries: 1,
    });
  });

  it.each([
    [
      '{ alpha: { column: value, from: 0.1, to: 1, within: 0.02 }, size: {} }',
      ['search: got 2 parameters, expected one (the rest of the grid is searched point by point)'],
    ],
    [
      '{ alpha: { from: 0.1, to: -1, within: 0 } }',
      [
        'search.alpha.column: missing, expected the name of a column',
        'search.alpha.to: got -1, expected a number above 0',
        'search.alpha.within: got 0, expected a number above 0',
      ],
    ],
    [
      '{ alpha: { column: value, from: 1, to: 0.5, within: 0.02, maxtrials: 3 } }',
      [
        'search.alpha.column: got "value", which is float; expected a column of true or false: solved',
        'search.alpha.maxtrials: unknown key, did you mean max_trials?',
      ],
    ],
    [
      '{ alpha: { column: solvd, from: 0.1, to: 1, within: 0.02 } }',
      ['search.alpha.column: unknown column of toy, did you mean solved?'],
    ],
    [
      '{ alpha: { column: solved, from: 1, to: 0.5, within: 0.02 } }',
      ['search.alpha.to: got 0.5, expected more than from, 1'],
    ],
    [
      '{ alpha: { column: solved, from: 0.5, to: 1, within: 0.3 } }',
      ['search.alpha.within: got 0.3, expected less than half the range, 0.25'],
    ],
    [
      '{ alpha: { column: solved, from: 0.5, to: 0.6, within: 0.02 } }',
      ['search.alpha: no multiple of 1/3 between 0.5 and 0.6'],
    ],
    [
      '{ alphs: { column: solved, from: 0.5, to: 1, within: 0.02 } }',
      ['search.alphs: unknown parameter of toy, did you mean alpha?'],
    ],
    [
      '{ learner: { column: solved, from: 0.5, to: 1, within: 0.02 } }',
      ['search.learner: is string, expected a parameter of type float or int'],
    ],
    ['3', ['search: got 3, expected a map of one parameter']],
  ])('of the search %s are told', (search, wanted) => {
    const got = faults(`experiment: toy\nfixed: { learner: fast, size: 3 }\nsearch: ${search}`).map((fault) =>
      fault.replace(/^\S+ /, ''),
    );
    for (const fault of wanted)
      expect(got.join('\n')).toContain(fault.replace('fixed.alpha: missing', 'alpha: missing'));
  });

  it('of what stands beside a search are told', () => {
    const search = 'search: { alpha: { column: solved, from: 0.5, to: 1, within: 0.02 } }';
    expect(
      faults(`experiment: toy
fixed: { learner: fast, size: 31, alpha: 1 }
replicates: 3
when: ["alpha < 1"]
${search}`),
    ).toEqual([
      '2:35 fixed.alpha: is searched (search): leave it out here',
      '3:1 replicates: stands beside search, whose rounds number the replicates: give one of the two',
      '4:8 when[0]: "alpha < 1" names alpha, which is searched: conditions look at the rest of a point',
    ]);
    const text = `experiment: toy\nfixed: { learner: fast, size: 31 }\n${search}`;
    expect(faults(text, 'alpha=0.7')).toEqual([
      'alpha=0.7 alpha: is searched: change it by path, e.g. search.alpha.from=… or search.alpha.to=…',
    ]);
    expect(parse(text, 'search.alpha.from=0.4').search).toEqual({
      ...{ parameter: 'alpha', column: 'solved', target: 0.5, from: 0.4, to: 1, within: 0.02 },
      ...{ confidence: 0.95, maxTrials: 20_000 },
    });
  });

  it.each([
    ['experiment: toi', '1:13 experiment: unknown experiment "toi", did you mean toy? Known: toy'],
    ['seed: 1', 'null experiment: missing, expected one of toy'],
    ['', 'null : got an empty file, expected a map with the key experiment'],
    ['- a', 'null : got a list, expected a map with the key experiment'],
    ['experiment: toy\nfixed: { learner: slow', '2:23 : YAML: '],
    ['experiment: toy\nseed: 1\nseed: 2', '3:1 seed: stands a second time, first at 2:1: give it once'],
    ['experiment: toy\nseed: 9007199254740992', '2:7 seed: got 9007199254740992, expected an integer from 0 to'],
    ['experiment: toy\nsearch: {}', '2:9 search: got 0 parameters, expected one'],
    ['experiment: toy\nfixed: { lerner: slow }', '2:10 fixed.lerner: unknown parameter of toy, did you mean learner?'],
    [
      'experiment: toy\nfixed: { alpha: [1, 2] }',
      '2:17 fixed.alpha: got a list, expected one value; several go to grid',
    ],
    ['experiment: toy\ngrid: { alpha: [] }', '2:16 grid.alpha: got an empty list, expected at least one value'],
    ['experiment: toy\ngrid: { alpha: }', '2:16 grid.alpha: got null, expected a number above 0'],
    ['experiment: toy\ngrid: { alpha: range(0,1,0.1) }', '2:16 grid.alpha: a function in flow style must be quoted'],
    ['experiment: toy\ngrid: { alpha: [linspace(0,1,5)] }', '2:16 grid.alpha: a function in flow style must be quoted'],
    ['experiment: toy\ngrid: { alpha: "range(0,1)" }', '2:16 grid.alpha: range takes three numbers'],
    ['experiment: toy\nfixed: { size: 3 }\ngrid: { size: [5] }', '3:9 grid.size: stands in fixed and in grid'],
    ['experiment: toy\ngrid: { size: [5] }\nzip: { size: [5] }', '3:8 zip.size: stands in grid and in zip'],
    [
      'experiment: toy\nfixed: { size: 3 }\npoints: [{ size: 5 }]',
      '3:12 points[0].size: stands in fixed and in a point',
    ],
    ['experiment: toy\nzip: { size: [5, 7], alpha: [1] }', '2:29 zip.alpha: has 1 values, but size has 2'],
    [
      'experiment: toy\nwhen: ["levls < 3"]',
      '2:8 when[0]: unknown parameter "levls" in "levls < 3", did you mean levels?',
    ],
    ['experiment: toy\nwhen: ["levels <"]', '2:8 when[0]: cannot read the condition'],
    ['experiment: toy\nwhen: levels < 3', '2:7 when: got "levels < 3", expected a list of conditions in quotes'],
    [
      'experiment: toy\nfixed: { ages: [1, 2.5], learner: slow }',
      '2:16 fixed.ages: got [1,2.5], expected a list of integers from 0 up',
    ],
    ['experiment: toy\ngrid: 3', '2:7 grid: got 3, expected a map of parameters with a list'],
    [
      'experiment: toy\ngrid: {size: [3], alpha: [1]}\npoints: [{size: 3}]\nfixed: {learner: slow}',
      'null points[0].alpha: missing, expected a number above 0; points are completed by fixed',
    ],
    ['experiment: toy\nfixed: {learner: slow, size: 3}', 'null alpha: missing, expected a number above 0'],
  ])('of %j', (text, message) => {
    expect(faults(text).find((fault) => fault.startsWith(message))).toEqual(expect.any(String));
  });

  it.each([
    ['a size that is none says nothing of loads', 'fixed: { learner: slow, size: big, alpha: 0.1 }', ['fixed.size']],
    [
      'a rule that is none says nothing of what rules need',
      'fixed: { learner: slwo, size: 3, alpha: 1 }',
      ['fixed.learner'],
    ],
    ['a misspelt name says nothing of a missing one', 'fixed: { lerner: slow, size: 3, alpha: 1 }', ['fixed.lerner']],
    ['a seed out of range is told once', 'fixed: {learner: slow, size: 3, alpha: 1}\nseed: 9007199254740992', ['seed']],
    [
      'but what is wrong whatever was meant is told',
      'fixed: { learner: slwo, weights: binray, levels: 4, size: 4, alpha: -1, states: 1.5 }',
      ['fixed.learner', 'fixed.weights', 'fixed.alpha', 'fixed.states'],
    ],
  ])('one at a time: %s', (_, text, keys) => {
    const demanding = {
      ...toy,
      check: (params: Params) =>
        (params['alpha'] as number) * (params['size'] as number) < 0.5
          ? [{ parameter: 'alpha', got: String(params['alpha']), expected: 'a pattern' }]
          : [],
    };
    const read = (): unknown => parseSpec(`experiment: toy\n${text}`, { experiments: [demanding] });
    expect(read).toThrow(SpecError);
    try {
      read();
    } catch (error) {
      expect((error as SpecError).problems.map(({ key }) => key)).toEqual(keys);
    }
  });

  it('of a misspelt override say nothing of a missing parameter', () => {
    expect(faults('{experiment: toy, fixed: {learner: fast, size: 3}}', 'alpa=1')).toEqual([
      'alpa=1 alpa: unknown key, did you mean alpha?',
    ]);
  });

  it('of an override that is given twice name both', () => {
    expect(faults(good, 'levels=4', 'seed=1', 'levels=5')).toEqual([
      'levels=4 levels: is given twice, levels=4 and levels=5: give one of them',
    ]);
    const flat = '{experiment: toy, fixed: {learner: fast, size: 3}}';
    expect(faults(flat, 'alpha=1,2', 'fixed.alpha=4')).toHaveLength(1);
  });

  it('of a point beside a grid say why its values do not count', () => {
    const text = '{experiment: toy, fixed: {size: 3}, grid: {alpha: [1]}, points: [{learner: fast, alpha: 1}]}';
    expect(faults(text)).toEqual([
      'null learner: missing, expected one of slow, fast; a point has it, but grid and zip make points of their own, completed by fixed',
    ]);
  });

  it('of a point are located at the value that makes it wrong', () => {
    const text = 'experiment: toy\nfixed: { learner: fast, alpha: 1 }\npoints:\n  - size: 3\n  - size: [5, 8]';
    expect(faults(text)).toEqual(['5:15 points[1].size[1]: got 8, expected an odd number, e.g. 9']);
  });
});

it('reads a text that looks like a number as a text where a text is meant', () => {
  const coded = {
    ...toy,
    parameters: { inputs: { type: 'string', values: ['pm1', '01'], unit: '1', doc: 'x' } },
  } as typeof toy;
  const read = (text: string, ...overrides: string[]): unknown =>
    parseSpec(text, { experiments: [{ ...coded, check: () => [] }], overrides }).fixed['inputs'];
  expect(read('{experiment: toy, fixed: {inputs: 01}}')).toBe('01');
  expect(read('experiment: toy', 'inputs=01')).toBe('01');
});
