/**
 * Stationary law of a small Markov chain, by state reduction without subtractions (Grassmann, Taksar, Heyman, Operations
 * Research 33:1107, 1985): accurate to rounding, also for periodic chains. State 0 must be recurrent and reached from all.
 */
export function stationaryLaw(transitions: readonly (readonly number[])[]): Float64Array {
  const n = transitions.length;
  const p = transitions.map((row) => Float64Array.from(row));
  for (let k = n - 1; k > 0; k--) {
    let out = 0;
    for (let j = 0; j < k; j++) out += p[k][j];
    for (let i = 0; i < k; i++) {
      p[i][k] /= out;
      for (let j = 0; j < k; j++) p[i][j] += p[i][k] * p[k][j];
    }
  }
  const law = new Float64Array(n);
  law[0] = 1;
  let total = 1;
  for (let k = 1; k < n; k++) {
    for (let i = 0; i < k; i++) law[k] += law[i] * p[i][k];
    total += law[k];
  }
  return law.map((each) => each / total);
}
