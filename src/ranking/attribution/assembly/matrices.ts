/** Matrices, row by row: as src/ranking/attribution/matrix-product.ts and cholesky.ts. */

/** Adds `by` times the `n` numbers at `x` to those at `out`. */
function addScaled(out: usize, x: usize, n: usize, by: f64): void {
  const whole = n & ~1;
  const factor = f64x2.splat(by);
  for (let i: usize = 0; i < whole; i += 2) {
    const at = out + (i << 3);
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(factor, v128.load(x + (i << 3)))));
  }
  if (whole < n) {
    const at = out + (whole << 3);
    store<f64>(at, load<f64>(at) + by * load<f64>(x + (whole << 3)));
  }
}

/** Adds `sign` times the product of `factors` (count * inner) and `rows` (inner * n) to `out` (count * n). */
export function addProduct(
  out: usize,
  factors: usize,
  rows: usize,
  count: usize,
  inner: usize,
  n: usize,
  sign: f64,
): void {
  for (let i: usize = 0; i < count; i++)
    for (let j: usize = 0; j < inner; j++)
      addScaled(
        out + ((i * n) << 3),
        rows + ((j * n) << 3),
        n,
        sign * load<f64>(factors + ((i * inner + j) << 3)),
      );
}

/** Solves L L' X = B in place, L n * n as `factorise` leaves it, B n * m. */
export function solveAll(l: usize, n: usize, b: usize, m: usize): void {
  const line = m << 3;
  for (let i: usize = 0; i < n; i++) {
    for (let j: usize = 0; j < i; j++)
      addScaled(b + i * line, b + j * line, m, -load<f64>(l + ((i * n + j) << 3)));
    divide(b + i * line, m, load<f64>(l + ((i * n + i) << 3)));
  }
  for (let i: isize = <isize>n - 1; i >= 0; i--) {
    // From the last row up.
    for (let j: isize = <isize>n - 1; j > i; j--)
      addScaled(
        b + <usize>i * line,
        b + <usize>j * line,
        m,
        -load<f64>(l + ((<usize>j * n + <usize>i) << 3)),
      );
    divide(b + <usize>i * line, m, load<f64>(l + ((<usize>i * n + <usize>i) << 3)));
  }
}

function divide(out: usize, n: usize, by: f64): void {
  for (let i: usize = 0; i < n; i++) store<f64>(out + (i << 3), load<f64>(out + (i << 3)) / by);
}
