import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bucketsPerLife, coarsen } from '../../../src/ranking/attribution/coarse-life.ts';
import { withLaggedCounts } from '../../../src/ranking/attribution/lagged-counts.ts';
import { LAG } from '../../../src/ranking/attribution/tuning.ts';
import type { LifeSeries } from '../../../src/ranking/series.ts';
import { emptyLife } from './synthetic.ts';

/** A life with so many readings per bucket, each of value 10 times its bucket, and as many calls of the one column. */
function life(readings: readonly number[]): LifeSeries {
  const made = emptyLife(readings.length, 1);
  for (const [t, n] of readings.entries()) {
    made.readings[t] = n;
    made.requests[t] = n;
    made.sum[t] = n * 10 * t;
    made.min[t] = 10 * t;
    made.calls[t] = n;
  }
  return made;
}

const total = (numbers: Iterable<number>): number => [...numbers].reduce((sum, n) => sum + n, 0);

describe('coarsening a life', () => {
  it('keeps every call and stays within the number of buckets asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 8, max: 60 }),
        (readings, most) => {
          const coarse = coarsen(life(readings), 1, most);
          assert.ok(coarse.rows <= most && coarse.rows >= 1);
          assert.equal(total(coarse.counts[0]!), total(readings));
          assert.equal(coarse.min[0], 0);
          for (let t = 1; t < coarse.rows; t++) assert.ok(coarse.clock[t]! > coarse.clock[t - 1]!);
        },
      ),
    );
  });

  it('makes buckets of equal work out of busy days and quiet nights', () => {
    const readings = Array.from({ length: 400 }, (_, t) => (t % 40 < 20 ? 100 : 5));
    const counts = coarsen(life(readings), 1, 100).counts[0]!;
    const inner = counts.slice(1, -1);
    assert.ok(Math.max(...inner) <= 4 * Math.min(...inner), `${Math.min(...inner)} to ${Math.max(...inner)}`);
  });

  it('holds several readings in each bucket of a life that has enough of them', () => {
    const single = (n: number): readonly number[] => new Array<number>(n).fill(1);
    for (const [readings, buckets] of [
      [1200, 150],
      [240, 30],
      [100, 30],
      [20, 20],
    ] as const)
      assert.equal(coarsen(life(single(readings)), 1, 512).rows, buckets);
  });

  it('leaves a life alone that is coarse enough, but for a short last bucket', () => {
    const coarse = coarsen(life([100, 100, 100, 100, 100, 100, 100, 60]), 1, 64);
    assert.equal(coarse.rows, 8);
    assert.equal(coarse.usable, 7);
    assert.deepEqual([...coarse.mean.slice(0, 3)], [0, 10, 20]);
    assert.equal(coarsen(life([100, 100, 100, 80]), 1, 64).usable, 4);
  });

  it('shares the buckets among lives', () => {
    assert.deepEqual([1, 32, 64, 1000, 1e6].map(bucketsPerLife), [512, 512, 256, 16, 8]);
  });
});

describe('lagged counts', () => {
  const { lagged, transient, usable } = withLaggedCounts(
    coarsen(life(new Array<number>(60).fill(50)), 1, 512),
  );

  it('add up with the transient ones to the calls so far', () => {
    for (let t = 0; t < usable; t++)
      assert.ok(Math.abs(lagged[0]![t]! + transient[0]![t]! - (50 * t + 25)) < 1e-9);
  });

  it('follow steady traffic by LAG buckets', () => {
    assert.ok(Math.abs(transient[0]![usable - 1]! - 50 * LAG) < 1e-6);
  });
});
