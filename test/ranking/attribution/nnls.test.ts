import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nonNegativeProblem, solveNonNegative } from '../../../src/ranking/attribution/nnls.ts';
import { normal, randomNumbers } from './synthetic.ts';

/** The Gram matrix and target of a random regression; some columns nearly equal, as routes called together are. */
function problem(seed: number, n: number): { gram: Float64Array; target: Float64Array } {
  const random = randomNumbers(seed);
  const rows = Array.from({ length: 3 * n + 4 }, () => Array.from({ length: n }, () => normal(random)));
  for (const row of rows) for (let j = 1; j < n; j += 3) row[j] = row[j - 1]! + 0.05 * normal(random);
  const y = rows.map(
    (row) => row.reduce((sum, x, j) => sum + x * (j % 2 === 0 ? 1 : -1), 0) + normal(random),
  );
  const gram = new Float64Array(n * n);
  const target = new Float64Array(n);
  for (const [r, row] of rows.entries()) {
    for (let i = 0; i < n; i++) {
      target[i] = target[i]! + row[i]! * y[r]!;
      for (let j = 0; j < n; j++) gram[i * n + j] = gram[i * n + j]! + row[i]! * row[j]!;
    }
  }
  return { gram, target };
}

/** The slope of the objective's fall along each column: positive says that more of it would fit better. */
function slopes(gram: Float64Array, target: Float64Array, x: Float64Array): number[] {
  return Array.from(target, (c, i) => x.reduce((sum, b, j) => sum - gram[i * x.length + j]! * b, c));
}

describe('non-negative least squares', () => {
  it('meets the Karush-Kuhn-Tucker conditions on random problems', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 30 }), (seed, n) => {
        const { gram, target } = problem(seed, n);
        const x = solveNonNegative(nonNegativeProblem(gram, target));
        const near = 1e-5 * Math.max(...target.map(Math.abs));
        for (const [i, slope] of slopes(gram, target, x).entries()) {
          assert.ok(x[i]! >= 0);
          if (x[i]! > 0) assert.ok(Math.abs(slope) < near, `column ${i} is in use but its slope is ${slope}`);
          else assert.ok(slope < near, `column ${i} is at zero but its slope is ${slope}`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('finds the same answer from any start', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 2, max: 20 }),
        fc.infiniteStream(fc.double({ min: 0, max: 5, noNaN: true })),
        (seed, n, numbers) => {
          const { gram, target } = problem(seed, n);
          const scaled = nonNegativeProblem(gram, target);
          const cold = solveNonNegative(scaled);
          const start = Float64Array.from({ length: n }, () => Number(numbers.next().value ?? 0));
          const warm = solveNonNegative(scaled, { start });
          for (let i = 0; i < n; i++) assert.ok(Math.abs(cold[i]! - warm[i]!) < 1e-4 * (1 + cold[i]!));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('keeps columns out that it is told to, and columns of zeros', () => {
    const gram = Float64Array.from([2, 1, 0, 1, 2, 0, 0, 0, 0]);
    const scaled = nonNegativeProblem(gram, Float64Array.from([4, 5, 0]));
    const all = solveNonNegative(scaled);
    assert.ok(Math.abs(all[0]! - 1) < 1e-6 && Math.abs(all[1]! - 2) < 1e-6 && all[2] === 0);
    const without = solveNonNegative(scaled, { without: [1], start: all });
    assert.ok(Math.abs(without[0]! - 2) < 1e-6 && without[1] === 0);
  });
});
