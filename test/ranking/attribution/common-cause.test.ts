import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ColumnKind } from '../../../src/ranking/attribution/attribution.ts';
import type { CommonCause } from '../../../src/ranking/attribution/common-cause.ts';
import { commonCauses } from '../../../src/ranking/attribution/common-cause.ts';
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

/** Adds the columns of all requests and of seconds; where `uneven`, buckets last unlike times. */
function causes(lives: readonly LifeSeries[], seconds: (row: number) => number): [CommonCause, CommonCause] {
  const wide = lives.map((life) => ({
    ...life,
    calls: Float64Array.from({ length: life.rows * 8 }, (_, i) => {
      const row = Math.floor(i / 8);
      const j = i % 8;
      if (j === 7) return seconds(row);
      return j === 6 ? life.requests[row]! : life.calls[row * 6 + j]!;
    }),
  }));
  const [requests, time] = commonCauses(wide, 8, { kinds: KINDS });
  assert.ok(requests?.kind === 'requests' && requests.column === 6);
  assert.ok(time?.kind === 'time' && time.column === 7);
  return [requests, time];
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

describe('a leak on every request', () => {
  const [requests, time] = causes(makeLives({ ...BASE, perRequest: 2500 }), day);

  it('is explained by the requests, with its size', () => {
    assert.ok(requests.explains && requests.advantage > 5);
    assert.ok(requests.low <= 2500 && 2500 <= requests.high);
    assert.deepEqual(requests.routesBeside, []);
  });

  it('is not explained by the clock', () => {
    assert.ok(!time.explains);
  });
});

describe('a leak with time', () => {
  const [requests, time] = causes(growWithTime(makeLives(BASE), 5000), day);

  it('is explained by the clock, with its size', () => {
    assert.ok(time.explains && time.advantage > 20 && time.support > 20);
    assert.ok(time.low <= 5000 && 5000 <= time.high);
    assert.ok(time.advantage > requests.advantage);
  });
});

describe('a leak of one route', () => {
  it('is explained by neither', () => {
    for (const cause of causes(makeLives({ ...BASE, kept: [0, 0, 20_000, 0, 0, 0] }), day)) {
      assert.ok(!cause.explains && cause.advantage < -10);
      assert.deepEqual(cause.routesBeside, [2]);
    }
  });

  it('is still seen beside a leak on every request', () => {
    const [requests] = causes(makeLives({ ...BASE, perRequest: 2500, kept: [0, 0, 20_000, 0, 0, 0] }), day);
    assert.ok(!requests.explains && requests.support > 5);
    assert.deepEqual(requests.routesBeside, [2]);
  });
});

describe('no leak', () => {
  it('is explained by nothing', () => {
    for (const cause of causes(makeLives(BASE), day)) assert.ok(!cause.explains && cause.z < 3);
  });

  it('asks for columns of a kind to explain it with', () => {
    assert.deepEqual(commonCauses(makeLives(BASE), 6, {}), []);
  });
});
