/** The keys of a spec and what each holds, parameters aside; those are checked against the experiment's declarations. */
import { z } from 'zod';
import { parseBytes, parseDuration, parseTimes } from './limits.ts';
import { didYouMean } from './nearest-name.ts';
import { show } from './parameter-values.ts';
import { isRecord, type Path, pathText, type Report } from './spec-source.ts';

const value = z.union([z.number(), z.string(), z.boolean(), z.array(z.number())]);
const axes = z.record(z.string(), z.union([value, z.array(z.union([value, z.array(z.number())]))]));

export const maxSeed: number = 2 ** 53 - 1;
const maxReplicates = 2 ** 32 - 1;

const limits = z.strictObject({
  timeout: z
    .string()
    .refine((text) => parseDuration(text) !== null || parseTimes(text) !== null)
    .describe('wall time of a trial, or a multiple of the median of its point')
    .meta({ expected: 'a time or a multiple of the median, e.g. 60s, 2h, 10x' })
    .nullish(),
  memory: z
    .string()
    .refine((text) => parseBytes(text) !== null)
    .describe('memory of a trial: what its experiment declares, the heap of its thread, the size of the process')
    .meta({ expected: 'a size, e.g. 512MB, 1GB' })
    .nullish(),
  retries: z
    .int()
    .min(0)
    .max(100)
    .describe('deaths of a worker, beyond the first, before a trial is quarantined; default 1')
    .meta({ expected: 'an integer from 0 to 100' })
    .nullish(),
});

const number = (expected: string, doc: string): z.ZodNumber => z.number().describe(doc).meta({ expected });
const search = z.strictObject({
  column: z
    .string()
    .describe('column of true or false whose mean is looked at')
    .meta({ expected: 'the name of a column' }),
  target: number('a number between 0 and 1', 'mean that is sought; default 0.5').gt(0).lt(1).optional(),
  from: number('a number', 'smallest value'),
  to: number('a number', 'largest value'),
  within: number('a number above 0', "largest half-width of the estimate's interval").gt(0),
  confidence: number('a number between 0 and 1', 'posterior mass of that interval; default 0.95')
    .gt(0)
    .lt(1)
    .optional(),
  max_trials: z
    .int()
    .min(16)
    .describe('trials of one point after which the search gives up; default 20000')
    .meta({ expected: 'an integer from 16 up' })
    .optional(),
});

const shape = z.strictObject({
  name: z
    .string()
    .regex(/^[\w.-]+$/)
    .describe('name of the run directory; default: the stem of the file')
    .meta({ expected: 'a text of letters, digits, ".", "_" or "-"' })
    .optional(),
  seed: z
    .int()
    .min(0)
    .max(maxSeed)
    .describe('seed of every random stream; default 0')
    .meta({ expected: `an integer from 0 to ${maxSeed}` })
    .optional(),
  experiment: z.string().describe('what is measured').meta({ expected: 'the name of an experiment' }),
  fixed: z
    .record(z.string(), value)
    .describe('parameters with one value for the whole sweep')
    .meta({ expected: 'a map of parameters with one value each' })
    .nullish(),
  grid: axes
    .describe('axes of which all combinations are run')
    .meta({ expected: 'a map of parameters with a list, a value or a function each' })
    .nullish(),
  zip: axes
    .describe('axes that advance together')
    .meta({ expected: 'a map of parameters with equally long lists' })
    .nullish(),
  points: z
    .array(axes)
    .describe('explicit points, completed by fixed; a list in one stands for each of its values')
    .meta({ expected: 'a list of maps of parameters' })
    .nullish(),
  when: z
    .array(z.string())
    .describe('conditions that all must hold for a point to be run')
    .meta({ expected: 'a list of conditions in quotes' })
    .nullish(),
  replicates: z
    .int()
    .min(1)
    .max(maxReplicates)
    .describe('independent repetitions of every point; default 1')
    .meta({ expected: `an integer from 1 to ${maxReplicates}` })
    .optional(),
  search: z
    .record(z.string(), search.meta({ expected: `a map of ${Object.keys(search.shape).join(', ')}` }))
    .describe(
      'the parameter whose value is searched at which the mean of a column passes a target, instead of replicates',
    )
    .meta({ expected: 'a map of one parameter' })
    .nullish(),
  limits: limits
    .describe('what a single trial may take')
    .meta({ expected: `a map of ${Object.keys(limits.shape).join(', ')}` })
    .nullish(),
});

export const specKeys: readonly string[] = Object.keys(shape.shape);

/** JSON Schema of a spec before the experiments' parameters are added. */
export function shapeSchema(): Record<string, unknown> {
  return z.toJSONSchema(shape, { io: 'input' }) as Record<string, unknown>;
}

/** Report every key that is unknown and every value of the wrong kind; inside the axes the declarations say more. */
export function checkShape(data: Readonly<Record<string, unknown>>, report: Report): void {
  const told = new Set<string>();
  for (const issue of shape.safeParse(data).error?.issues ?? []) {
    const path = issue.path as Path;
    const [head] = path;
    // One value can break several rules: 2^53 is no safe integer, and above the largest.
    if (issue.code !== 'unrecognized_keys' && told.has(pathText(path))) continue;
    told.add(pathText(path));
    if (issue.code === 'unrecognized_keys') {
      const type = typeAt(path);
      const known = type instanceof z.ZodObject ? Object.keys(type.shape) : [];
      for (const key of issue.keys) report([...path, key], `unknown key${didYouMean(key, known)}`, 'key');
    } else if (head !== 'experiment' && !isAxis(path)) {
      const got = valueAt(data, path);
      const expected = typeAt(path).meta()?.['expected'];
      report(path, got === undefined ? `missing, expected ${expected}` : `got ${show(got)}, expected ${expected}`);
    }
  }
}

/** The declared type at `path`, or at the nearest key above it that has one to tell. */
function typeAt(path: Path): z.ZodType {
  let type: z.ZodType = shape;
  for (const part of path) {
    if (type instanceof z.ZodObject) type = unwrapped(type.shape[part] as z.ZodType);
    else if (type instanceof z.ZodRecord) type = unwrapped(type.valueType as z.ZodType);
    else break;
  }
  return type;
}

function unwrapped(type: z.ZodType): z.ZodType {
  return type instanceof z.ZodOptional || type instanceof z.ZodNullable ? unwrapped(type.unwrap() as z.ZodType) : type;
}

function isAxis([head, second, third]: Path): boolean {
  return ['fixed', 'grid', 'zip'].includes(String(head))
    ? second !== undefined
    : head === 'points' && third !== undefined;
}

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce(
    (value: unknown, part) => (isRecord(value) || Array.isArray(value) ? value[part as never] : undefined),
    data,
  );
}
