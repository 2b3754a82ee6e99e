/** Readings of what the allocators have in use, taken as requests begin: leaks of a kilobyte are named after some thousand requests. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rank } from '../../src/index.ts';
import type { Ranking } from '../../src/index.ts';
import { openingSeries } from '../../src/ranking/openings.ts';
import { profileOf } from '../laws/pieces.ts';
import { exactLines } from './exact-log.ts';
import type { ExactLog, Route } from './exact-log.ts';

const INNOCENT: readonly Route[] = [
  { path: '/', share: 12 },
  { path: '/about', share: 4 },
  { path: '/health', share: 6 },
  { path: '/products', share: 14 },
  { path: '/stock', share: 6 },
  { path: '/pages', share: 6, fills: [16, 350_000] },
];
const LEAKS: readonly Route[] = [
  { path: '/images', share: 5, kept: 16_400 },
  { path: '/search', share: 8, kept: 7100 },
  { path: '/account', share: 6, kept: 3100 },
  { path: '/orders', share: 6, kept: 2500 },
];
const SEEDS = [1, 2, 3, 4];

function ranked(log: ExactLog): Ranking {
  return rank(profileOf(exactLines(log)));
}

const blamed = ({ findings }: Ranking): string[] =>
  findings.filter(({ verdict }) => verdict === 'leak' || verdict === 'suspect').map(({ route }) => route);

describe('exact readings', () => {
  for (const step of [1, 16])
    it(`one in ${step}: every leak before any innocent, its size within a tenth or its range`, () => {
      let [close, all] = [0, 0];
      for (const seed of SEEDS) {
        const ranking = ranked({ seed, requests: 5000, step, routes: [...INNOCENT, ...LEAKS] });
        assert.equal(ranking.metric, 'live');
        const first = ranking.findings.slice(0, LEAKS.length);
        assert.deepEqual(first.map(({ route }) => route).sort(), LEAKS.map(({ path }) => path).sort());
        for (const { route, leakPerCall } of first) {
          const truth = LEAKS.find(({ path }) => path === route)!.kept!;
          const isNear = Math.abs(leakPerCall.estimate / truth - 1) <= 0.1;
          if (isNear || (leakPerCall.low <= truth && truth <= leakPerCall.high)) close++;
          all++;
        }
        assert.deepEqual(
          blamed(ranking).filter((route) => INNOCENT.some(({ path }) => path === route)),
          [],
        );
      }
      assert.ok(close >= 0.85 * all, `${close} of ${all}`);
    });

  it('blame nobody where nothing leaks, whatever fills', () => {
    for (const seed of SEEDS)
      assert.deepEqual(blamed(ranked({ seed, requests: 5000, step: 4, routes: INNOCENT })), [], String(seed));
  });

  it('find a leak of one call in fifteen: jumps that go on are no accident', () => {
    for (const seed of SEEDS) {
      const routes = [...INNOCENT, { path: '/rare', share: 6, kept: 60_000, oneIn: 15 }];
      const { findings } = ranked({ seed, requests: 8000, step: 4, routes });
      const [first] = findings;
      assert.equal(first?.route, '/rare', String(seed));
      assert.ok(
        first.leakPerCall.estimate > 2000 && first.leakPerCall.estimate < 8000,
        String(first.leakPerCall.estimate),
      );
    }
  });

  it('find it beside one of each call that keeps three times as much', () => {
    for (const seed of SEEDS) {
      const every = { path: '/each', share: 8, kept: 8000 };
      const rare = { path: '/rare', share: 8, kept: 65_000, oneIn: 20 };
      const { findings, growth } = ranked({
        seed,
        requests: 6000,
        step: 4,
        routes: [...INNOCENT, every, rare],
      });
      assert.deepEqual(
        findings
          .slice(0, 2)
          .map(({ route }) => route)
          .sort(),
        ['/each', '/rare'],
        String(seed),
      );
      assert.ok(growth.attributed > 0.5 * growth.perWorker);
    }
  });

  it('serve where half of the workers have them', () => {
    const routes = [...INNOCENT, ...LEAKS];
    const ranking = ranked({ seed: 3, requests: 10_000, workers: 4, without: 2, step: 8, routes });
    assert.equal(ranking.metric, 'live');
    assert.ok(ranking.warnings.some(({ text }) => text.startsWith('2 of 4 worker lives')));
    assert.deepEqual(blamed(ranking).sort(), LEAKS.map(({ path }) => path).sort());
  });
});

describe('the series of a life with exact readings', () => {
  it('counts before each reading the requests that ended before it, and no others', () => {
    for (const requests of [300, 5000, 20_000]) {
      const lines = exactLines({ seed: 9, requests, workers: 1, step: 64, routes: [...INNOCENT, ...LEAKS] });
      const profile = profileOf(lines);
      const names = profile.endpoints.map(({ segments }) => ` path="/${segments.join('/')}" `);
      const routes = lines.map((line) => names.findIndex((name) => line.includes(name)));
      const life = profile.workers[0]!.lives[0]!;
      const series = openingSeries(life, 'live', [...names.keys()], names.length)!;
      const [sofar, seen] = [new Float64Array(names.length), new Float64Array(names.length)];
      let read = 0;
      for (let row = 0; row < series.rows; row++) {
        for (let j = 0; j < names.length; j++) sofar[j]! += series.calls[row * names.length + j]!;
        // The first reading stands at request 1, the others at multiples of 64.
        while (row > 0 && read < series.at[row]!) seen[routes[read++]!]!++;
        // A bucket begins at a multiple of its width and requests at 1: so much doubt, which does not add up.
        const doubt = sofar.reduce((sum, calls, j) => sum + Math.abs(calls - seen[j]!), 0);
        assert.ok(doubt <= 2, `row ${row}: off by ${doubt}`);
      }
    }
  });
});
