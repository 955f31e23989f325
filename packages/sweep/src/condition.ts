/**
 * `when` conditions: comparisons, + - * /, `in [..]`, `and or not`, parentheses, numbers, quoted strings, parameter
 * names. jsep parses, this file evaluates the few node types that are allowed; nothing of it is run as code.
 */
import type { Params, Value } from '@fewbits/dataset/columns';
import jsep from 'jsep';

for (const op of Object.keys(jsep.binary_ops)) jsep.removeBinaryOp(op);
for (const op of Object.keys(jsep.unary_ops)) jsep.removeUnaryOp(op);
for (const [op, precedence] of Object.entries({
  or: 1,
  and: 2,
  in: 6,
  '==': 6,
  '!=': 6,
  '<': 7,
  '<=': 7,
  '>': 7,
  '>=': 7,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
})) {
  jsep.addBinaryOp(op, precedence);
}
for (const op of ['not', '-', '+']) jsep.addUnaryOp(op);

export interface Condition {
  readonly text: string;
  /** Parameters it mentions. */
  readonly names: readonly string[];
  /**
   * Whether a point may stay. A parameter that does not apply there makes its comparison unknown, and what is unknown
   * removes nothing. Throws an `Error` on values that cannot be compared.
   */
  holds(params: Params): boolean;
}

type Term = Value | undefined;

/** Parse a condition; throws an `Error` whose message says what is not allowed and where. */
export function parseCondition(text: string): Condition {
  let tree: jsep.Expression;
  try {
    tree = jsep(text);
  } catch (error) {
    throw new Error(`cannot read the condition "${text}": ${(error as Error).message}`, { cause: error });
  }
  const names = new Set<string>();
  const term = compile(tree, names, text);
  const holds = (params: Params): boolean => {
    try {
      const value = term(params);
      return value === undefined || truth(value);
    } catch (error) {
      throw new Error(`"${text}": ${(error as Error).message}`, { cause: error });
    }
  };
  return { text, names: [...names], holds };
}

function compile(node: jsep.Expression, names: Set<string>, text: string): (params: Params) => Term {
  switch (node.type) {
    case 'Literal': {
      const { value } = node as jsep.Literal;
      if (value === null || value instanceof RegExp) break;
      return () => value as Value;
    }
    case 'Identifier': {
      const { name } = node as jsep.Identifier;
      if (name === 'undefined') break;
      names.add(name);
      return (params) => params[name];
    }
    case 'UnaryExpression': {
      const { operator, argument } = node as jsep.UnaryExpression;
      const inner = compile(argument, names, text);
      return (params) => {
        const value = inner(params);
        if (value === undefined) return undefined;
        return operator === 'not' ? !truth(value) : operator === '-' ? -number(value) : number(value);
      };
    }
    case 'BinaryExpression': {
      const { operator, left, right } = node as jsep.BinaryExpression;
      // jsep binds `not` tightest; here it takes the whole comparison, as in Python and SQL.
      if (left.type === 'UnaryExpression' && left['operator'] === 'not' && operator !== 'and' && operator !== 'or') {
        const inner = { ...node, left: left['argument'] as jsep.Expression };
        return compile({ ...left, argument: inner }, names, text);
      }
      const a = compile(left, names, text);
      if (operator === 'in') {
        if (right.type !== 'ArrayExpression') break;
        const list = (right as jsep.ArrayExpression).elements.map((element) => {
          if (element === null) throw new Error(`"${text}": an empty place in a list`);
          return compile(element, names, text);
        });
        return (params) => {
          const value = a(params);
          return value === undefined ? undefined : list.some((entry) => entry(params) === value);
        };
      }
      const b = compile(right, names, text);
      return (params) => binary(operator, a(params), b(params));
    }
  }
  throw new Error(
    `"${text}": only comparisons, + - * /, in [..], and, or, not, parentheses, numbers, quoted strings and parameter names are allowed`,
  );
}

function binary(operator: string, a: Term, b: Term): Term {
  if (operator === 'and') return a === false || b === false ? false : connective(operator, a, b);
  if (operator === 'or') return a === true || b === true ? true : connective(operator, a, b);
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '+':
      return number(a) + number(b);
    case '-':
      return number(a) - number(b);
    case '*':
      return number(a) * number(b);
    case '/':
      return number(a) / number(b);
    default:
      return compare(operator, a, b);
  }
}

/** Neither side decides alone: both true (and), both false (or), or unknown. */
function connective(operator: string, a: Term, b: Term): Term {
  return a === undefined || b === undefined
    ? undefined
    : operator === 'and'
      ? truth(a) && truth(b)
      : truth(a) || truth(b);
}

function compare(operator: string, a: Value, b: Value): boolean {
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string')) {
    throw new TypeError(`cannot compare ${JSON.stringify(a)} ${operator} ${JSON.stringify(b)}`);
  }
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function number(value: Value): number {
  if (typeof value !== 'number') throw new TypeError(`expected a number, got ${JSON.stringify(value)}`);
  return value;
}

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new TypeError(`expected a comparison, got ${JSON.stringify(value)}`);
  return value;
}
