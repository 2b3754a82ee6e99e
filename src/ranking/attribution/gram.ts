import { product } from './vectors.ts';

/**
 * Adds the products of all pairs of columns over rows `from` to `to` (exclusive) to the upper triangle of
 * `out` (n * n, n = number of columns). Nine products run at once: the pass is bound by loads, not by sums.
 */
export function addProducts(
  out: Float64Array,
  columns: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const n = columns.length;
  const whole = n - (n % 3);
  for (let i = 0; i < whole; i += 3) {
    // On the diagonal three of the nine land in the lower triangle, which `mirror` overwrites.
    for (let j = i; j < whole; j += 3) addNine(out, columns, i, j, from, to);
  }
  for (let j = whole; j < n; j++) {
    for (let i = 0; i <= j; i++) out[i * n + j] = out[i * n + j]! + dot(columns[i]!, columns[j]!, from, to);
  }
}

/** Adds the products of columns i to i + 2 with columns j to j + 2. */
function addNine(
  out: Float64Array,
  columns: readonly Float64Array[],
  i: number,
  j: number,
  from: number,
  to: number,
): void {
  const a = columns[i]!;
  const b = columns[i + 1]!;
  const c = columns[i + 2]!;
  const x = columns[j]!;
  const y = columns[j + 1]!;
  const z = columns[j + 2]!;
  let ax = 0;
  let ay = 0;
  let az = 0;
  let bx = 0;
  let by = 0;
  let bz = 0;
  let cx = 0;
  let cy = 0;
  let cz = 0;
  for (let t = from; t < to; t++) {
    const at = a[t]!;
    const bt = b[t]!;
    const ct = c[t]!;
    const xt = x[t]!;
    const yt = y[t]!;
    const zt = z[t]!;
    ax += at * xt;
    ay += at * yt;
    az += at * zt;
    bx += bt * xt;
    by += bt * yt;
    bz += bt * zt;
    cx += ct * xt;
    cy += ct * yt;
    cz += ct * zt;
  }
  const n = columns.length;
  const p = i * n + j;
  addThree(out, p, ax, ay, az);
  addThree(out, p + n, bx, by, bz);
  addThree(out, p + 2 * n, cx, cy, cz);
}

function addThree(out: Float64Array, at: number, x: number, y: number, z: number): void {
  out[at] = out[at]! + x;
  out[at + 1] = out[at + 1]! + y;
  out[at + 2] = out[at + 2]! + z;
}

/** The sum of the products of two columns over rows `from` to `to` (exclusive). */
export function dot(a: Float64Array, b: Float64Array, from: number, to: number): number {
  return product(a, from, b, from, to - from);
}

/** Copies the upper triangle of an n * n matrix onto the lower one. */
export function mirror(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[i * n + j] = a[j * n + i]!;
}

/** x'Gx for a symmetric matrix. */
export function quadratic(gram: Float64Array, x: Float64Array): number {
  const n = x.length;
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (x[i] === 0) continue;
    total += x[i]! * product(gram, i * n, x, 0, n);
  }
  return total;
}
