/** Cholesky factors of symmetric positive definite matrices, stored row by row in a `Float64Array` of n * n. */
import { areSolved } from './kernels.ts';
import { addRows } from './vectors.ts';

/**
 * Replaces the lower triangle of `a` by L with L L' = a; the upper triangle is neither read nor written.
 * A pivot that is not positive (a column that says nothing new) is replaced by `tiny` times the greatest
 * diagonal entry, so that the factor always exists. Never throws.
 */
export function factorise(a: Float64Array, n: number, tiny = 1e-13): void {
  let greatest = 0;
  for (let i = 0; i < n; i++) greatest = Math.max(greatest, a[i * n + i]!);
  const least = greatest > 0 ? greatest * tiny : 1;
  for (let i = 0; i < n; i++) {
    const ri = i * n;
    for (let j = 0; j <= i; j++) {
      const rj = j * n;
      let sum = a[ri + j]!;
      for (let q = 0; q < j; q++) sum -= a[ri + q]! * a[rj + q]!;
      if (i === j) a[ri + i] = Math.sqrt(sum > least ? sum : least);
      else a[ri + j] = sum / a[rj + j]!;
    }
  }
}

/** Solves L x = b in place, L as `factorise` leaves it. */
export function forward(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let q = 0; q < i; q++) sum -= l[i * n + q]! * b[q]!;
    b[i] = sum / l[i * n + i]!;
  }
}

/** Solves L' x = b in place. */
export function backward(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    const x = b[i]! / l[i * n + i]!;
    b[i] = x;
    for (let q = 0; q < i; q++) b[q] = b[q]! - l[i * n + q]! * x;
  }
}

/** Solves a x = b in place, given the factor of a. */
export function solve(l: Float64Array, n: number, b: Float64Array): void {
  forward(l, n, b);
  backward(l, n, b);
}

/** Solves L L' X = B in place for all `m` columns of B (n * m, row by row) at once: each column as `solve` would, to the last bit. */
export function solveAll(l: Float64Array, n: number, b: Float64Array, m: number): void {
  if (areSolved(l, n, b, m)) return;
  for (let i = 0; i < n; i++) {
    addRows(b, i * m, m, { cells: b, at: 0, step: m }, { cells: l, at: i * n, step: 1 }, i, -1);
    divide(b, i * m, m, l[i * n + i]!);
  }
  for (let i = n - 1; i >= 0; i--) {
    // From the last row up, as `backward` takes them.
    const last = { cells: b, at: (n - 1) * m, step: -m };
    addRows(b, i * m, m, last, { cells: l, at: (n - 1) * n + i, step: -n }, n - 1 - i, -1);
    divide(b, i * m, m, l[i * n + i]!);
  }
}

function divide(out: Float64Array, at: number, n: number, by: number): void {
  for (let i = 0; i < n; i++) out[at + i] = out[at + i]! / by;
}

/** The inverse of a symmetric positive definite matrix, scaled to unit diagonal first so that columns of unlike units do no harm. */
export function invert(a: Float64Array, n: number): Float64Array {
  const scale = new Float64Array(n);
  for (let i = 0; i < n; i++) scale[i] = 1 / Math.sqrt(Math.max(a[i * n + i]!, 1e-300));
  const l = a.slice();
  for (let i = 0; i < n; i++) scaleRow(l, i * n, scale, scale[i]!);
  factorise(l, n);
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) inverse[i * n + i] = 1;
  solveAll(l, n, inverse, n);
  for (let i = 0; i < n; i++) scaleRow(inverse, i * n, scale, scale[i]!);
  return inverse;
}

function scaleRow(out: Float64Array, at: number, scale: Float64Array, by: number): void {
  for (let j = 0; j < scale.length; j++) out[at + j] = out[at + j]! * by * scale[j]!;
}
