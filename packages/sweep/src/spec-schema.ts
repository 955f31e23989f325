/** JSON Schema of a sweep file: the shape of a spec, and the parameters of each experiment. */
import type { ParameterDeclaration } from '@fewbits/dataset/columns';
import type { Experiment } from '@fewbits/experiments';
import { shapeSchema } from './spec-shape.ts';

type Schema = Record<string, unknown>;

/** For editors: completes keys, parameters and names, and marks what is not allowed. fewbits itself checks more. */
export function specSchema(experiments: readonly Experiment[]): Schema {
  const shape = shapeSchema();
  const properties = shape['properties'] as Record<string, Schema>;
  return {
    ...shape,
    title: 'fewbits sweep',
    properties: {
      ...properties,
      experiment: { enum: experiments.map(({ name }) => name), description: 'what is measured' },
    },
    allOf: experiments.map((experiment) => ({
      if: { properties: { experiment: { const: experiment.name } } },
      // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
      then: { properties: sections(experiment) },
    })),
  };
}

function sections({ parameters }: Experiment): Schema {
  const entries = Object.entries(parameters);
  const map = (value: (declaration: ParameterDeclaration) => Schema): Schema => ({
    type: ['object', 'null'],
    properties: Object.fromEntries(
      entries.map(([name, declaration]) => [name, { description: describe(declaration), ...value(declaration) }]),
    ),
    additionalProperties: false,
  });
  const axes = map((declaration) => ({
    anyOf: [one(declaration), functionCall, { type: 'array', items: { anyOf: [one(declaration), functionCall] } }],
  }));
  return { fixed: map(one), grid: axes, zip: axes, points: { type: ['array', 'null'], items: axes } };
}

const functionCall: Schema = { type: 'string', pattern: '^(range|linspace|logspace)\\(.*\\)$' };

function one({ type, values, min, max, exclusiveMin, exclusiveMax }: ParameterDeclaration): Schema {
  if (type === 'bool') return { type: 'boolean' };
  if (type === 'string') return values ? { enum: values } : { type: 'string' };
  const number = {
    type: type.startsWith('int') ? 'integer' : 'number',
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(exclusiveMin === undefined ? {} : { exclusiveMinimum: exclusiveMin }),
    ...(exclusiveMax === undefined ? {} : { exclusiveMaximum: exclusiveMax }),
  };
  if (type.endsWith('[]')) return { type: 'array', items: number };
  return values ? { anyOf: [number, { enum: values }] } : number;
}

function describe({ doc, unit, default: value, defaultFrom }: ParameterDeclaration): string {
  const fallback = defaultFrom?.doc ?? (value === undefined ? null : String(value));
  return [doc, unit === '1' ? null : `unit ${unit}`, fallback === null ? null : `default ${fallback}`]
    .filter((part) => part !== null)
    .join('; ');
}
