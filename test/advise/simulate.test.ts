import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Load } from '../../src/advise/load.ts';
import { totalMemory } from '../../src/advise/memory.ts';
import { predict } from '../../src/advise/recycling.ts';
import { NEVER } from '../../src/advise/settings.ts';
import type { Recycling } from '../../src/advise/settings.ts';
import { simulate } from '../../src/advise/simulate.ts';
import { anyLoad, crew, GIB, MIB, PLAIN, WORKLOAD } from './loads.ts';

// The same loads each time: what is drawn anew belongs into `npm run test:long`.
fc.configureGlobal({ seed: 20_261_123 });

const DAY = 86_400;
const after = (requests: number, more: Partial<Recycling> = {}): Recycling => ({
  requests,
  spread: 'none',
  amount: 0,
  memory: null,
  ...more,
});

function isNear(actual: number, expected: number, part: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= part * expected, `${what}: ${actual}, not about ${expected}`);
}

test('without jitter the period is requests over rate, and the peak is the start and all that grew', () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 50_000 }), fc.integer({ min: 1, max: 60 }), (requests, boot) => {
      const run = simulate({ ...PLAIN, boot }, after(requests), { seconds: DAY });
      const period = requests / PLAIN.rate + boot;
      // The k-th restart is at k * period - boot.
      assert.equal(run.restarts, Math.ceil((DAY + boot) / period - 1e-9) - 1);
      if (run.restarts > 0) isNear(run.peak, PLAIN.start + requests * PLAIN.growth, 1e-9, 'peak');
      assert.equal(run.mostRestarting, Math.min(1, run.restarts));
    }),
    { numRuns: 50 },
  );
});

test('with uniform jitter the mean life is the requests and half of the jitter', () => {
  const run = simulate(PLAIN, after(1000, { spread: 'uniform', amount: 600 }), { seconds: 7 * DAY });
  isNear((7 * DAY) / run.restarts, 1300 / PLAIN.rate + PLAIN.boot, 0.01, 'seconds from restart to restart');
});

test('the mean memory over long is the formula, with jitter, in slots and in step', () => {
  const load: Load = {
    ...PLAIN,
    ...crew(4),
    boot: 0.01,
    spread: 800,
    warmUp: { size: 30 * MIB, requests: 500 },
    transient: WORKLOAD.transient,
  };
  for (const settings of [
    after(5000),
    after(5000, { spread: 'uniform', amount: 5000 }),
    after(5000, { spread: 'slots', amount: 1250 }),
  ]) {
    const run = simulate(load, settings, { seconds: 20 * DAY, step: 47 });
    const { expected, p99 } = totalMemory(load, settings);
    isNear(run.mean, expected, 0.02, `mean of ${settings.spread}`);
    if (settings.spread !== 'none') isNear(run.p99, p99, 0.05, `p99 of ${settings.spread}`);
  }
});

test('after a start in step the fullest moment of the first round is as calculated', () => {
  for (const workers of [1, 2, 4, 8]) {
    for (const settings of [
      after(2000),
      after(2000, { spread: 'uniform', amount: 200 }),
      after(2000, { spread: 'uniform', amount: 2000 }),
      after(2000, { spread: 'slots', amount: Math.floor(2000 / workers) }),
    ]) {
      const load = { ...PLAIN, ...crew(workers), boot: 0.01 };
      const peaks = Array.from({ length: 60 }, (_, seed) =>
        Math.max(...simulate(load, settings, { seconds: 199 + settings.amount / 10, step: 1, seed }).highest),
      );
      const under = peaks.filter((peak) => peak <= totalMemory(load, settings).afterDeploy * 1.001).length;
      const { amount, spread } = settings;
      const what = `${under} of 60 with ${workers} workers, ${spread} ${amount}`;
      // 99 in a hundred; of 60 that is one that may lie above, by chance three.
      assert.ok(under >= (spread === 'uniform' ? 57 : 60), what);
      const least = totalMemory(load, { ...settings, amount: 0, spread: 'none' }).afterDeploy;
      assert.ok(Math.min(...peaks) >= 0.97 * least, 'all are near their end together');
    }
  }
});

test('restarts per hour and capacity lost are those of the replay', () => {
  fc.assert(
    fc.property(anyLoad, (load) => {
      const requests = Math.ceil(load.rate * 600);
      const settings = after(requests, { spread: 'uniform', amount: Math.floor(requests / 2) });
      const { restartsPerHour, capacityLost } = predict(load, settings, 1);
      const run = simulate(load, settings, { seconds: 4 * DAY, step: 600 });
      const cycles = run.restarts / load.workers;
      // The run ends within a life, which is up to one and a half times the mean.
      isNear(run.restarts / 96, restartsPerHour!, 0.03 + 1.5 / cycles, 'restarts per hour');
      isNear((cycles * load.boot) / (4 * DAY), capacityLost!, 0.03 + 1.5 / cycles, 'capacity lost');
    }),
    { numRuns: 25 },
  );
});

test('quiet hours stretch lives: as many requests, at other times', () => {
  const byHour = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0.5 : 1.5));
  const run = simulate({ ...PLAIN, byHour }, after(18_000), { step: 3600 });
  // 5 requests a second in the night: an hour for each life, less what a restart takes.
  const night = run.restartsInStep.slice(0, 12).reduce((sum, count) => sum + count, 0);
  const day = run.restartsInStep.slice(12).reduce((sum, count) => sum + count, 0);
  assert.deepEqual([night, day], [11, 36]);
});

test('a limit on memory restarts a worker that reaches it, and what is passing counts', () => {
  const limit = 200 * MIB;
  const run = simulate(PLAIN, { ...NEVER, memory: limit });
  isNear(run.peak, limit, 0.001, 'peak');
  isNear(DAY / run.restarts, (limit - PLAIN.start) / PLAIN.growth / PLAIN.rate + PLAIN.boot, 0.02, 'period');
  const busy = simulate({ ...PLAIN, transient: WORKLOAD.transient }, { ...NEVER, memory: limit });
  assert.ok(busy.restarts > run.restarts, 'passing memory brings the limit nearer');
});

test('without restarts memory grows for ever, by requests and by time', () => {
  const run = simulate(PLAIN, NEVER, { limit: GIB });
  isNear(run.total.at(-1)!, PLAIN.start + DAY * PLAIN.rate * PLAIN.growth, 1e-9, 'end');
  const full = (GIB - PLAIN.start) / PLAIN.growth / PLAIN.rate;
  assert.ok(Math.abs(run.secondsOver - (DAY - full)) <= 60);
  const byTime = simulate({ ...PLAIN, perSecond: PLAIN.growth * PLAIN.rate }, NEVER);
  isNear(byTime.total.at(-1)!, run.total.at(-1)!, 1e-9, 'end when all of it comes with time');
});

test('the same seed gives the same day, another seed another', () => {
  const load: Load = { ...PLAIN, ...crew(8), spread: 1000, transient: WORKLOAD.transient };
  const settings = after(1000, { spread: 'uniform', amount: 500 });
  assert.deepEqual(simulate(load, settings, { seed: 7 }), simulate(load, settings, { seed: 7 }));
  assert.notDeepEqual(
    simulate(load, settings, { seed: 7 }).total,
    simulate(load, settings, { seed: 8 }).total,
  );
});

test('restarts at once: all without jitter, few with much', () => {
  const load: Load = { ...PLAIN, ...crew(8) };
  assert.equal(simulate(load, after(10_000)).mostRestarting, 8);
  assert.ok(simulate(load, after(10_000, { spread: 'uniform', amount: 10_000 })).mostRestarting <= 3);
  assert.equal(
    simulate(load, after(10_000, { spread: 'slots', amount: 1250 }), { seconds: 1900 }).mostRestarting,
    1,
  );
});

test('settings that restart a worker for ever end the replay, and do not hang', () => {
  const run = simulate({ ...PLAIN, rate: 1000, boot: 0.001 }, { ...NEVER, memory: MIB });
  assert.ok(run.seconds < DAY && run.restarts >= 1000);
});

test('a day of eight workers takes less than 200 ms', () => {
  const load: Load = { ...PLAIN, ...crew(8), spread: 1000, transient: WORKLOAD.transient };
  const times = Array.from({ length: 5 }, () => {
    const begun = performance.now();
    simulate(load, after(5000, { spread: 'uniform', amount: 2000 }));
    return performance.now() - begun;
  });
  assert.ok(Math.min(...times) < 200, `${Math.min(...times)} ms`);
});
