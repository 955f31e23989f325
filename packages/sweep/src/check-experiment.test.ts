import { experiments } from '@fewbits/experiments';
import { describe, expect, it } from 'vitest';
import { checkExperiment } from './check-experiment.ts';
import { toy } from './testing/toy-experiment.ts';

const run = (): Record<string, number> => ({ value: 1 });
const size = { type: 'int', min: 1, unit: 'units', doc: 'number of units' };
const value = { type: 'float', unit: '1', doc: 'a value' };
const solved = { type: 'bool', doc: 'whether it is solved' };
const good = { name: 'mine', version: 1, parameters: { size }, columns: { value, solved }, run };

/** `key: message` of every problem of the good experiment with `change`. */
function faults(change: Readonly<Record<string, unknown>>): string[] {
  return checkExperiment({ ...good, ...change }, ['storage-capacity']).problems.map(
    ({ key, message }) => `${key}: ${message}`,
  );
}

const parameter = (declaration: unknown): string[] => faults({ parameters: { size, extra: declaration } });
const summary = (declaration: unknown): string[] => faults({ summaries: [declaration] });

describe('checkExperiment', () => {
  it.each([...experiments, toy])('finds no fault in $name, and changes nothing of it', (experiment) => {
    const checked = checkExperiment(experiment);
    expect(checked.problems).toEqual([]);
    expect(checked.experiment).toEqual({ summaries: [], ...experiment });
  });

  it('fills in what may be left out: version, units, texts, quantity and target of summaries', () => {
    const { experiment } = checkExperiment({
      name: 'mine',
      parameters: { noise_rate: { type: 'float' } },
      columns: { value: { type: 'float' }, solved },
      summaries: [
        { kind: 'mean', column: 'value' },
        { kind: 'transition', quantity: 'rate50', column: 'solved', over: 'noise_rate' },
      ],
      run,
    });
    expect(experiment).toEqual({
      name: 'mine',
      version: 1,
      parameters: { noise_rate: { type: 'float', unit: '1', doc: 'noise rate' } },
      columns: { value: { type: 'float', unit: '1', doc: 'value' }, solved: { ...solved, unit: '1' } },
      summaries: [
        { kind: 'mean', quantity: 'value', column: 'value' },
        { kind: 'transition', quantity: 'rate50', column: 'solved', over: 'noise_rate', target: 0.5 },
      ],
      run,
    });
  });

  it('allows an experiment without parameters', () => {
    expect(faults({ parameters: {} })).toEqual([]);
  });

  it.each([
    [undefined, 'missing, expected an object with name, parameters, columns and run'],
    [[], 'got [], expected an object with name, parameters, columns and run'],
    [3n, 'got 3n, expected an object with name, parameters, columns and run'],
  ])('refuses %s as a whole', (candidate, message) => {
    expect(checkExperiment(candidate).problems).toEqual([{ where: null, key: '', message }]);
  });

  it('reports all faults at once, in the order of the contract', () => {
    expect(
      checkExperiment({
        name: 'my experiment',
        version: '2',
        params: {},
        columns: { value: 'float' },
        run: 1,
      }).problems.map(({ key }) => key),
    ).toEqual(['params', 'name', 'version', 'parameters', 'columns.value', 'run']);
  });

  it.each([
    [{ name: undefined }, 'name: missing, expected a text of letters, digits and -'],
    [{ name: 'my_own' }, 'name: got "my_own", expected a text of letters, digits and -'],
    [{ name: 'storage-capacity' }, 'name: "storage-capacity" is the name of a built-in experiment'],
    [{ version: 0 }, 'version: got 0, expected an integer from 1 up'],
    [{ version: 'b' }, 'version: got "b", expected an integer from 1 up'],
    [{ doc: 'two\nlines' }, 'doc: got "two\\nlines", expected one line of text'],
    [{ parametres: {} }, 'parametres: unknown key, did you mean parameters?'],
    [
      { helper: run },
      'helper: unknown key. Known: name, version, doc, source, parameters, columns, summaries, task, check, versions, cost, memory, run',
    ],
    [{ run: undefined }, 'run: missing, expected a function of { params, rng, signal }'],
    [{ cost: 12 }, 'cost: got 12, expected a function of the parameters'],
    [{ parameters: undefined }, 'parameters: missing, expected a map of parameters, {} for none'],
    [{ columns: undefined }, 'columns: missing, expected a map of at least one column'],
    [{ columns: {} }, 'columns: got {}, expected at least one column'],
    [{ columns: { value: { ...value, min: 0 } } }, 'columns.value.min: unknown key. Known: type, unit, doc'],
    [
      { columns: { size: value } },
      'columns.size: is the name of a parameter too; both stand in one table, give one of them another name',
    ],
    [
      { columns: { status: value } },
      'columns.status: a column cannot have this name: every table of trials has a column status',
    ],
    [{ summaries: {} }, 'summaries: got {}, expected a list of summaries'],
  ])('refuses %o', (change, expected) => {
    expect(faults(change)).toEqual([expected]);
  });

  it.each([
    ['integer', 'unknown type "integer", did you mean int? Known: int, float, string, bool, int[], float[]'],
    ['Boolean', 'unknown type "Boolean", did you mean bool? Known: int, float, string, bool, int[], float[]'],
    ['flaot', 'unknown type "flaot", did you mean float? Known: int, float, string, bool, int[], float[]'],
    ['complex', 'unknown type "complex". Known: int, float, string, bool, int[], float[]'],
    [undefined, 'missing, expected one of int, float, string, bool, int[], float[]'],
    [Number, 'got a function, expected one of int, float, string, bool, int[], float[]'],
  ])('refuses the type %s of parameters and columns', (type, message) => {
    expect(parameter({ type })).toEqual([`parameters.extra.type: ${message}`]);
    expect(faults({ columns: { value: { ...value, type } } })).toEqual([`columns.value.type: ${message}`]);
  });

  it.each([
    ['a-b', 'got the name "a-b", expected letters, digits and _, a digit not first'],
    ['2x', 'got the name "2x", expected letters, digits and _, a digit not first'],
    ['replicate', 'a parameter cannot have this name: every table of trials has a column replicate'],
    ['seed', 'a parameter cannot have this name: it is a key of the spec'],
    ['search', 'a parameter cannot have this name: it is a key of the spec'],
    ['limits', 'a parameter cannot have this name: it is a key of the spec'],
    ['not', 'a parameter cannot have this name: it is a word of the conditions under when'],
    ['constructor', 'a parameter cannot have this name: JavaScript gives it to every object'],
    ['theory', 'a parameter cannot have this name: summary.arrow has a column theory'],
  ])('refuses a parameter called %s', (name, message) => {
    expect(faults({ parameters: { size, [name]: { type: 'int' } } })).toEqual([`parameters.${name}: ${message}`]);
  });

  it.each<[unknown, string]>([
    ['int', ': got "int", expected an object with type, unit and doc'],
    [{ type: 'int', default: 1.5 }, '.default: got 1.5, expected an integer'],
    [{ type: 'int', min: 1, max: 9, default: 10 }, '.default: got 10, expected an integer from 1 to 9'],
    [{ type: 'float', exclusiveMin: 0, default: 0 }, '.default: got 0, expected a number above 0'],
    [{ type: 'float', default: Number.NaN }, '.default: got NaN, expected a number'],
    [{ type: 'float[]', default: [] }, '.default: got [], expected a list of numbers'],
    [{ type: 'bool', default: null }, '.default: got null, expected true or false'],
    [{ type: 'string', default: () => 'a' }, '.default: got a function, expected a text'],
    [{ type: 'string', values: ['a', 'bb'], default: 'bc' }, '.default: unknown "bc", did you mean bb? Known: a, bb'],
    [{ type: 'string', values: [] }, '.values: got [], expected a list of texts'],
    [{ type: 'string', values: 'a' }, '.values: got "a", expected a list of texts'],
    [{ type: 'string', values: ['a', 'b', 'a'] }, '.values: "a" is listed twice'],
    [{ type: 'int[]', values: ['a'] }, '.values: does not go with type int[], only with string, int and float'],
    [{ type: 'string', min: 1 }, '.min: does not go with type string, only with numbers'],
    [
      { type: 'int', max: Infinity },
      '.max: got Infinity, expected a finite number; leave it out where there is no bound',
    ],
    [{ type: 'int', min: '1' }, '.min: got "1", expected a finite number; leave it out where there is no bound'],
    [{ type: 'int', min: 1, exclusiveMin: 0 }, '.exclusiveMin: beside min: give one of them'],
    [{ type: 'int', min: 2, max: 1 }, ': no value lies between the bounds: min 2, max 1'],
    [{ type: 'float', min: 1, exclusiveMax: 1 }, ': no value lies between the bounds: min 1, exclusiveMax 1'],
    [{ type: 'int', deafult: 1 }, '.deafult: unknown key, did you mean default?'],
    [{ type: 'int', unit: 1 }, '.unit: got 1, expected one line of text'],
    [{ type: 'int', doc: '' }, '.doc: got "", expected one line of text'],
    [{ type: 'int', file: 'patterns' }, '.file: does not go with type int, only with string'],
    [{ type: 'string', file: 'image' }, '.file: got "image", expected "patterns", the one kind of file'],
    [{ type: 'int', optional: 'yes' }, '.optional: got "yes", expected true or false'],
    [{ type: 'int', optional: true, default: 1 }, ': default and optional exclude each other: give one of them'],
    [{ type: 'int', defaultFrom: () => 1 }, '.defaultFrom: got a function, expected an object with doc and value'],
    [
      { type: 'int', defaultFrom: { doc: '2·size', value: 2 } },
      '.defaultFrom.value: got 2, expected a function of the parameters declared above',
    ],
    [
      { type: 'int', applies: ['size'] },
      '.applies: got ["size"], expected a map of parameters, each with the list of its values',
    ],
    [
      { type: 'int', applies: { siez: [1] } },
      '.applies.siez: unknown parameter "siez", did you mean size? Known: size',
    ],
    [{ type: 'int', applies: { extra: [1] } }, '.applies.extra: extra cannot depend on itself'],
    [{ type: 'int', applies: { size: 3 } }, '.applies.size: got 3, expected a list of values of size'],
    [{ type: 'int', applies: { size: [3, 0] } }, '.applies.size[1]: got 0, expected an integer from 1 up'],
    [{ type: 'float', lattice: 'siez' }, '.lattice: unknown parameter "siez", did you mean size? Known: size'],
    [{ type: 'float', lattice: 'extra' }, '.lattice: got extra, expected the name of an int parameter'],
    [{ type: 'int', lattice: 'size' }, '.lattice: does not go with type "int", only with "float"'],
  ])('refuses the parameter %o', (declaration, expected) => {
    expect(parameter(declaration)).toEqual([`parameters.extra${expected}`]);
  });

  it('wants a parameter declared before those that depend on it, and single values', () => {
    const late = { first: { type: 'int', applies: { size: [1] } }, size };
    expect(faults({ parameters: late })).toEqual([
      'parameters.first.applies.size: size is declared after first: declare it before, since completion goes from top to bottom',
    ]);
    const list = { ages: { type: 'int[]' }, second: { type: 'int', applies: { ages: [1] } } };
    expect(faults({ parameters: list })).toEqual([
      'parameters.second.applies.ages: ages is a list, and lists cannot be compared here',
    ]);
  });

  it('does not report a reference to a declaration with a fault of its own', () => {
    expect(
      faults({ parameters: { size: { type: 'intt' }, extra: { type: 'float', applies: { size: [1] } } } }),
    ).toEqual([
      'parameters.size.type: unknown type "intt", did you mean int? Known: int, float, string, bool, int[], float[]',
    ]);
  });

  it('refuses a curve that is not a list over a list', () => {
    expect(
      faults({ summaries: [{ kind: 'curve', column: 'value', over: 'size', scaled: { quantity: 'v' } }] }),
    ).toEqual([
      'summaries[0].column: value is of type float, expected int[], float[]',
      'summaries[0].over: size is of type int, expected int[], float[]',
      'summaries[0].scaled.parameter: missing, expected the name of a parameter',
    ]);
  });

  it('refuses a scaling whose references do not exist or do not fit', () => {
    const scaling = {
      ...{ kind: 'scaling', column: 'solved', over: 'value', method: 'value', error: 'nothing' },
      ...{ along: ['siez'], procedure: 'size', fits: [{ quantity: 'p', law: 'linear', logarithms: '1' }] },
    };
    expect(faults({ summaries: [scaling] })).toEqual([
      'summaries[0].column: solved is of type bool, expected int, float',
      'summaries[0].over: unknown parameter "value". Known: size',
      'summaries[0].error: unknown column "nothing". Known: value, solved',
      'summaries[0].method: value is of type float, expected string',
      'summaries[0].procedure: got "size", expected a list of names of parameters',
      'summaries[0].along[0]: unknown parameter "siez", did you mean size? Known: size',
      'summaries[0].fits[0].law: got "linear", expected one of power, logarithm',
      'summaries[0].fits[0].logarithms: got "1", expected a number',
    ]);
  });

  const transition = { kind: 'transition', quantity: 'q', column: 'solved', over: 'size' };
  const theory = { quantity: 'critical-load', value: 'alpha_c', parameters: ['size'] };
  it.each<[unknown, string]>([
    [null, ': got null, expected an object with kind and column'],
    [{ kind: 'median', column: 'value' }, '.kind: got "median", expected one of mean, transition, curve, scaling'],
    [{ kind: 'mean', column: 'valeu' }, '.column: unknown column "valeu", did you mean value? Known: value, solved'],
    [{ kind: 'mean', column: 'value', over: 'size' }, '.over: unknown key. Known: kind, quantity, column, theory'],
    [{ ...transition, column: 'value' }, '.column: value is of type float, expected bool'],
    [{ ...transition, over: 'solved' }, '.over: unknown parameter "solved". Known: size'],
    [{ ...transition, target: 1 }, '.target: got 1, expected a number between 0 and 1'],
    [{ ...transition, quantity: undefined }, '.quantity: missing, expected one line of text'],
    [{ ...transition, coordinate: 'solved' }, '.coordinate: solved is of type bool, expected int, float'],
    [
      { ...transition, theory: 'critical-load' },
      '.theory: got "critical-load", expected an object with quantity, value and parameters',
    ],
    [
      { ...transition, theory: { ...theory, parameters: ['N'] } },
      '.theory.parameters[0]: unknown parameter "N". Known: size',
    ],
    [
      { ...transition, limit: { ...theory, fixed: { levels: null } } },
      '.limit.fixed.levels: got null, expected a value',
    ],
    [
      { ...transition, theory: { ...theory, substitute: { size: [1] } } },
      '.theory.substitute.size: got [1], expected a map from values of size to others',
    ],
    [
      { ...transition, theory: { ...theory, applies: { size: [0] } } },
      '.theory.applies.size[0]: got 0, expected an integer from 1 up',
    ],
  ])('refuses the summary %o', (declaration, expected) => {
    expect(summary(declaration)).toEqual([`summaries[0]${expected}`]);
  });

  it('refuses two summaries of one quantity', () => {
    const mean = { kind: 'mean', column: 'value' };
    expect(faults({ summaries: [mean, mean] })).toEqual([
      'summaries[1].quantity: "value" is the quantity of an earlier summary too',
    ]);
  });
});
