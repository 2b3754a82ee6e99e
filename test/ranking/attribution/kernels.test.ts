/** What is done in WebAssembly is, to the last bit, what JavaScript does where there is none. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { factorise, solve } from '../../../src/ranking/attribution/cholesky.ts';
import { addRows } from '../../../src/ranking/attribution/vectors.ts';
import { PlainChain } from '../../../src/ranking/attribution/chain.ts';
import type { ChainInput } from '../../../src/ranking/attribution/chain.ts';
import { addProducts } from '../../../src/ranking/attribution/gram.ts';
import { randomNumbers } from '../../../src/ranking/attribution/half-normal.ts';
import {
  areSolved,
  assembledChains,
  productIsAdded,
  sumProducts,
} from '../../../src/ranking/attribution/kernels.ts';

const random = randomNumbers(7);
const numbers = (count: number, of = (): number => random() - 0.5): Float64Array =>
  Float64Array.from({ length: count }, of);

describe('sums of products', () => {
  it('are alike for any number of columns and rows', () => {
    for (let n = 1; n <= 14; n++)
      for (const rows of [0, 1, 2, 63, 64, 65, 200]) {
        const columns = Array.from({ length: n }, () => numbers(rows + 3));
        const plain = numbers(n * n);
        const assembled = plain.slice();
        addProducts(plain, columns, 1, rows + 1);
        addProducts(plain, columns, rows + 1, rows + 3);
        const isSummed = sumProducts(assembled, n, Math.max(2, rows), (add) => {
          add(columns, 1, rows + 1);
          add(columns, rows + 1, rows + 3);
        });
        assert.ok(isSummed);
        for (let i = 0; i < n; i++)
          assert.deepEqual(
            assembled.subarray(i * n + i, (i + 1) * n),
            plain.subarray(i * n + i, (i + 1) * n),
          );
      }
  });

  it('are left to JavaScript where there is no room', () => {
    const out = numbers(16);
    const before = out.slice();
    assert.equal(
      sumProducts(out, 4, 2 ** 26, () => assert.fail('nothing is to be summed')),
      false,
    );
    assert.deepEqual(out, before);
  });
});

describe('products of matrices', () => {
  it('are alike for any size', () => {
    for (const [count, inner, n] of [
      [1, 1, 1],
      [3, 2, 5],
      [4, 9, 8],
      [70, 13, 13],
    ] as const)
      for (const sign of [1, -1] as const) {
        const [factors, rows, plain] = [numbers(count * inner), numbers(inner * n), numbers(count * n)];
        const assembled = plain.slice();
        assert.ok(productIsAdded(assembled, factors, rows, inner, n, sign));
        const all = { cells: rows, at: 0, step: n };
        for (let i = 0; i < count; i++)
          addRows(plain, i * n, n, all, { cells: factors, at: i * inner, step: 1 }, inner, sign);
        assert.deepEqual(assembled, plain);
      }
  });

  it('are undone alike', () => {
    for (const n of [1, 2, 7, 30]) {
      const rows = numbers(3 * n * n);
      const square = new Float64Array(n * n);
      for (let r = 0; r < 3 * n; r++)
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) square[i * n + j]! += rows[r * n + i]! * rows[r * n + j]!;
      factorise(square, n);
      const sides = numbers(n * 5);
      const columns = Array.from({ length: 5 }, (_, c) => sides.filter((__, i) => i % 5 === c));
      for (const column of columns) solve(square, n, column);
      assert.ok(areSolved(square, n, sides, 5));
      for (const [c, column] of columns.entries())
        assert.deepEqual(
          sides.filter((_, i) => i % 5 === c),
          column,
        );
    }
  });
});

describe('chains', () => {
  /** A problem whose coefficients stand so many standard errors above zero, of which some stay out and some are alone. */
  function input(k: number, strength: number, hasCompany: boolean): ChainInput {
    const rows = Array.from({ length: 3 * k }, () => numbers(k));
    const gram = new Float64Array(k * k);
    for (const row of rows)
      for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) gram[i * k + j]! += row[i]! * row[j]!;
    const precision = Float64Array.from({ length: k }, (_, j) => gram[j * k + j]! + 1);
    const root = precision.map(Math.sqrt);
    const logOdds = numbers(k, () => (random() < 0.1 ? -Infinity : -2 * random() * Math.log(k + 1)));
    const company = hasCompany ? numbers(k, random) : new Float64Array(0);
    return {
      gram,
      target: numbers(k, () => strength * (random() - 0.3)),
      precision,
      root,
      logOdds,
      odds: logOdds.map(Math.exp),
      company,
      companyOdds: company.map(Math.exp),
      isAlone: numbers(k, () => (hasCompany && random() < 0.8 ? 0 : 1)),
    };
  }

  it('draw the same', () => {
    // Far from zero the odds are more, or less, than a number holds.
    for (const strength of [0, 1, 10, 100, 3000])
      for (const k of [1, 2, 7, 40])
        for (const hasCompany of [true, false]) {
          const problem = input(k, strength, hasCompany);
          const chainFrom = assembledChains(problem, 2);
          assert.ok(chainFrom);
          const starts = [undefined, k - 1];
          const [assembled, plain] = [
            starts.map(chainFrom),
            starts.map((start) => new PlainChain(problem, start)),
          ];
          for (let sweep = 0; sweep < 40; sweep++)
            for (const [i, chain] of plain.entries()) {
              const other = assembled[i]!;
              assert.deepEqual([...other.sweep(40)], [...chain.sweep(40)]);
              assert.deepEqual(other.value, chain.value);
              chain.handOverSome();
              other.handOverSome();
              assert.deepEqual(other.value, chain.value);
              assert.deepEqual(other.probability, chain.probability);
            }
        }
  });
});
