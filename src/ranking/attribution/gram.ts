/**
 * Adds the products of all pairs of columns over rows `from` to `to` (exclusive) to the upper triangle of
 * `out` (n * n, n = number of columns). Four products run at once: the pass is bound by loads, not by sums.
 */
export function addProducts(
  out: Float64Array,
  columns: readonly Float64Array[],
  from: number,
  to: number,
): void {
  const n = columns.length;
  for (let i = 0; i < n; i += 2) {
    const a = columns[i]!;
    const b = columns[i + 1];
    for (let j = i; j < n; j += 2) {
      const c = columns[j]!;
      const d = columns[j + 1];
      if (b && d) {
        let ac = 0;
        let ad = 0;
        let bc = 0;
        let bd = 0;
        for (let t = from; t < to; t++) {
          const at = a[t]!;
          const bt = b[t]!;
          const ct = c[t]!;
          const dt = d[t]!;
          ac += at * ct;
          ad += at * dt;
          bc += bt * ct;
          bd += bt * dt;
        }
        const p = i * n + j;
        out[p] = out[p]! + ac;
        out[p + 1] = out[p + 1]! + ad;
        // On the diagonal this lands in the lower triangle, which `mirror` overwrites.
        out[p + n] = out[p + n]! + bc;
        out[p + n + 1] = out[p + n + 1]! + bd;
      } else {
        out[i * n + j] = out[i * n + j]! + dot(a, c, from, to);
        if (b) out[(i + 1) * n + j] = out[(i + 1) * n + j]! + dot(b, c, from, to);
      }
    }
  }
}

/** The sum of the products of two columns over rows `from` to `to` (exclusive). */
export function dot(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let t = from; t < to; t++) sum += a[t]! * b[t]!;
  return sum;
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
    let row = 0;
    for (let j = 0; j < n; j++) row += gram[i * n + j]! * x[j]!;
    total += x[i]! * row;
  }
  return total;
}
