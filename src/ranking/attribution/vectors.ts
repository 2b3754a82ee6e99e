/**
 * The inner loops of nearly all that is solved and summed up here. A command ranks once: loops of its own for each place would
 * be over before they are compiled.
 */

/** Adds `by` times the `n` entries of `x` from `xAt` on to those of `out` from `at` on. */
export function addScaled(
  out: Float64Array,
  at: number,
  x: Float64Array,
  xAt: number,
  n: number,
  by: number,
): void {
  for (let i = 0; i < n; i++) out[at + i] = out[at + i]! + by * x[xAt + i]!;
}

/** The sum of the products of `n` entries of `a` from `at` on and of `b` from `bAt` on. */
export function product(a: Float64Array, at: number, b: Float64Array, bAt: number, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[at + i]! * b[bAt + i]!;
  return sum;
}

/** Numbers, or the beginnings of rows of numbers, `step` apart from `at` on. */
export interface Series {
  readonly cells: Float64Array;
  readonly at: number;
  readonly step: number;
}

/**
 * Adds the first `count` of `rows`, each `n` entries times `sign` and its own one of `factors`, to those of `out` from `at` on:
 * as `addScaled` would one after the other, to the last bit, but four at once, as the pass is bound by loads and stores.
 */
export function addRows(
  out: Float64Array,
  at: number,
  n: number,
  rows: Series,
  factors: Series,
  count: number,
  sign: 1 | -1,
): void {
  const { cells } = rows;
  const whole = count - (count % 4);
  let a = rows.at;
  let place = factors.at;
  for (let row = 0; row < whole; row += 4) {
    const f = sign * factors.cells[place]!;
    const g = sign * factors.cells[place + factors.step]!;
    const h = sign * factors.cells[place + 2 * factors.step]!;
    const k = sign * factors.cells[place + 3 * factors.step]!;
    const b = a + rows.step;
    const c = b + rows.step;
    const d = c + rows.step;
    for (let i = 0; i < n; i++)
      out[at + i] =
        out[at + i]! + f * cells[a + i]! + g * cells[b + i]! + h * cells[c + i]! + k * cells[d + i]!;
    a = d + rows.step;
    place += 4 * factors.step;
  }
  for (let row = whole; row < count; row++) {
    addScaled(out, at, cells, a, n, sign * factors.cells[place]!);
    a += rows.step;
    place += factors.step;
  }
}
