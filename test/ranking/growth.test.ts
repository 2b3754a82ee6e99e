import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { growthRates, isSurelyGrowing } from '../../src/ranking/growth.ts';
import type { LifeSeries } from '../../src/ranking/series.ts';
import { emptyLife, makeLives } from './attribution/synthetic.ts';

/** A life of 101 buckets of 10 requests and 100 seconds that gains `rate` per request; `from` has no time where NaN. */
function life(rate: number, start = 0): LifeSeries {
  const rows = 101;
  const level = Float64Array.from({ length: rows }, (_, t) => 1e8 + rate * 10 * t);
  const time = Float64Array.from({ length: rows }, (_, t) => start + 100 * t);
  return {
    ...emptyLife(rows, 1),
    requests: new Float64Array(rows).fill(10),
    min: level,
    first: level,
    last: level,
    from: time,
    to: time,
  };
}

describe('growth rates', () => {
  it('are exact where workers agree', () => {
    const { perRequest, perHour } = growthRates([life(500), life(500), life(500), life(500)]);
    assert.ok(perRequest && perHour);
    assert.ok(Math.abs(perRequest.estimate - 500) < 1e-6 && perRequest.high - perRequest.low < 1e-6);
    assert.ok(Math.abs(perHour.estimate - 500 * 360) < 1e-3);
  });

  it('have an interval as wide as workers differ, with the truth inside', () => {
    const { perRequest } = growthRates([life(300), life(700), life(400), life(600)]);
    assert.ok(perRequest && perRequest.low < 450 && perRequest.high > 550 && perRequest.low > 0);
  });

  it('have an interval for a single worker too', () => {
    const lives = makeLives({
      seed: 5,
      lives: 1,
      buckets: 300,
      traffic: [1],
      kept: [1000],
      walk: 50_000,
    });
    const { perRequest, perHour } = growthRates(lives);
    assert.ok(
      perRequest && perRequest.low < 1000 && 1000 < perRequest.high && perRequest.low < perRequest.high,
    );
    assert.equal(perHour, null);
  });

  it('are not stated where there is nothing to measure', () => {
    assert.deepEqual(growthRates([]), { perRequest: null, perHour: null });
    assert.deepEqual(growthRates([emptyLife(3, 1)]), { perRequest: null, perHour: null });
  });
});

describe('whether workers surely grow', () => {
  const many = (rates: readonly number[]): LifeSeries[] => rates.map((rate) => life(rate));

  it('is told by many lives that agree, however little each grows', () => {
    assert.ok(isSurelyGrowing(many([9, 10, 11, 10, 9, 10, 11, 10])));
    assert.ok(!isSurelyGrowing(many([9, 10, 11, 10, 9, 10, 11])));
  });

  it('is not told where lives differ, or grow early only', () => {
    assert.ok(!isSurelyGrowing(many([90, -100, 80, -70, 100, -90, 60, -60])));
    const levelled = many([10, 10, 10, 10, 10, 10, 10, 10]).map((one) => ({
      ...one,
      min: one.min.map((value, t) => (t > 50 ? one.min[50]! : value)),
    }));
    assert.ok(!isSurelyGrowing(levelled));
  });
});
