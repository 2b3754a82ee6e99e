/** Products of columns. */

/** So many rows are looked at together: with all columns they stay in the processor's nearest cache. */
const ROWS: usize = 64;

/**
 * Adds the products of all pairs of `n` columns of `rows` numbers, which stand one after the other, to the upper triangle of `out`
 * (n * n). `work` has room for (64 + m) * m numbers, m being n rounded up to four.
 */
export function addProducts(out: usize, columns: usize, n: usize, rows: usize, work: usize): void {
  const m = (n + 3) & ~3;
  const sums = work;
  const turned = work + ((m * m) << 3);
  memory.fill(sums, 0, (m * m) << 3);
  // Columns that are there to make the number even hold nothing.
  memory.fill(turned, 0, (ROWS * m) << 3);
  for (let from: usize = 0; from < rows; from += ROWS) {
    const count = min(ROWS, rows - from);
    turn(turned, columns + (from << 3), n, m, rows, count);
    for (let i: usize = 0; i < m; i += 4)
      for (let j = i; j < m; j += 4) addSixteen(sums, turned, m, i, j, count);
  }
  for (let i: usize = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const at = out + ((i * n + j) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(sums + ((i * m + j) << 3)));
    }
}

/** Writes `count` rows of `n` columns, each of `stride` numbers, row by row with room for `m`. */
function turn(to: usize, columns: usize, n: usize, m: usize, stride: usize, count: usize): void {
  for (let column: usize = 0; column < n; column++) {
    const from = columns + ((column * stride) << 3);
    for (let row: usize = 0; row < count; row++)
      store<f64>(to + ((row * m + column) << 3), load<f64>(from + (row << 3)));
  }
}

/** Goes on with the sums of four columns from `i` on times four from `j` on; each is summed row by row. */
function addSixteen(sums: usize, turned: usize, m: usize, i: usize, j: usize, count: usize): void {
  const a = sums + ((i * m + j) << 3);
  const line = m << 3;
  const b = a + line;
  const c = b + line;
  const d = c + line;
  let a0 = v128.load(a);
  let a1 = v128.load(a, 16);
  let b0 = v128.load(b);
  let b1 = v128.load(b, 16);
  let c0 = v128.load(c);
  let c1 = v128.load(c, 16);
  let d0 = v128.load(d);
  let d1 = v128.load(d, 16);
  let left = turned + (i << 3);
  let right = turned + (j << 3);
  for (let row: usize = 0; row < count; row++) {
    const x = v128.load(right);
    const y = v128.load(right, 16);
    let f = v128.load64_splat(left);
    a0 = f64x2.add(a0, f64x2.mul(f, x));
    a1 = f64x2.add(a1, f64x2.mul(f, y));
    f = v128.load64_splat(left, 8);
    b0 = f64x2.add(b0, f64x2.mul(f, x));
    b1 = f64x2.add(b1, f64x2.mul(f, y));
    f = v128.load64_splat(left, 16);
    c0 = f64x2.add(c0, f64x2.mul(f, x));
    c1 = f64x2.add(c1, f64x2.mul(f, y));
    f = v128.load64_splat(left, 24);
    d0 = f64x2.add(d0, f64x2.mul(f, x));
    d1 = f64x2.add(d1, f64x2.mul(f, y));
    left += line;
    right += line;
  }
  v128.store(a, a0);
  v128.store(a, a1, 16);
  v128.store(b, b0);
  v128.store(b, b1, 16);
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(d, d0);
  v128.store(d, d1, 16);
}
