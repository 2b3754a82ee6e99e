import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attribute } from '../../../src/ranking/attribution/attribute.ts';
import type { ColumnKind, CommonFit, Fitted } from '../../../src/ranking/attribution/attribution.ts';
import type { LifeSeries } from '../../../src/ranking/series.ts';
import type { Truth } from './synthetic.ts';
import { makeLives } from './synthetic.ts';

const BASE: Truth = {
  seed: 21,
  lives: 4,
  buckets: 200,
  traffic: [30, 20, 20, 15, 10, 5],
  kept: [0, 0, 0, 0, 0, 0],
  walk: 60_000,
  white: 30_000,
};
const KINDS: readonly ColumnKind[] = [...new Array<ColumnKind>(6).fill('calls'), 'requests', 'time'];

/** Fits with the columns of all requests and of seconds added. */
function fit(lives: readonly LifeSeries[]): Fitted & { requests: CommonFit; time: CommonFit } {
  const wide = lives.map((life) => ({
    ...life,
    calls: Float64Array.from({ length: life.rows * 8 }, (_, i) => {
      const row = Math.floor(i / 8);
      const j = i % 8;
      if (j === 7) return day(row);
      return j === 6 ? life.requests[row]! : life.calls[row * 6 + j]!;
    }),
  }));
  const answer = attribute(wide, 8, { kinds: KINDS });
  assert.ok(answer.kind === 'fitted');
  const [requests, time] = answer.common;
  assert.ok(requests?.kind === 'requests' && requests.column === 6);
  assert.ok(time?.kind === 'time' && time.column === 7);
  return { ...answer, requests, time };
}

/** A clock that has nothing to do with the traffic. */
const day = (row: number): number => 60 * (1.2 + Math.sin(row / 7));

/** Memory that grows with that clock, `rate` units a second. */
function growWithTime(lives: readonly LifeSeries[], rate: number): LifeSeries[] {
  return lives.map((life) => {
    let before = 0;
    const grown = life.sum.map((_, t) => {
      const now = before + (rate * day(t)) / 2;
      before += rate * day(t);
      return now;
    });
    return {
      ...life,
      sum: life.sum.map((sum, t) => sum + grown[t]! * life.readings[t]!),
      min: life.min.map((min, t) => min + grown[t]!),
    };
  });
}

function accused({ columns }: Fitted): number[] {
  return columns.flatMap((column, j) => (column && column.suggestion !== 'none' ? [j] : []));
}

describe('a leak on every request', () => {
  const answer = fit(makeLives({ ...BASE, perRequest: 2500 }));

  it('is named as such, with its size, and no route is accused', () => {
    assert.equal(answer.requests.suggestion, 'leak');
    assert.ok(answer.requests.low <= 2500 && 2500 <= answer.requests.high);
    assert.equal(answer.time.suggestion, 'none');
    assert.deepEqual(accused(answer), []);
  });

  it('counts as explained', () => {
    assert.ok(answer.attributed > 0.7 * answer.growth);
  });

  it('does not hide a route that leaks beside it', () => {
    const both = fit(makeLives({ ...BASE, perRequest: 2500, kept: [0, 0, 20_000, 0, 0, 0] }));
    assert.deepEqual(accused(both), [2]);
    assert.ok(both.requests.confidence > 0.8);
  });
});

describe('a leak with time', () => {
  it('is named as such, with its size, and no route is accused', () => {
    const answer = fit(growWithTime(makeLives(BASE), 5000));
    assert.equal(answer.time.suggestion, 'leak');
    assert.ok(answer.time.low <= 5000 && 5000 <= answer.time.high);
    assert.deepEqual(accused(answer), []);
  });
});

describe('a leak of one route', () => {
  it('is not laid on what all routes share', () => {
    const answer = fit(makeLives({ ...BASE, kept: [0, 0, 20_000, 0, 0, 0] }));
    assert.deepEqual(accused(answer), [2]);
    assert.ok(answer.requests.suggestion === 'none' && answer.time.suggestion === 'none');
  });
});

describe('no leak', () => {
  it('is explained by nothing', () => {
    for (const seed of [1, 2, 3]) {
      const answer = fit(makeLives({ ...BASE, seed }));
      assert.ok(answer.common.every(({ suggestion }) => suggestion === 'none'));
    }
  });

  it('has no common cause where no column is of such a kind', () => {
    const answer = attribute(makeLives(BASE), 6);
    assert.ok(answer.kind === 'fitted' && answer.common.length === 0);
  });
});
