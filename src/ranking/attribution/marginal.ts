/**
 * The normal equations of a regression, with the transient terms integrated out.
 *
 * Columns stand in the order [y, E (k), D (k)]: the reading, the lagged counts, and counts less lagged counts.
 * D has a free sign under a light ridge: it absorbs "this route makes the heap grow for a while".
 */
import { addProduct } from './matrix-product.ts';
import { product } from './vectors.ts';
import { factorise, solve, solveAll } from './cholesky.ts';
import { TRANSIENT_RIDGE } from './tuning.ts';

/** What is left to solve for the lagged counts alone, and what brings the transient terms back. */
export interface MarginalProblem {
  readonly size: number;
  /** G_EE - G_ED G_DD^-1 G_DE, size * size. */
  readonly gram: Float64Array;
  /** c_E - G_ED G_DD^-1 c_D. */
  readonly target: Float64Array;
  /** G_DD^-1 G_DE, row by row: how a unit of each lagged count shifts each transient coefficient. */
  readonly shift: Float64Array;
  /** G_DD^-1 c_D. */
  readonly base: Float64Array;
}

/** Eliminates D from the moments ((2k + 1)^2, symmetric, y first). Columns of zeros are harmless: their diagonal comes out as 0. */
export function marginalise(moments: Float64Array, k: number): MarginalProblem {
  const p = 2 * k + 1;
  const factor = new Float64Array(k * k);
  let greatest = 1e-30;
  for (let i = 0; i < k; i++) {
    const row = (k + 1 + i) * p + k + 1;
    factor.set(moments.subarray(row, row + k), i * k);
    factor[i * k + i] = factor[i * k + i]! * (1 + TRANSIENT_RIDGE);
    greatest = Math.max(greatest, factor[i * k + i]!);
  }
  for (let i = 0; i < k; i++) factor[i * k + i] = factor[i * k + i]! + 1e-12 * greatest;
  factorise(factor, k);
  const base = moments.slice(k + 1, p);
  solve(factor, k, base);
  const shift = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    const row = (k + 1 + i) * p + 1;
    shift.set(moments.subarray(row, row + k), i * k);
  }
  solveAll(factor, k, shift, k);
  return { size: k, ...eliminate(moments, k, shift, base), shift, base };
}

function eliminate(
  moments: Float64Array,
  k: number,
  shift: Float64Array,
  base: Float64Array,
): { gram: Float64Array; target: Float64Array } {
  const p = 2 * k + 1;
  const gram = new Float64Array(k * k);
  const target = new Float64Array(k);
  const between = new Float64Array(k * k);
  for (let e = 0; e < k; e++) {
    const row = (e + 1) * p;
    gram.set(moments.subarray(row + 1, row + 1 + k), e * k);
    between.set(moments.subarray(row + 1 + k, row + 1 + 2 * k), e * k);
  }
  addProduct(gram, between, shift, k, k, -1);
  for (let e = 0; e < k; e++) {
    const row = (e + 1) * p;
    let c = moments[e + 1]!;
    for (let d = 0; d < k; d++) c -= moments[row + k + 1 + d]! * base[d]!;
    target[e] = c;
    // What rounding leaves of a column that its own transient explains is not information.
    if (gram[e * k + e]! <= 1e-12 * moments[row + e + 1]!) clear(gram, k, e);
  }
  symmetrise(gram, target);
  return { gram, target };
}

/** Gives both halves their mean, and clears the rows and columns of what is not known. */
function symmetrise(gram: Float64Array, target: Float64Array): void {
  const k = target.length;
  for (let e = 0; e < k; e++) {
    if (gram[e * k + e] === 0) target[e] = 0;
    for (let f = 0; f < e; f++) {
      const known = gram[e * k + e] !== 0 && gram[f * k + f] !== 0;
      const mean = known ? (gram[e * k + f]! + gram[f * k + e]!) / 2 : 0;
      gram[e * k + f] = mean;
      gram[f * k + e] = mean;
    }
  }
}

function clear(gram: Float64Array, k: number, e: number): void {
  gram.fill(0, e * k, e * k + k);
}

/** All 2k coefficients [E, D] that go with the given coefficients of E. */
export function allCoefficients(problem: MarginalProblem, lagged: Float64Array): Float64Array {
  const k = problem.size;
  const out = new Float64Array(2 * k);
  out.set(lagged);
  out.set(problem.base, k);
  for (let e = 0; e < k; e++) {
    if (lagged[e] === 0) continue;
    for (let d = 0; d < k; d++) out[k + d] = out[k + d]! - problem.shift[d * k + e]! * lagged[e]!;
  }
  return out;
}

/** The residual sum of squares of coefficients [E, D], from the moments alone. Never negative. */
export function residualSquares(moments: Float64Array, coefficients: Float64Array): number {
  const p = coefficients.length + 1;
  let total = moments[0]!;
  for (let i = 1; i < p; i++) {
    const x = coefficients[i - 1]!;
    if (x === 0) continue;
    const row = product(moments, i * p + 1, coefficients, 0, p - 1);
    total += x * (row - 2 * moments[i]!);
  }
  return Math.max(total, 0);
}
