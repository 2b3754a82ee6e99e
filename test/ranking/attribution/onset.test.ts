import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attribute } from '../../../src/ranking/attribution/attribute.ts';
import type { LifeSeries } from '../../../src/ranking/series.ts';
import { makeLives } from './synthetic.ts';

/** Lives of 400 buckets, a minute each, in which column 2 keeps `kept` per call from bucket `since` on. */
function leakSince(since: number, kept: number): LifeSeries[] {
  const still = makeLives({
    seed: 8,
    lives: 4,
    buckets: 400,
    traffic: [30, 20, 20, 15, 10, 5],
    kept: [0, 0, 0, 0, 0, 0],
    walk: 60_000,
    white: 30_000,
  });
  return still.map((life) => {
    let before = 0;
    const grown = life.sum.map((_, t) => {
      const now = t < since ? 0 : kept * life.calls[t * 6 + 2]!;
      before += now;
      return before - now / 2;
    });
    return {
      ...life,
      from: life.from.map((_, t) => 60 * t),
      to: life.to.map((_, t) => 60 * (t + 1)),
      sum: life.sum.map((sum, t) => sum + grown[t]! * life.readings[t]!),
      min: life.min.map((min, t) => min + grown[t]!),
    };
  });
}

describe('the beginning of a leak', () => {
  it('is found where it lies within the log', () => {
    for (const since of [160, 240]) {
      const answer = attribute(leakSince(since, 20_000), 6);
      assert.ok(answer.kind === 'fitted');
      const fit = answer.columns[2];
      assert.equal(fit?.suggestion, 'leak');
      assert.ok(
        fit.began !== undefined && Math.abs(fit.began / 60 - since) < 20,
        `${fit.began} is not ${since}`,
      );
    }
  });

  it('is not claimed where the leak was there from the start', () => {
    const answer = attribute(leakSince(0, 20_000), 6);
    assert.ok(answer.kind === 'fitted' && answer.columns[2]?.suggestion === 'leak');
    assert.equal(answer.columns[2].began, undefined);
  });
});
