/** Readings taken as requests begin: what moved between two of them is the work of the first. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, encode } from '../../src/profile/codec.ts';
import { merge } from '../../src/profile/merge.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { profileOf } from '../laws/pieces.ts';

/** Requests with the heap that stood when each began. */
const line = (seq: number, path: string, heap: number, at = ' at=start'): string =>
  `memhog v=1${at} time=2026-11-22T18:58:47.031Z pid=7 seq=${seq} inflight=1 every=1 rss=33570816 ${at === '' ? 'live' : 'heap'}=${heap} alloc=glibc method=GET path="${path}" status=200 ms=3.1`;

const HEAP = 9_000_000;
const REQUESTS: readonly (readonly [string, number])[] = [
  ['/a', HEAP],
  ['/leak', HEAP],
  ['/b', HEAP + 5000],
  ['/leak', HEAP + 5000],
  ['/a', HEAP + 10_000],
  ['/b', HEAP + 10_000],
];

/** Growth of the heap by route. */
function growthOf({ endpoints }: Profile): Record<string, number> {
  return Object.fromEntries(
    endpoints.map(({ segments, deltas }) => [segments.join('/'), deltas.live?.growth ?? 0]),
  );
}

describe('readings at the start of requests', () => {
  const lines = REQUESTS.map(([path, heap], i) => line(i + 1, path, heap));

  it('charge the request that ran before them', () => {
    assert.deepEqual(growthOf(profileOf(lines)), { a: 0, b: 0, leak: 10_000 });
  });

  it('while readings at the end charge their own', () => {
    const atEnd = REQUESTS.map(([path, heap], i) => line(i + 1, path, heap, ''));
    assert.deepEqual(growthOf(profileOf(atEnd)), { a: 5000, b: 5000, leak: 0 });
  });

  it('do so wherever the log is cut, also through a file', () => {
    const whole = profileOf(lines);
    for (let cut = 1; cut < lines.length; cut++) {
      const [left, right] = [profileOf(lines.slice(0, cut)), profileOf(lines.slice(cut))];
      const merged = merge(decode(encode(left)), decode(encode(right)));
      assert.deepEqual(growthOf(merged), growthOf(whole), `cut at ${cut}`);
      assert.deepEqual(merged.workers, merge(left, right).workers);
    }
  });
});
