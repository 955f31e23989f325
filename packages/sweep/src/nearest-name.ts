import { closest, distance } from 'fastest-levenshtein';

/** `, did you mean x?` for the nearest of `known`, or nothing when none is near. */
export function didYouMean(got: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(got, known.slice());
  return distance(got, nearest) <= Math.max(2, Math.floor(got.length / 3)) ? `, did you mean ${nearest}?` : '';
}

/** e.g. `unknown learner "rpb", did you mean rbp? Known: bp, rbp, sbpi`. */
export function unknownName(noun: string, got: string, known: readonly string[]): string {
  const what = noun === '' ? 'unknown' : `unknown ${noun}`;
  return `${what} "${got}"${didYouMean(got, known) || '.'} Known: ${known.join(', ')}`;
}
