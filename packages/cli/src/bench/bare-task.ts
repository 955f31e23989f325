/** The empty task of the bare pool. */
// biome-ignore lint/style/noDefaultExport: what a pool calls
export default function task(index: number): { readonly index: number; readonly value: number } {
  return { index, value: 1 };
}
