import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure } from '../../src/advise/measure.ts';
import { growthSpread } from '../../src/advise/spread.ts';
import { TrafficClock } from '../../src/advise/clock.ts';
import { drawNormal, randomOf } from '../../src/advise/random.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { rank } from '../../src/ranking/rank.ts';
import type { Workload } from '../../src/advise/workload.ts';
import { profileOf } from '../report/profiles.ts';
import { workersLog } from './workers-log.ts';
import type { WorkersLog } from './workers-log.ts';

const MIB = 2 ** 20;

function measured(log: Partial<WorkersLog>): Workload {
  const profile = profileOf(workersLog(log));
  const workload = measure(profile, rank(profile));
  assert.ok(workload);
  return workload;
}

function isNear(actual: number | null | undefined, expected: number, part: number, what: string): void {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) <= part * expected,
    `${what}: ${String(actual)}, not about ${expected}`,
  );
}

test('a log of recycled workers gives back what it was made from', () => {
  const found = measured({});
  assert.equal(found.figure, 'rss');
  assert.equal(found.workers, 3);
  isNear(found.start, 60 * MIB, 0.01, 'start');
  isNear(found.warmUp.size, 20 * MIB, 0.1, 'warm-up');
  isNear(found.warmUp.requests, 100, 0.4, 'requests of the warm-up');
  isNear(found.growth?.perRequest.estimate, 16_384, 0.02, 'growth');
  isNear(found.growth?.late, 16_384, 0.05, 'late growth');
  isNear(found.transient.max, 8 * MIB, 0.2, 'peak');
  assert.ok(found.transient.median < MIB && found.transient.p99 > 7 * MIB);
  isNear(found.traffic.perWorker, 0.5, 0.05, 'rate');
  assert.ok(found.boot !== null && Math.abs(found.boot - 6) <= 1.5, `boot ${String(found.boot)}`);
  assert.equal(found.evidence.born, found.evidence.lives);
  assert.deepEqual(
    found.unknown.map(({ figure }) => figure),
    ['day', 'shared'],
  );
});

test('the shape of the day comes from a log of days', () => {
  const found = measured({
    hours: 50,
    lifeOf: () => 1e9,
    every: (hour) => (hour >= 8 && hour < 20 ? 20 : 80),
  });
  assert.ok(found.traffic.coversDay);
  isNear(found.traffic.byHour[12], 1.6, 0.1, 'noon');
  isNear(found.traffic.byHour[2], 0.4, 0.15, 'night');
  isNear(
    found.traffic.byHour.reduce((sum, part) => sum + part, 0),
    24,
    1e-9,
    'sum',
  );
  assert.equal(found.boot, null);
});

test('lives that differ give a spread, lives that do not give none', () => {
  const even = measured({ hours: 12 }).growth!;
  const uneven = measured({ hours: 12, growthOf: (life) => (life % 2 === 0 ? 8192 : 24_576) }).growth!;
  assert.ok(even.spread < 1000, `${even.spread}`);
  isNear(uneven.spread, 8192, 0.3, 'spread');
});

test('a walk within lives is told from what lasts through a life', () => {
  const random = randomOf(5);
  const slopes = (lasting: number, passing: number): Parameters<typeof growthSpread>[0] =>
    Array.from({ length: 400 }, () => {
      const own = 1000 + lasting * drawNormal(random);
      const halves: [number, number] = [
        own + passing * drawNormal(random),
        own + passing * drawNormal(random),
      ];
      return { requests: 500, whole: (halves[0] + halves[1]) / 2, halves, warmUp: { size: 0, requests: 0 } };
    });
  isNear(growthSpread(slopes(100, 0)).spread, 100, 0.1, 'all lasts');
  const walking = growthSpread(slopes(0, 100));
  assert.ok(walking.spread < 35, `${walking.spread}`);
  isNear(walking.walk, (100 ** 2 / 2) * 500, 0.25, 'all is a walk');
});

test('a log that begins in the middle says that starts are unknown', () => {
  const whole = workersLog({ lifeOf: () => 1e9 }).split('\n');
  const profile = profileOf(whole.slice(3000).join('\n'));
  const found = measure(profile, rank(profile));
  assert.ok(found);
  assert.ok(found.unknown.some(({ figure }) => figure === 'start'));
  assert.deepEqual(found.warmUp, { size: 0, requests: 0 });
});

test('requests by a time, and the time of requests, are each other back', () => {
  const byHour = Array.from({ length: 24 }, (_, hour) => 0.2 + (hour % 7) / 3);
  const clock = new TrafficClock(3, byHour);
  for (const at of [0, 1, 3599, 3600, 50_000, 86_399, 86_400, 200_000.5, 1e6])
    assert.ok(Math.abs(clock.timeOf(clock.requestsBy(at)) - at) < 1e-6, `${at}`);
  assert.equal(clock.timeOf(Infinity), Infinity);
});

test('two logs of different days have the pace of each, not that of the days between', () => {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  const log = workersLog({ hours: 2 });
  for (const [name, text] of [
    ['a.log', log],
    ['b.log', log.replaceAll('2026-11-20T', '2026-11-24T')],
  ] as const) {
    pipeline.open({ name, machine: 'web1' }, name);
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(10, start);
      pipeline.line(bytes, start, end, start);
      start = end + 1;
    }
  }
  pipeline.end();
  const profile = pipeline.toProfile();
  isNear(measure(profile, rank(profile))?.traffic.perWorker, 0.5, 0.05, 'rate');
});
