/** Deploys are told from planned restarts that coincide; a limit that lives do not live to see is not promised. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { rank } from '../../src/ranking/rank.ts';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { lines } from '../cli/shop-log.ts';
import type { Line } from '../cli/shop-log.ts';
import { profileOf } from '../report/profiles.ts';

/** `count` requests of a worker, one every `every` seconds from `from` (seconds after midnight). */
function life(pid: number, from: number, count: number, every = 10): Line[] {
  return Array.from({ length: count }, (_, i) => {
    const at = new Date((from + i * every) * 1000).toISOString().slice(11, 19);
    return { pid, req: `${i + 1}/${i + 1}`, rss: 50_000 + 10 * i, at, target: i % 3 === 0 ? '/a' : '/b' };
  });
}

const inOrder = (all: readonly Line[]): Line[] => all.toSorted((a, b) => (a.at! < b.at! ? -1 : 1));

function deploysIn(...lives: readonly (readonly Line[])[]): readonly string[] {
  const { deploys = [] } = rank(profileOf(lines(...inOrder(lives.flat()))));
  return deploys.map(({ at, workers }) => `${at.slice(11)} ${workers}`);
}

describe('a deploy', () => {
  it('is all workers starting anew at once, each having served as many requests as it happened to', () => {
    assert.deepEqual(
      deploysIn(
        ...[1, 2, 3].map((pid) => life(pid, 3600, 300 - 4 * pid)),
        ...[11, 12, 13].map((pid) => life(pid, 6601 + pid, 200)),
      ),
      ['01:50:12 3'],
    );
  });

  it('is not that all have served the number of requests at which they are recycled', () => {
    const rounds = [0, 1, 2].map((round) =>
      [1, 2, 3].map((pid) => life(10 * round + pid, 3600 + round * 3010 + pid, 300)),
    );
    assert.deepEqual(deploysIn(...rounds.flat()), []);
  });

  it('is found among recyclings where lives end before their turn', () => {
    const round = (first: number, from: number, counts: readonly number[]): Line[][] =>
      counts.map((count, i) => life(first + i, from + i, count));
    assert.deepEqual(
      deploysIn(
        ...round(1, 3600, [300, 300, 300]),
        ...round(11, 6615, [150, 151, 158]),
        ...round(21, 8200, [300, 300, 300]),
        ...round(31, 11_215, [100, 100, 100]),
      ),
      ['02:16:40 3'],
    );
  });

  it('is not that all of many short lives end within a minute', () => {
    assert.deepEqual(
      deploysIn(
        ...[1, 2, 3].map((pid) => life(pid, 3600, 100 + 9 * pid, 1)),
        ...[11, 12, 13].map((pid, i) => life(pid, 3711 + 9 * i, 100 + 7 * i, 1)),
      ),
      [],
    );
  });

  for (const name of [
    'php-fpm/shop-php-fpm-8.2.36',
    'celery/recycled-celery-5.7.0',
    'gunicorn/recycled-gunicorn-20.1.0',
  ])
    it(`is not in a log of workers that are recycled as planned (${name})`, () => {
      assert.equal(rankingOf(name).deploys, undefined);
    });
});

function rankingOf(name: string, limit?: number): Ranking {
  const bytes = gunzipSync(readFileSync(new URL(`../../samples/${name}.log.gz`, import.meta.url)));
  return rank(profileOf(bytes.toString('latin1')), limit === undefined ? {} : { limit });
}

describe('a limit', () => {
  it('is not promised to workers that are recycled before they reach it', () => {
    const { answer, limit } = rankingOf('uwsgi/recycled', 2 ** 28);
    assert.match(
      answer.text,
      /Workers are recycled before they reach 256 MiB: each serves about 1,200 requests\.$/,
    );
    assert.doesNotMatch(answer.text, /more requests/);
    assert.equal(limit?.workers.length, 2, 'only those at work');
    for (const { requests, hours, replacedAfter } of limit.workers)
      assert.deepEqual([requests, hours, replacedAfter], [null, null, 1200]);
  });

  it('is promised where the workers live that long', () => {
    const { answer, limit } = rankingOf('uwsgi/recycled', 2 ** 20);
    assert.match(answer.text, /is above 1\.0 MiB already/);
    assert.ok(limit?.workers.every(({ replacedAfter }) => replacedAfter === undefined));
  });
});
