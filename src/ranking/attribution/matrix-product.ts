import { productIsAdded } from './kernels.ts';
import { addRows } from './vectors.ts';

/** Adds `sign` times the product of `factors` (count * inner) and `rows` (inner * n), both row by row, to `out` (count * n). */
export function addProduct(
  out: Float64Array,
  factors: Float64Array,
  rows: Float64Array,
  inner: number,
  n: number,
  sign: 1 | -1,
): void {
  if (productIsAdded(out, factors, rows, inner, n, sign)) return;
  const all = { cells: rows, at: 0, step: n };
  for (let i = 0; i * n < out.length; i++)
    addRows(out, i * n, n, all, { cells: factors, at: i * inner, step: 1 }, inner, sign);
}
