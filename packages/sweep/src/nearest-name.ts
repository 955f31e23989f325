import { closest, distance } from 'fastest-levenshtein';

/** The nearest of `known`, or null when none is near. */
export function nearestName(got: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const nearest = closest(got, known.slice());
  return distance(got, nearest) <= Math.max(2, Math.floor(got.length / 3)) ? nearest : null;
}

/** `, did you mean x?` for the nearest of `known`, or nothing when none is near. */
export function didYouMean(got: string, known: readonly string[]): string {
  const nearest = nearestName(got, known);
  return nearest === null ? '' : `, did you mean ${nearest}?`;
}

/** e.g. `unknown learner "rpb", did you mean rbp? Known: bp, rbp, sbpi`. */
export function unknownName(noun: string, got: string, known: readonly string[]): string {
  const what = noun === '' ? 'unknown' : `unknown ${noun}`;
  return `${what} "${got}"${didYouMean(got, known) || '.'} Known: ${known.join(', ')}`;
}
