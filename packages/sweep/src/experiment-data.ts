/**
 * An experiment's declarations as plain JSON, and back: what a manifest holds so that the tables of a user's experiment can
 * be read, reported and exported where its module is gone.
 */
import type { Columns, ParameterDeclaration, Parameters, Params, Summary } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { UsageError } from './errors.ts';

const droppable = ['task', 'check', 'versions', 'cost', 'memory'] as const satisfies readonly (keyof Experiment)[];

/** A declaration without the function that derives its default; the formula for people stays. */
export type ParameterData = Omit<ParameterDeclaration, 'defaultFrom'> & {
  readonly defaultFrom?: { readonly doc: string };
};

export interface ExperimentData {
  readonly name: string;
  readonly version: number;
  readonly doc?: string;
  readonly source?: string;
  readonly parameters: Readonly<Record<string, ParameterData>>;
  readonly columns: Columns;
  readonly summaries: readonly Summary[];
  /** Names of the optional functions that it has and that data cannot carry. */
  readonly functions: readonly string[];
}

/** Everything about `experiment` that is not code. `JSON.parse(JSON.stringify(…))` of it is equal to it. */
export function experimentData(experiment: Experiment): ExperimentData {
  const { name, version, doc, source, parameters, columns, summaries = [] } = experiment;
  const plain = Object.entries(parameters).map(([key, { defaultFrom, ...rest }]): [string, ParameterData] => [
    key,
    { ...rest, ...(defaultFrom && { defaultFrom: { doc: defaultFrom.doc } }) },
  ]);
  const functions = droppable.filter((key) => experiment[key] !== undefined);
  const data = { name, version, doc, source, parameters: Object.fromEntries(plain), columns, summaries, functions };
  return JSON.parse(JSON.stringify(data)) as ExperimentData; // drops what is undefined; shares nothing with the module
}

/**
 * An experiment that declares what the data say and cannot run. Whatever would need the lost code throws rather than
 * guess: `run`, a derived default, and `versions` where there was one, without which no id can be told.
 */
export function experimentFromData(data: ExperimentData): Experiment {
  const { functions, parameters: plain, ...rest } = data;
  const lost = (what: string): never => {
    throw new UsageError(`${what} of experiment ${data.name} is code of its module, which is gone or has changed`);
  };
  const parameters: Parameters = Object.fromEntries(
    Object.entries(plain).map(([name, { defaultFrom, ...declaration }]) => [
      name,
      {
        ...declaration,
        ...(defaultFrom && { defaultFrom: { doc: defaultFrom.doc, value: () => lost(`the default of ${name}`) } }),
      },
    ]),
  );
  return {
    ...rest,
    parameters,
    ...(functions.includes('versions') && { versions: (_: Params) => lost('versions') }),
    run: () => lost('run'),
  };
}
