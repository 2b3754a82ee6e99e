import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { invert } from '../../../src/ranking/attribution/cholesky.ts';
import { addProducts, mirror } from '../../../src/ranking/attribution/gram.ts';
import { allCoefficients, marginalise, residualSquares } from '../../../src/ranking/attribution/marginal.ts';
import { TRANSIENT_RIDGE } from '../../../src/ranking/attribution/tuning.ts';
import { normal, randomNumbers } from './synthetic.ts';

const ROWS = 60;

function columns(k: number): Float64Array[] {
  const random = randomNumbers(5);
  return Array.from({ length: 2 * k + 1 }, () => Float64Array.from({ length: ROWS }, () => normal(random)));
}

function moments(from: readonly Float64Array[], first = 0): Float64Array {
  const out = new Float64Array(from.length ** 2);
  addProducts(out, from, first, ROWS);
  mirror(out, from.length);
  return out;
}

describe('products of columns', () => {
  it('are the sums they should be, for odd and even numbers of columns', () => {
    for (const n of [1, 2, 3, 4, 5, 8]) {
      const list = columns(4).slice(0, n);
      const got = moments(list, 7);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let want = 0;
          for (let t = 7; t < ROWS; t++) want += list[i]![t]! * list[j]![t]!;
          assert.ok(Math.abs(got[i * n + j]! - want) < 1e-10);
        }
      }
    }
  });
});

describe('integrating the transient terms out', () => {
  const k = 3;
  const list = columns(k);
  const all = moments(list);

  it('gives the answer of the whole regression', () => {
    const n = 2 * k;
    const gram = new Float64Array(n * n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) gram[i * n + j] = all[(i + 1) * (n + 1) + j + 1]!;
    for (let i = k; i < n; i++) gram[i * n + i] = gram[i * n + i]! * (1 + TRANSIENT_RIDGE);
    const inverse = invert(gram, n);
    const want = Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += inverse[i * n + j]! * all[j + 1]!;
      return sum;
    });
    const marginal = marginalise(all, k);
    const small = invert(marginal.gram, k);
    const lagged = Float64Array.from({ length: k }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += small[i * k + j]! * marginal.target[j]!;
      return sum;
    });
    const got = allCoefficients(marginal, lagged);
    for (let i = 0; i < n; i++) assert.ok(Math.abs(got[i]! - want[i]!) < 1e-9);
  });

  it('reckons the residual from the moments as from the rows', () => {
    const coefficients = Float64Array.from({ length: 2 * k }, (_, i) => i - 2);
    let want = 0;
    for (let t = 0; t < ROWS; t++) {
      let r = list[0]![t]!;
      for (let i = 0; i < 2 * k; i++) r -= coefficients[i]! * list[i + 1]![t]!;
      want += r * r;
    }
    assert.ok(Math.abs(residualSquares(all, coefficients) - want) < 1e-8 * want);
  });

  it('leaves a column without calls at nothing', () => {
    const silent = list.map((column, i) => (i === 2 || i === 2 + k ? new Float64Array(ROWS) : column));
    const marginal = marginalise(moments(silent), k);
    assert.equal(marginal.gram[k + 1], 0);
    assert.equal(marginal.target[1], 0);
  });
});
