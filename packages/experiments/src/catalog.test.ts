import type { ParameterDeclaration, Value } from '@fewbits/dataset/columns';
import { describe, expect, it } from 'vitest';
import { experimentByName, experiments } from './catalog.ts';

const specKeys = 'name seed experiment fixed grid zip points when search replicates limits'.split(' ');
/** Columns that every table has besides the experiment's. */
const tableColumns = ['trial_id', 'replicate', 'status'];

function isValid(declaration: ParameterDeclaration, value: Value): boolean {
  const { type, values, min, max, exclusiveMin, exclusiveMax } = declaration;
  if (typeof value === 'string') return values?.includes(value) ?? type === 'string';
  if (typeof value === 'boolean') return type === 'bool';
  return [value]
    .flat()
    .every(
      (entry) =>
        (!type.startsWith('int') || Number.isInteger(entry)) &&
        entry >= (min ?? entry) &&
        entry <= (max ?? entry) &&
        (exclusiveMin === undefined || entry > exclusiveMin) &&
        (exclusiveMax === undefined || entry < exclusiveMax),
    );
}

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))('%s', (_, experiment) => {
  const { parameters, columns, summaries = [] } = experiment;

  it('names parameters and columns apart from each other, the keys of a spec and the columns of every table', () => {
    const names = Object.keys(parameters);
    const taken = [...specKeys, ...tableColumns];
    expect(names.filter((name) => name in columns || taken.includes(name))).toEqual([]);
    expect(Object.keys(columns).filter((name) => taken.includes(name))).toEqual([]);
    for (const name of [...names, ...Object.keys(columns)]) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  it('has defaults that it would accept, and one line of text and a unit for everything', () => {
    for (const [name, declaration] of Object.entries(parameters)) {
      if (declaration.default !== undefined) expect(isValid(declaration, declaration.default), name).toBe(true);
    }
    for (const { doc, unit } of [...Object.values(parameters), ...Object.values(columns)]) {
      expect(doc).toMatch(/^\S.*\S$/);
      expect(unit).not.toBe('');
    }
  });

  it('lets parameters apply by values that their conditions can have', () => {
    for (const { applies = {} } of Object.values(parameters)) {
      for (const [on, allowed] of Object.entries(applies)) {
        for (const value of allowed) expect(parameters[on]?.values).toContain(value);
      }
    }
  });

  it('summarises columns and parameters that it has', () => {
    for (const summary of summaries) {
      expect(columns).toHaveProperty(summary.column);
      const references = [summary.theory, 'limit' in summary ? summary.limit : undefined].filter(
        (reference) => reference !== undefined,
      );
      for (const { parameters: names, applies = {}, substitute = {} } of references) {
        for (const name of [...names, ...Object.keys(applies), ...Object.keys(substitute)])
          expect(parameters).toHaveProperty(name);
      }
      if (summary.kind !== 'transition') continue;
      expect(parameters).toHaveProperty(summary.over);
      expect(columns[summary.column]?.type).toBe('bool');
      if (summary.coordinate) expect(columns).toHaveProperty(summary.coordinate);
    }
  });
});

it('finds an experiment by name and lists the known ones otherwise', () => {
  expect(experimentByName('storage-capacity').name).toBe('storage-capacity');
  expect(() => experimentByName('storage')).toThrow('unknown experiment "storage", known are storage-capacity');
});
