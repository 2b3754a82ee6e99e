import assert from 'node:assert/strict';
import test from 'node:test';
import type { Judgement } from './methods.ts';
import { median, pool } from './pool.ts';
import { score } from './score.ts';
import { routeKey } from './truth.ts';
import type { RouteTruth, Truth } from './truth.ts';

function truthOf(routes: Readonly<Record<string, number>>, common: Partial<Truth> = {}): Truth {
  const entries = Object.entries(routes).map(([route, kept]): [string, RouteTruth] => [
    routeKey(route),
    { leaks: kept > 0, kind: kept > 0 ? 'leak:list' : 'innocent:page', kept },
  ]);
  return { routes: new Map(entries), everyRequest: 0, background: 0, ...common };
}

function judged(route: string, verdict: Judgement['verdict'], estimate = 0, spread = 2): Judgement {
  const size = { estimate, low: estimate / spread, high: estimate * spread };
  return { route, verdict, size, detectable: 100 };
}

test('average precision is 1 only when every leak stands above every innocent route', () => {
  const truth = truthOf({ '/a': 50, '/b': 0, '/c': 50 });
  const of = (...routes: string[]): number | null =>
    score(
      'log',
      truth,
      routes.map((route) => judged(route, 'none')),
    ).precision;
  assert.equal(of('/a', '/c', '/b'), 1);
  assert.equal(of('/a', '/b', '/c'), (1 + 2 / 3) / 2);
  assert.equal(of('/b', '/a'), 1 / 2 / 2, 'a leak that is not listed counts as missed');
  assert.equal(score('log', truthOf({ '/a': 0 }), []).precision, null);
});

test('routes are matched whatever their placeholders are called, and names in parentheses are no routes', () => {
  const truth = truthOf({ '/a/:id': 50, '/b': 0 });
  const scored = score('log', truth, [
    judged('(not found)', 'leak'),
    judged('/a/{uuid}/', 'leak', 50),
    judged('/x', 'leak'),
  ]);
  assert.equal(scored.precision, 1);
  assert.equal(scored.leaks[0]?.verdict, 'leak');
  assert.deepEqual(scored.strange, ['/x']);
  assert.deepEqual(scored.calledLeak, []);
});

test('accusations, intervals and the promise of detectable are counted', () => {
  const truth = truthOf({ '/a': 200, '/b': 120, '/c': 10, '/d': 0, '/e': 0 });
  const pooled = pool([
    score('log', truth, [
      judged('/a', 'leak', 150),
      judged('/d', 'leak', 5),
      judged('/b', 'none', 20),
      judged('/c', 'suspect', 4),
      judged('/e', 'suspect', 5),
    ]),
  ]);
  assert.equal(pooled.found, 2 / 3);
  assert.equal(pooled.certain, 1 / 3);
  assert.equal(pooled.covered, 1 / 3, 'only the interval of /a holds its truth');
  assert.equal(pooled.size, (150 / 200 + 4 / 10) / 2);
  assert.equal(pooled.detectable, 2);
  assert.equal(pooled.detected, 1 / 2);
  assert.deepEqual([pooled.innocents, pooled.calledLeak, pooled.calledSuspect], [2, 1, 1]);
});

test('leaks that belong to no route are named, missed or invented', () => {
  const every = judged('(every request)', 'suspect');
  const planted = score('log', truthOf({}, { everyRequest: 9 }), [every]);
  const missed = score('log', truthOf({}, { background: 9 }), [judged('(background)', 'none')]);
  const invented = score('log', truthOf({}), [every]);
  const pooled = pool([planted, missed, invented]);
  assert.deepEqual([pooled.planted, pooled.named, pooled.misnamed], [2, 1, 1]);
});

test('the median of an even number of values is the mean of the middle two, and of none is not a number', () => {
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([9, 1, 2]), 2);
  assert.ok(Number.isNaN(median([])));
});
