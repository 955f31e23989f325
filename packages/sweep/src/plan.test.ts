import type { Experiment } from '@fewbits/experiments';
import { describe, expect, it } from 'vitest';
import { parseSpec } from './parse-spec.ts';
import { expandPlan, type Plan, type Point, plannedTrials } from './plan.ts';
import { toy } from './testing/toy-experiment.ts';

const plan = (text: string, experiment: Experiment = toy): Plan =>
  expandPlan(parseSpec(text, { experiments: [experiment] }));
const pointsOf = (of: Plan): Point[] => Array.from({ length: of.points }, (_, k) => of.pointAt(k));
const ids = (text: string, experiment?: Experiment): string[] =>
  [...plannedTrials(plan(text, experiment))].map(({ id }) => id);

const base = 'experiment: toy\nfixed: {learner: slow, size: 3}\n';

describe('the plan', () => {
  it('multiplies grid and zip out and adds explicit points', () => {
    const made = plan(
      `${base}grid: {alpha: [1, 2]}\nzip: {rate: [0, 1], threshold: [0.5, optimal]}\npoints: [{alpha: [3, 4]}]`,
    );
    expect(pointsOf(made).map(({ params: { alpha, rate, threshold } }) => [alpha, rate, threshold])).toEqual([
      [1, 0, 0.5],
      [1, 1, 'optimal'],
      [2, 0, 0.5],
      [2, 1, 'optimal'],
      [3, 0.5, 'optimal'],
      [4, 0.5, 'optimal'],
    ]);
  });

  it('fills in defaults, derived ones too, and leaves out what does not apply', () => {
    const [slow, fast] = pointsOf(plan('experiment: toy\nfixed: {size: 3, alpha: 1}\ngrid: {learner: [slow, fast]}'));
    expect(slow?.params).toEqual({
      ...{ learner: 'slow', weights: 'binary', size: 3, alpha: 1, threshold: 'optimal', rate: 0.5, states: 6 },
    });
    expect(fast?.params).toEqual({ learner: 'fast', weights: 'binary', size: 3, alpha: 1, threshold: 'optimal' });
  });

  it('says how many points each condition removed, in order', () => {
    const { removed, points } = plan(`${base}grid: {alpha: [1, 2, 3, 4]}\nwhen: ["alpha > 1", "alpha in [1, 2, 3]"]`);
    expect(removed).toEqual([
      { condition: 'alpha > 1', points: 1 },
      { condition: 'alpha in [1, 2, 3]', points: 1 },
    ]);
    expect(points).toBe(2);
  });

  it('counts points that come out equal once, and names parameters that apply nowhere', () => {
    const { points, duplicates, unused } = plan(
      'experiment: toy\nfixed: {learner: fast, size: 3, alpha: 1}\ngrid: {rate: [0, 1]}',
    );
    expect({ points, duplicates, unused }).toEqual({ points: 1, duplicates: 1, unused: ['rate'] });
  });
});

describe('a trial id', () => {
  const text = `${base}grid: {alpha: [1, 2]}\nreplicates: 2`;

  it('has 64 hexadecimal digits and is different for every trial', () => {
    const all = ids(text);
    expect(all.every((id) => /^[0-9a-f]{64}$/.test(id))).toBe(true);
    expect(new Set(all).size).toBe(4);
  });

  it('stays when an axis or the replicates are extended, and when order, name or seed change', () => {
    const old = ids(text);
    const longer = ids(`${base}grid: {alpha: [0.5, 1, 1.5, 2, 3]}\nreplicates: 5`);
    expect(old.filter((id) => !longer.includes(id))).toEqual([]);
    const moved = ids(
      'replicates: 2\nseed: 4\nname: b\ngrid: {size: [3]}\nfixed: {learner: slow}\npoints: []\nexperiment: toy\nzip: {alpha: [2, 1]}',
    );
    expect(moved.slice().sort()).toEqual(old.slice().sort());
  });

  it('stays when a default is written out, or a parameter that does not apply is given', () => {
    expect(ids(`${base}grid: {alpha: [1]}`)).toEqual(
      ids(`${base}grid: {alpha: [1], rate: [0.5], states: [6], levels: [4]}`),
    );
  });

  it('changes with the version of the experiment and of a component, and with nothing of the text', () => {
    const one = `${base}grid: {alpha: [1]}`;
    expect(ids(one, { ...toy, version: 4 })).not.toEqual(ids(one));
    expect(ids(one, { ...toy, versions: () => ({ rbp: 2 }) })).not.toEqual(
      ids(one, { ...toy, versions: () => ({ rbp: 1 }) }),
    );
    expect(ids(one, { ...toy, doc: 'other words', run: () => ({ value: 1 }) })).toEqual(ids(one));
  });

  // Pinned: a change here reseeds every sweep that exists, and needs a line in the changelog.
  it('is the one that runs of version 0.1 have on the disk', () => {
    expect(ids(`${base}grid: {alpha: [1]}`)).toEqual([
      'd1577a3c6b527bcfa8848748cb829817d1cbab19230b03f24fbb8010626d94dd',
    ]);
  });
});
