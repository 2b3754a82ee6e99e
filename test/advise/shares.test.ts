import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Load } from '../../src/advise/load.ts';
import { measure } from '../../src/advise/measure.ts';
import { totalMemory } from '../../src/advise/memory.ts';
import { predict } from '../../src/advise/recycling.ts';
import type { Recycling } from '../../src/advise/settings.ts';
import { sharesFor } from '../../src/advise/shares.ts';
import { isUneven } from '../../src/advise/workload.ts';
import { simulate } from '../../src/advise/simulate.ts';
import { togetherOf } from '../../src/advise/together.ts';
import { firstTurns, servedAt } from '../../src/advise/turns.ts';
import { rank } from '../../src/ranking/rank.ts';
import { profileOf } from '../report/profiles.ts';
import { crew, MIB, PLAIN } from './loads.ts';
import { sharedLog } from './shared-log.ts';

const DAY = 86_400;
const after = (requests: number, more: Partial<Recycling> = {}): Recycling => ({
  requests,
  spread: 'none',
  amount: 0,
  memory: null,
  ...more,
});
/** As a prefork pool of Celery shares tasks: the first that is idle gets them. */
const SKEWED = { ...PLAIN, workers: 4, shares: [3.3, 0.48, 0.15, 0.07], boot: 0.5 };

function isNear(actual: number, expected: number, part: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= part * expected, `${what}: ${actual}, not about ${expected}`);
}

function sharesIn(log: string): readonly number[] {
  const profile = profileOf(log);
  return measure(profile, rank(profile))!.traffic.shares;
}

test('shares are measured where no worker is replaced, and where all are', () => {
  for (const requestsOfLife of [Infinity, 400]) {
    const shares = sharesIn(sharedLog({ weights: [6, 3, 1], requests: 9000, requestsOfLife }));
    assert.equal(shares.length, 3);
    [1.8, 0.9, 0.3].forEach((share, i) => isNear(shares[i]!, share, 0.12, `share ${i}, ${requestsOfLife}`));
    isNear(
      shares.reduce((sum, share) => sum + share, 0),
      3,
      0.001,
      'sum',
    );
  }
});

test('differences that chance makes are none', () => {
  for (const requestsOfLife of [Infinity, 400]) {
    const shares = sharesIn(sharedLog({ weights: [1, 1, 1, 1], requests: 4000, requestsOfLife }));
    assert.ok(!isUneven(shares), String(shares));
  }
});

test('unequal workers restart as often as they are busy, and as often together as equal ones', () => {
  const settings = after(2000);
  const run = simulate(SKEWED, settings, { seconds: 30 * DAY, step: 600 });
  const predicted = predict(SKEWED, settings, 1);
  isNear((3600 * run.restarts) / run.seconds, predicted.restartsPerHour!, 0.01, 'restarts per hour');
  isNear(
    (3600 * run.restarts) / run.seconds,
    (3600 * 4 * PLAIN.rate) / 2000,
    0.01,
    'requests by requests of a life',
  );
  isNear(run.mean, totalMemory(SKEWED, settings).expected, 0.02, 'mean memory');
  isNear(run.p99, totalMemory(SKEWED, settings).p99, 0.02, '99th percentile');
  const even = { ...SKEWED, ...crew(4) };
  assert.ok(totalMemory(SKEWED, settings).p99 < totalMemory(even, settings).p99 - 10 * MIB);
});

test('the first round of unequal workers is as full as calculated', () => {
  for (const shares of [SKEWED.shares, [1.15, 1.05, 1, 0.8], [1.5, 0.5, 1, 1]]) {
    const load = { ...SKEWED, shares, boot: 0.001 };
    const seconds = 2000 / Math.min(...shares) / PLAIN.rate;
    const run = simulate(load, after(2000), { seconds: seconds + 1, step: 1 });
    const { afterDeploy } = totalMemory(load, after(2000));
    // Restarts take no time in the formula; the replay's own take some.
    isNear(run.peak, afterDeploy, 0.02, `peak with ${String(shares)}`);
  }
});

test('turns come in the order of the shares, and a turn ends a whole life', () => {
  const turns = firstTurns({ workers: 2, shares: [1.5, 0.5] }, after(300));
  assert.deepEqual(turns, [
    { at: 200, slot: 0 },
    { at: 400, slot: 0 },
    { at: 600, slot: 0 },
    { at: 600, slot: 1 },
  ]);
  assert.deepEqual(servedAt({ workers: 2, shares: [1.5, 0.5] }, after(300), 200), [300, 100]);
  assert.deepEqual(servedAt({ workers: 2, shares: [1.5, 0.5] }, after(300), 300), [150, 150]);
});

test('workers that drift apart seldom restart together; the replay agrees', () => {
  const { steady } = togetherOf(SKEWED, after(2000), 1);
  assert.ok(steady > 0 && steady < 0.02, `${steady}`);
  assert.equal(togetherOf({ ...SKEWED, ...crew(4) }, after(2000), 1).steady, 0.75);
  assert.ok(simulate(SKEWED, after(2000)).mostRestarting <= 2);
});

test('others serve what a worker that restarts cannot: restarts depend on the requests, not on how long they take', () => {
  const settings = after(1000, { spread: 'uniform', amount: 1000 });
  for (const boot of [1, 20]) {
    const load = { ...PLAIN, ...crew(6), boot };
    const run = simulate(load, settings, { seconds: 10 * DAY, step: 600 });
    isNear(
      (3600 * run.restarts) / run.seconds,
      (3600 * 6 * PLAIN.rate) / 1500,
      0.01,
      `restarts with ${boot} s`,
    );
    isNear(
      predict(load, settings, 1).restartsPerHour!,
      (3600 * run.restarts) / run.seconds,
      0.01,
      'predicted',
    );
  }
});

test('a least life outlasts a small number of requests, in the formula and in the replay', () => {
  const settings = after(20, { leastLife: 10 });
  const load = { ...PLAIN, ...crew(2), boot: 0.5 };
  const run = simulate(load, settings, { seconds: 3600, step: 1 });
  const period = 3600 / (run.restarts / 2);
  assert.ok(period >= 10 && period < 10.7, `${period}`);
  isNear(predict(load, settings, 1).restartsPerHour!, run.restarts, 0.06, 'restarts per hour');
  isNear(run.peak, totalMemory(load, settings).afterDeploy, 0.02, 'peak');
  assert.ok(simulate(load, after(20), { seconds: 3600 }).restarts > 3 * run.restarts);
  const full = simulate(load, { ...settings, requests: null, memory: MIB }, { seconds: 600, step: 1 });
  assert.ok(full.restarts <= 120 && full.restarts > 100, `${full.restarts} by memory`);
});

test('another number of workers shares as unevenly, so that one more turns nothing around', () => {
  const measured = [1.3, 1.0, 0.7];
  assert.deepEqual(sharesFor(measured, 3), measured);
  for (const workers of [1, 2, 4, 5, 8, 32]) {
    const row = sharesFor(measured, workers);
    assert.equal(row.length, workers);
    assert.ok(Math.abs(row.reduce((sum, share) => sum + share, 0) - workers) < 1e-9);
    assert.deepEqual(
      row,
      row.toSorted((a, b) => b - a),
    );
    if (workers > 1) assert.ok(isUneven(row), row.join());
  }
  const steady = [3, 4, 5].map((workers) => {
    const load: Load = { ...PLAIN, ...crew(workers), shares: sharesFor(measured, workers), boot: 2 };
    return togetherOf(load, { requests: 10_000, spread: 'none', amount: 0, memory: null }, 1).steady;
  });
  assert.ok(Math.max(...steady) < 0.02, steady.join());
});

test('from even shares to uneven ones the chance to meet goes over without a step', () => {
  const chanceAt = (by: number): number => {
    const load: Load = { ...PLAIN, ...crew(4), shares: [1 + by, 1 + by / 3, 1 - by / 3, 1 - by], boot: 2 };
    return togetherOf(load, { requests: 10_000, spread: 'none', amount: 0, memory: null }, 1).steady;
  };
  const chances = Array.from({ length: 101 }, (_, i) => chanceAt(0.04 + i / 1000));
  const steps = chances.slice(1).map((chance, i) => Math.abs(chance - chances[i]!));
  assert.ok(Math.max(...steps) < 0.05, `${Math.max(...steps)}`);
});
