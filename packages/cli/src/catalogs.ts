/** The catalogs as plain data: names, parameters with types, ranges and defaults, columns, sources. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Columns, ParameterDeclaration, Parameters } from '@fewbits/dataset/columns';
import { type Experiment, experiments } from '@fewbits/experiments';
import { learners } from '@fewbits/learners';
import { models } from '@fewbits/models';
import { describeType, loadUserModule, UsageError } from '@fewbits/sweep';
import { quantities } from '@fewbits/theory';
import { forPeople, fromCommandLine, standingFolder } from './paths.ts';
import { styled } from './print.ts';
import { formatTable } from './table-text.ts';

export type CatalogName = 'experiments' | 'models' | 'learners' | 'quantities' | 'sweeps';

interface ListedParameter {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  /** Type and range for people. */
  readonly expected: string;
  readonly values?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly exclusiveMin?: number;
  readonly exclusiveMax?: number;
  readonly default?: unknown;
  /** Formula of a default that follows from other parameters. */
  readonly defaultFrom?: string;
  readonly optional: boolean;
  readonly applies?: Readonly<Record<string, unknown>>;
  readonly doc: string;
}

export interface CatalogEntry {
  readonly name: string;
  readonly doc: string;
  readonly source: string;
  readonly version?: number;
  readonly experimental?: boolean;
  readonly weights?: readonly string[];
  readonly inputs?: readonly string[];
  readonly parameters: readonly ListedParameter[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly unit: string;
    readonly doc: string;
  }[];
}

/** `modules`: files with experiments of the user's own, listed after the built-in ones. */
export async function catalogOf(kind: CatalogName, modules: readonly string[] = []): Promise<CatalogEntry[]> {
  if (modules.length > 0 && kind !== 'experiments')
    throw new UsageError(`${modules.join(', ')}: modules hold experiments, expected fewbits list experiments`);
  switch (kind) {
    case 'experiments':
      return [...experiments, ...(await Promise.all(modules.map(ownExperiment)))].map(
        ({ name, doc = '', source = '', version, parameters, columns }) => ({
          ...{ name, doc, source, version },
          ...declared(parameters, columns),
        }),
      );
    case 'learners':
      return learners.map(
        ({ name, doc, source, version, experimental = false, weights, inputs, parameters, columns }) => ({
          ...{ name, doc, source, version, experimental, weights, inputs },
          ...declared(parameters, columns),
        }),
      );
    case 'quantities':
      return quantities.map(({ name, doc, source, version, parameters, values }) => ({
        ...{ name, doc, source, version },
        ...declared(parameters, values),
      }));
    case 'models':
      return models.map(({ name, doc, source, version, parameters, rates = {} }) => ({
        ...{ name, doc, source, version },
        ...declared(parameters, rates),
      }));
    case 'sweeps':
      return sweepFiles();
  }
}

async function ownExperiment(path: string): Promise<Experiment> {
  const builtIn = experiments.map(({ name }) => name);
  return (await loadUserModule(fromCommandLine(path), { builtIn })).experiment;
}

export function catalogText(kind: CatalogName, entries: readonly CatalogEntry[]): string {
  if (entries.length === 0) return `no ${kind} ${kind === 'sweeps' ? 'folder here or above' : 'in this version'}\n`;
  if (kind === 'sweeps')
    return formatTable(
      ['sweep', ''],
      entries.map(({ name, doc }) => [name, doc]),
    );
  return entries.map(entryText).join('\n');
}

function entryText(entry: CatalogEntry): string {
  const { name, doc, source, experimental, weights, inputs, parameters, columns } = entry;
  const lines = [
    `${styled('bold', name)}  ${doc}${experimental ? ' (experimental)' : ''}`,
    `  source: ${source}`,
    ...(weights ? [`  weights: ${weights.join(', ')}; inputs: ${inputs?.join(', ')}`] : []),
  ];
  const table = formatTable(
    ['  parameter', 'expected', 'default', 'unit', 'applies to', ''],
    parameters.map((p) => [`  ${p.name}`, p.expected, defaultText(p), p.unit, appliesText(p), p.doc]),
  );
  const results = formatTable(
    ['  column', 'type', 'unit', ''],
    columns.map((c) => [`  ${c.name}`, c.type, c.unit, c.doc]),
  );
  return `${lines.join('\n')}\n${parameters.length > 0 ? table : ''}${columns.length > 0 ? results : ''}`;
}

function defaultText({ default: value, defaultFrom, optional }: ListedParameter): string {
  return defaultFrom ?? (value === undefined ? (optional ? 'none' : 'required') : String(value));
}

function appliesText({ applies }: ListedParameter): string {
  return Object.entries(applies ?? {})
    .map(([name, values]) => `${name} ${(values as readonly unknown[]).join(', ')}`)
    .join('; ');
}

function declared(parameters: Parameters, columns: Columns): Pick<CatalogEntry, 'parameters' | 'columns'> {
  return {
    parameters: Object.entries(parameters).map(([name, declaration]) => listed(name, declaration)),
    columns: Object.entries(columns).map(([name, { type, unit, doc }]) => ({ name, type, unit, doc })),
  };
}

function listed(name: string, declaration: ParameterDeclaration): ListedParameter {
  const { defaultFrom, optional = false, doc, ...data } = declaration;
  return {
    name,
    ...data,
    expected: describeType(declaration),
    ...(defaultFrom ? { defaultFrom: defaultFrom.doc } : {}),
    optional,
    doc,
  };
}

/** The sweep files of the nearest `sweeps` folder, with the first line of their comment. */
function sweepFiles(): CatalogEntry[] {
  const folder = sweepsFolder(standingFolder());
  if (folder === null) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml)$/.test(name))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const comments = readFileSync(path, 'utf8').matchAll(/^# (.*)$/gm);
      const doc =
        [...comments].map(([, line]) => line as string).find((line) => !line.startsWith('yaml-language-server')) ?? '';
      return { name: forPeople(path), doc, source: '', parameters: [], columns: [] };
    });
}

function sweepsFolder(from: string): string | null {
  const folder = join(from, 'sweeps');
  if (existsSync(folder)) return folder;
  return dirname(from) === from ? null : sweepsFolder(dirname(from));
}
