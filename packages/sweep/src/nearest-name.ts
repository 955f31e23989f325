import { closest, distance } from 'fastest-levenshtein';

/** `, did you mean x?` for the nearest of `known`, or nothing when none is near. */
export function didYouMean(got: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(got, known);
  return distance(got, nearest) <= Math.max(2, Math.floor(got.length / 3)) ? `, did you mean ${nearest}?` : '';
}
