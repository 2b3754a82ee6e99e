import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decode, encode } from '../../src/profile/codec.ts';
import { bucketsPerLife, bucketWidth } from '../../src/profile/grid.ts';
import { histogramBucket } from '../../src/profile/histogram.ts';
import { emptyProfile, merge } from '../../src/profile/merge.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { entries, writeLog } from './log-arbitrary.ts';
import { secondOpinion } from './oracle.ts';
import { cuts, inPieces, lengthOf, picks, profileOf } from './pieces.ts';
import { inLong } from '../long.ts';

const SEED = 20261122;
/** As many runs, in the long run ten times as many. */
const runs = (few: number): { readonly seed: number; readonly numRuns: number } => ({
  seed: SEED,
  numRuns: inLong(few, 10 * few),
});
describe('merging pieces of a log', () => {
  it('gives the profile of the whole, wherever it is cut and however it is bracketed', () => {
    fc.assert(
      fc.property(entries(120), cuts, picks, (list, at, pick) => {
        const lines = writeLog(list);
        assert.deepEqual(inPieces(lines, at, pick), profileOf(lines));
      }),
      runs(50),
    );
  });

  it('does so in long logs too, where slugs fold and grids widen', () => {
    fc.assert(
      fc.property(entries(2500), cuts, picks, (list, at, pick) => {
        const lines = writeLog(list);
        assert.deepEqual(inPieces(lines, at, pick), profileOf(lines));
      }),
      runs(6),
    );
  });

  it('does so where workers restart so often that grids grow coarse for all', () => {
    fc.assert(
      fc.property(entries(900, 2), cuts, picks, (list, at, pick) => {
        const lines = writeLog(list);
        assert.deepEqual(inPieces(lines, at, pick), profileOf(lines));
      }),
      runs(8),
    );
  });

  it('does so on grids of seconds, where many requests share one place', () => {
    fc.assert(
      fc.property(entries(700, 60), cuts, picks, (list, at, pick) => {
        const lines = writeLog(list, false);
        assert.deepEqual(inPieces(lines, at, pick), profileOf(lines));
      }),
      runs(10),
    );
  });

  it('line by line gives what the builder gives', () => {
    fc.assert(
      fc.property(entries(60), (list) => {
        const lines = writeLog(list);
        const single = lines.map((line, i) => profileOf([line], lengthOf(lines.slice(0, i))));
        if (single.length > 0) assert.deepEqual(merge(...single), profileOf(lines));
      }),
      runs(20),
    );
  });

  it('has the empty profile as neutral element', () => {
    fc.assert(
      fc.property(entries(60), (list) => {
        const profile = profileOf(writeLog(list));
        assert.deepEqual(merge(profile, emptyProfile()), profile);
        assert.deepEqual(merge(emptyProfile(), profile), profile);
      }),
      runs(20),
    );
  });

  it('puts different sources side by side in any order', () => {
    fc.assert(
      fc.property(entries(60), entries(60), (one, two) => {
        const a = profileOf(writeLog(one), 0, { name: 'a.log', machine: 'm1' });
        const b = profileOf(writeLog(two), 0, { name: 'a.log', machine: 'm2' });
        const withoutExamples = ({ coverage, ...rest }: Profile): object => ({
          ...rest,
          lines: coverage.lines,
        });
        assert.deepEqual(withoutExamples(merge(a, b)), withoutExamples(merge(b, a)));
        assert.equal(merge(a, b).workers.length, a.workers.length + b.workers.length);
      }),
      runs(20),
    );
  });
});

describe('the profile', () => {
  it('says what a naive pass over all lines says', () => {
    fc.assert(
      fc.property(fc.oneof(entries(120), entries(1800)), cuts, picks, (list, at, pick) => {
        const lines = writeLog(list);
        checkAgainstOracle(inPieces(lines, at, pick), lines);
      }),
      runs(20),
    );
  });

  it('survives its own encoding', () => {
    fc.assert(
      fc.property(entries(300), (list) => {
        const profile = profileOf(writeLog(list));
        assert.deepEqual(decode(encode(profile)), profile);
      }),
      runs(20),
    );
  });

  it('keeps growth, shrink and net apart: an oscillation nets to nothing', () => {
    const lines = writeLog(
      Array.from({ length: 201 }, (_, i) => ({
        kind: 'request',
        worker: 0,
        step: i === 0 ? 0 : i % 2 === 1 ? 2560 : -2560,
        skip: 0,
        path: '/swing',
        status: 200,
        core: 0,
        shape: 'whole',
        tick: 1,
      })),
    );
    const swing = profileOf(lines).endpoints.find((endpoint) => endpoint.segments.join('/') === 'swing')!;
    assert.equal(swing.deltas.rss!.growth, 100 * 2560 * 4096);
    assert.equal(swing.deltas.rss!.growth + swing.deltas.rss!.shrink, 0);
  });
});

function checkAgainstOracle(profile: Profile, lines: readonly string[]): void {
  const second = secondOpinion(lines);
  const names = profile.endpoints.map(({ kind, method, segments }) =>
    `${method} ${segments.join('/')}${kind === 'notFound' ? ' 404' : ''}`.trim(),
  );
  assert.deepEqual([...names].sort(), [...second.endpoints.keys()].sort());
  profile.endpoints.forEach(({ calls, deltas }, i) => {
    const expected = second.endpoints.get(names[i]!)!;
    assert.equal(calls, expected.calls, names[i]);
    assert.equal(deltas.rss?.growth ?? 0, expected.growth, names[i]);
    assert.equal(deltas.rss?.shrink ?? 0, expected.shrink, names[i]);
    const histogram = new Map<number, number>();
    for (const delta of expected.deltas)
      histogram.set(histogramBucket(delta), (histogram.get(histogramBucket(delta)) ?? 0) + 1);
    assert.deepEqual(
      deltas.rss?.histogram ?? [],
      [...histogram].sort(([a], [b]) => a - b),
    );
  });
  const lives = profile.workers.filter((worker) => worker.lives.length > 0);
  assert.deepEqual(
    lives.map(({ pid, lives: list }) => [pid, list.map((life) => life.requests)]),
    [...second.lives].sort(([a], [b]) => a - b).map(([pid, list]) => [pid, list.map((life) => life.length)]),
  );
  const cap = bucketsPerLife(lives.reduce((sum, worker) => sum + worker.lives.length, 0));
  for (const worker of lives) {
    worker.lives.forEach((life, i) => {
      const requests = second.lives.get(worker.pid)![i]!;
      const all = requests.map((request) => request.all);
      const width = bucketWidth(Math.min(...all), Math.max(...all), cap);
      assert.equal(life.width, width);
      for (const bucket of life.buckets) {
        const inside = requests.filter((request) => Math.floor(request.all / width) === bucket.index);
        const rss = inside.filter((request) => request.rss > 0).map((request) => request.rss);
        assert.equal(bucket.requests, inside.length);
        assert.equal(
          bucket.figures.rss?.sum ?? 0,
          rss.reduce((sum, value) => sum + value, 0),
        );
        if (rss.length > 0) assert.equal(bucket.figures.rss!.min, Math.min(...rss));
        if (rss.length > 0) assert.equal(bucket.figures.rss!.max, Math.max(...rss));
      }
      assert.equal(
        life.buckets.reduce((sum, bucket) => sum + bucket.requests, 0),
        requests.length,
      );
    });
  }
}
