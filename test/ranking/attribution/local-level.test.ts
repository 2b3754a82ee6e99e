import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { localLevelGains, whiten } from '../../../src/ranking/attribution/local-level.ts';
import { factorise, forward } from '../../../src/ranking/attribution/cholesky.ts';

/**
 * The same by definition: the covariance of readings less the first one, factored. The first reading has white
 * noise of variance 1, so every later one shares it; the walk adds `ratio` per unit of clock.
 */
function naive(
  clock: number[],
  ratio: number,
  column: number[],
): { rows: Float64Array; logDeterminant: number } {
  const n = clock.length - 1;
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const walk = ratio * (Math.min(clock[i + 1]!, clock[j + 1]!) - clock[0]!);
      covariance[i * n + j] = walk + 1 + (i === j ? 1 : 0);
    }
  }
  factorise(covariance, n);
  const rows = Float64Array.from(column.slice(1), (x) => x - column[0]!);
  forward(covariance, n, rows);
  let logDeterminant = 0;
  for (let i = 0; i < n; i++) logDeterminant += 2 * Math.log(covariance[i * n + i]!);
  return { rows, logDeterminant };
}

describe('the local-level filter', () => {
  it('whitens as the full covariance matrix does', () => {
    const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    const point = fc.tuple(fc.integer({ min: 1, max: 9 }), number);
    fc.assert(
      fc.property(
        fc.array(point, { minLength: 2, maxLength: 20 }),
        fc.constantFrom(0.03, 0.3, 3, 30),
        (points, ratio) => {
          let now = 0;
          const clock = points.map(([gap]) => (now += gap));
          const column = points.map(([, x]) => x);
          const expected = naive(clock, ratio, column);
          const gains = localLevelGains(Float64Array.from(clock), ratio);
          const rows = new Float64Array(points.length - 1);
          whiten(Float64Array.from(column), gains, rows);
          assert.ok(Math.abs(gains.logDeterminant - expected.logDeterminant) < 1e-8);
          for (let i = 0; i < rows.length; i++) assert.ok(Math.abs(rows[i]! - expected.rows[i]!) < 1e-6);
        },
      ),
    );
  });
});
