import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { quantumOf } from '../../src/ranking/quantum.ts';
import type { LifeSeries } from '../../src/ranking/series.ts';
import { emptyLife } from './attribution/synthetic.ts';

function life(readings: readonly number[]): LifeSeries {
  const values = Float64Array.from(readings);
  return { ...emptyLife(readings.length, 1), first: values, last: values, min: values };
}

describe('the step of a figure', () => {
  it('is the greatest power of two that changes are multiples of', () => {
    assert.equal(quantumOf([life([5e6 + 1, 5e6 + 1 + 4096, 5e6 + 1 + 3 * 4096])]), 4096);
    const large = Array.from({ length: 20 }, (_, i) => 7 + 131_072 * i * (i % 3));
    assert.equal(quantumOf([life(large)]), 131_072);
  });

  it('is not made finer by a rare odd change', () => {
    const mostly = Array.from({ length: 40 }, (_, i) => 131_072 * i + (i === 39 ? 4096 : 0));
    assert.equal(quantumOf([life(mostly)]), 131_072);
  });

  it('is one where nothing moves, and for counts', () => {
    assert.equal(quantumOf([life([9, 9, 9])]), 1);
    assert.equal(quantumOf([]), 1);
    assert.equal(quantumOf([life([1, 2, 4, 7])]), 1);
  });
});
