import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProfileBuilder } from '../../src/profile/builder.ts';
import { bucketsPerLife, bucketWidth, MOST_BUCKETS } from '../../src/profile/grid.ts';
import { histogramBucket, lowerBound } from '../../src/profile/histogram.ts';
import { MOST_LIVES } from '../../src/profile/host-table.ts';
import { merge } from '../../src/profile/merge.ts';
import { DEFAULT_SETTINGS, isCoarsened, whyNotMergeable } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { LineRecord } from '../../src/record.ts';

it('closes the longest silent lives beyond the bound, keeps their calls, and says so', () => {
  const lives = 1000;
  const profile = manyWorkers(0, lives, 300);
  const open = profile.workers.reduce((sum, worker) => sum + worker.lives.length, 0);
  const closed = profile.closed.reduce((sum, one) => sum + one.lives, 0);
  assert.equal(open + closed, lives);
  assert.ok(open <= 300 && open > 200, `${open} open`);
  assert.ok(isCoarsened(profile));
  assert.equal(profile.endpoints[0]!.calls, lives);
  assert.equal(profile.closed[0]!.requests, closed);
  assert.equal(profile.closed[0]!.calls[0]![1], closed);
  assert.ok(
    profile.workers.every(({ pid }) => pid > closed),
    'the first ones were closed',
  );
});

it('keeps 100,000 lives one by one, and counts calls exactly when it closes some in a merge', () => {
  assert.equal(MOST_LIVES, 100_000);
  const builder = new ProfileBuilder(DEFAULT_SETTINGS, 300);
  for (const first of [0, 250, 500]) builder.absorb(manyWorkers(first, 250, 300));
  const merged = builder.toProfile();
  assert.equal(merged.endpoints[0]!.calls, 750);
  assert.equal(merged.coverage.lines, 750);
  const open = merged.workers.reduce((sum, worker) => sum + worker.lives.length, 0);
  assert.equal(open + merged.closed.reduce((sum, one) => sum + one.lives, 0), 750);
});

it('gives fewer buckets to each life the more lives there are, never below eight', () => {
  assert.equal(bucketsPerLife(1), MOST_BUCKETS);
  assert.equal(bucketsPerLife(100_000), 8);
  for (let lives = 1; lives < 5000; lives += 7) {
    const cap = bucketsPerLife(lives);
    assert.ok(cap >= bucketsPerLife(lives + 7));
    assert.ok(Number.isInteger(Math.log2(cap)));
  }
});

it('takes the least power of two that fits, wherever the span lies', () => {
  for (const [low, high, cap] of [
    [0, 511, 512],
    [1, 512, 512],
    [1000, 1511, 512],
    [7, 1e12, 8],
    [5, 5, 8],
  ] as const) {
    const width = bucketWidth(low, high, cap);
    const buckets = (w: number): number => Math.floor(high / w) - Math.floor(low / w) + 1;
    assert.ok(buckets(width) <= cap);
    assert.ok(width === 1 || buckets(width / 2) > cap);
  }
});

it('sorts deltas into buckets that mirror each other and whose bounds hold them', () => {
  for (const delta of [1, 2, 3, 4, 5, 6, 7, 8, 4095, 4096, 4097, 131_072, 2 ** 40 - 1, 2 ** 40, 2 ** 46]) {
    const bucket = histogramBucket(delta);
    assert.equal(histogramBucket(-delta), -bucket);
    assert.ok(lowerBound(bucket) <= delta && delta < lowerBound(bucket + 1), `${delta} in ${bucket}`);
  }
  assert.equal(histogramBucket(0), 0);
});

it('says in sentences why profiles do not fit', () => {
  const one = new ProfileBuilder(DEFAULT_SETTINGS).toProfile();
  const two = new ProfileBuilder({
    ...DEFAULT_SETTINGS,
    rules: ['/blog/:slug'],
    keepQuery: ['type'],
  }).toProfile();
  assert.deepEqual(whyNotMergeable(one, one), []);
  const reasons = whyNotMergeable(one, two);
  assert.equal(reasons.length, 2);
  assert.match(reasons[0]!, /--route.*\/blog\/:slug/);
  assert.throws(() => merge(one, two), {
    name: 'ProfileError',
    message: /do not fit together.*--keep-query/,
  });
});

/** A log in which every line is of another process. */
function manyWorkers(firstPid: number, lines: number, mostLives: number): Profile {
  const builder = new ProfileBuilder(DEFAULT_SETTINGS, mostLives);
  const host = builder.host({ name: 'a.log', machine: 'm' }, '');
  const file = builder.file('a.log');
  const endpoint = builder.endpoints.ofName('(one)', '');
  const record = new LineRecord();
  for (let i = 1; i <= lines; i++) {
    record.reset();
    record.pid = firstPid + i;
    record.time = i;
    record.figures[0] = 4096 * 1000;
    builder.coverage.lines++;
    builder.observe(host, record, endpoint, file, i, 'call');
  }
  return builder.toProfile();
}
