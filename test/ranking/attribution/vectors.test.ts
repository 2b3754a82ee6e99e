import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { factorise, invert, solve, solveAll } from '../../../src/ranking/attribution/cholesky.ts';
import { dot } from '../../../src/ranking/attribution/gram.ts';
import { randomNumbers } from '../../../src/ranking/attribution/half-normal.ts';
import { addRows, addScaled } from '../../../src/ranking/attribution/vectors.ts';

const random = randomNumbers(7);
const noise = (n: number): Float64Array => Float64Array.from({ length: n }, () => random() - 0.5);

/** A positive definite matrix of n * n. */
function positive(n: number): Float64Array {
  const columns = Array.from({ length: n }, () => noise(3 * n));
  return Float64Array.from({ length: n * n }, (_, at) =>
    dot(columns[Math.floor(at / n)]!, columns[at % n]!, 0, 3 * n),
  );
}

describe('rows added four at once', () => {
  it('come to the last bit to what they come to one after the other, however many, and from the last one up', () => {
    const n = 5;
    for (const count of [0, 1, 3, 4, 5, 8, 11]) {
      for (const step of [n, -n]) {
        const [cells, factors, start] = [noise(count * n), noise(count), noise(n + 2)];
        const first = step > 0 ? 0 : (count - 1) * n;
        const [one, all] = [start.slice(), start.slice()];
        for (let row = 0; row < count; row++) addScaled(one, 1, cells, first + row * step, n, -factors[row]!);
        addRows(all, 1, n, { cells, at: first, step }, { cells: factors, at: 0, step: 1 }, count, -1);
        assert.deepEqual(all, one);
      }
    }
  });
});

describe('many right-hand sides solved at once', () => {
  it('come to the last bit to what each comes to on its own', () => {
    const [n, m] = [9, 4];
    const factor = positive(n);
    factorise(factor, n);
    const sides = noise(n * m);
    const single = Array.from({ length: m }, (_, j) => {
      const side = Float64Array.from({ length: n }, (__, i) => sides[i * m + j]!);
      solve(factor, n, side);
      return side;
    });
    solveAll(factor, n, sides, m);
    for (let i = 0; i < n; i++) for (let j = 0; j < m; j++) assert.equal(sides[i * m + j], single[j]![i]);
  });

  it('give the inverse', () => {
    const n = 7;
    const matrix = positive(n);
    const inverse = invert(matrix, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let entry = 0;
        for (let q = 0; q < n; q++) entry += matrix[i * n + q]! * inverse[q * n + j]!;
        assert.ok(Math.abs(entry - (i === j ? 1 : 0)) < 1e-9, `${i} ${j}: ${entry}`);
      }
    }
  });
});
