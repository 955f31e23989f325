/**
 * `key=value` arguments. A bare parameter with one value goes to `fixed`, with several to `grid`, replacing it wherever
 * it stood; any other key is set by its path (`grid.alpha=0.4`, `seed=8`).
 */
import { parse as parseYaml } from 'yaml';
import { evaluateFunction, isFunctionCall } from './axis-functions.ts';

export interface Override {
  /** The argument as typed. */
  readonly text: string;
  /** `seed` or `search.alpha.from`, split at the dots. */
  readonly path: readonly string[];
  readonly values: readonly unknown[];
  /** The values as typed, for parameters that are texts (`inputs=01` is not the number 1). */
  readonly words: readonly string[];
}

/** Read one argument. Throws an `Error` whose message says what was expected. */
export function parseOverride(text: string): Override {
  const cut = text.indexOf('=');
  if (cut <= 0) throw new Error(`got "${text}", expected key=value`);
  const path = text.slice(0, cut).trim().split('.');
  if (path.some((part) => part === ''))
    throw new Error(`got the key "${text.slice(0, cut)}", expected a name or a path`);
  const words = splitTopLevel(text.slice(cut + 1));
  if (words.some((word) => word === '')) throw new Error(`got an empty value in "${text}"`);
  const values = words.flatMap((word) => (isFunctionCall(word) ? evaluateFunction(word) : [scalar(word)]));
  return { text, path, values, words };
}

function scalar(word: string): unknown {
  try {
    return parseYaml(word);
  } catch (error) {
    throw new Error(`cannot read the value "${word}"`, { cause: error });
  }
}

/** Split at commas outside brackets, parentheses and quotes. */
function splitTopLevel(text: string): string[] {
  const parts = text.match(
    /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\([^()]*\)|\[(?:[^[\]]|\[[^[\]]*\])*\]|[^,"'([])+|(?<=,|^)(?=,|$)/g,
  );
  return (parts ?? ['']).map((part) => part.trim());
}
