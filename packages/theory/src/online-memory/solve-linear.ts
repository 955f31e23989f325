/** Solution of a small dense linear system by elimination with partial pivoting. Matrix and right-hand side are overwritten. */
export function solveLinear(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const rows = [...matrix];
  for (let pivot = 0; pivot < size; pivot++) {
    let best = pivot;
    for (let row = pivot + 1; row < size; row++) {
      if (Math.abs(entry(rows, row, pivot)) > Math.abs(entry(rows, best, pivot))) best = row;
    }
    [rows[pivot], rows[best]] = [rows[best] as Float64Array, rows[pivot] as Float64Array];
    [right[pivot], right[best]] = [right[best] as number, right[pivot] as number];
    const top = rows[pivot] as Float64Array;
    for (let row = pivot + 1; row < size; row++) {
      const line = rows[row] as Float64Array;
      const factor = (line[pivot] as number) / (top[pivot] as number);
      if (factor === 0) continue;
      for (let column = pivot; column < size; column++)
        line[column] = (line[column] as number) - factor * (top[column] as number);
      right[row] = (right[row] as number) - factor * (right[pivot] as number);
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let value = right[row] as number;
    for (let column = row + 1; column < size; column++) value -= entry(rows, row, column) * (right[column] as number);
    right[row] = value / entry(rows, row, row);
  }
  return right;
}

function entry(rows: readonly Float64Array[], row: number, column: number): number {
  return (rows[row] as Float64Array)[column] as number;
}
