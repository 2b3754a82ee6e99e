import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Load } from '../../src/advise/load.ts';
import { predict } from '../../src/advise/recycling.ts';
import { NEVER } from '../../src/advise/settings.ts';
import type { Recycling } from '../../src/advise/settings.ts';
import { simulate } from '../../src/advise/simulate.ts';
import type { Simulated } from '../../src/advise/simulate.ts';
import type { Watch } from '../../src/advise/watch.ts';
import { crew, MIB, PLAIN, WORKLOAD } from './loads.ts';

const DAY = 86_400;
const OF_ALL: Watch = { every: 10, of: 'all', overlap: 0 };
const OF_EACH: Watch = { every: 30, of: 'each', overlap: 0 };
const BESIDE: Watch = { ...OF_EACH, overlap: 3.5 };

const under = (mebibytes: number, watch: Watch): Recycling => ({ ...NEVER, memory: mebibytes * MIB, watch });

function isNear(actual: number, expected: number, part: number, what: string): void {
  assert.ok(Math.abs(actual - expected) <= part * expected, `${what}: ${actual}, not about ${expected}`);
}

/** Beside what was predicted: mean, 99th percentile, peak, restarts. */
function holds(load: Load, settings: Recycling, run: Simulated): void {
  const { memory, restartsPerHour } = predict(load, settings, 1);
  isNear(run.mean, memory.expected, 0.03, 'mean');
  isNear((3600 * run.restarts) / run.seconds, restartsPerHour!, 0.05, 'restarts per hour');
  assert.ok(run.p99 <= 1.005 * Math.max(memory.p99, memory.afterDeploy), `p99 ${run.p99 / MIB}`);
  assert.ok(run.peak <= 1.01 * Math.max(memory.p99, memory.afterDeploy), `peak ${run.peak / MIB}`);
}

test('a limit on the sum: it is passed by what grows between two looks, and restarts come one by one', () => {
  for (const workers of [1, 2, 4, 8])
    for (const transient of [PLAIN.transient, WORKLOAD.transient]) {
      const load: Load = { ...PLAIN, ...crew(workers), transient };
      const settings = under(200 * workers, OF_ALL);
      const run = simulate(load, settings, { seconds: 3 * DAY });
      holds(load, settings, run);
      isNear(run.p99, predict(load, settings, 1).memory.p99, 0.015, '99th percentile');
      assert.equal(run.mostRestarting, 1);
      assert.deepEqual(predict(load, settings, 1).together, { k: 1, afterDeploy: 0, steady: 0 });
      // 10 KiB of ten requests a second in each, for ten seconds.
      assert.ok(run.peak <= (200 + 1) * workers * MIB + 8 * workers * MIB);
      assert.ok(run.peak > 200 * workers * MIB);
    }
});

test('the largest goes at each look: where that is too slow the sum is more than the limit', () => {
  const load: Load = { ...PLAIN, ...crew(8), growth: 200 * 1024 };
  const settings = under(8 * 110, OF_ALL);
  const run = simulate(load, settings, { seconds: DAY });
  const { memory, restartsPerHour } = predict(load, settings, 1);
  assert.equal(Math.round(restartsPerHour!), 360);
  isNear((3600 * run.restarts) / DAY, 360, 0.01, 'restarts per hour');
  isNear(run.p99, memory.p99, 0.05, '99th percentile');
  assert.ok(run.p99 > 1.5 * 8 * 110 * MIB);
});

test('a limit of each that is looked at now and then is passed by what grows meanwhile', () => {
  for (const workers of [1, 4])
    for (const growth of [1024, 20_480]) {
      const load: Load = { ...PLAIN, ...crew(workers), growth, transient: WORKLOAD.transient };
      const settings = under(200, OF_EACH);
      holds(load, settings, simulate(load, settings, { seconds: 3 * DAY }));
      const late = workers * 30 * PLAIN.rate * growth;
      const more =
        predict(load, settings, 1).memory.afterDeploy -
        predict(load, under(200, { ...OF_EACH, every: 1e-9 }), 1).memory.afterDeploy;
      isNear(more, late, 0.01, 'more than if looked at always');
    }
});

test('a successor that is started beside its worker: none is down, and one more holds memory', () => {
  const load: Load = { ...PLAIN, ...crew(4) };
  const [plain, beside] = [under(200, OF_EACH), under(200, BESIDE)].map((settings) => {
    holds(load, settings, simulate(load, settings, { seconds: 3 * DAY }));
    return predict(load, settings, 1);
  });
  assert.equal(beside!.memory.afterDeploy - plain!.memory.afterDeploy, PLAIN.start);
  assert.deepEqual([beside!.capacityLost, beside!.together!.afterDeploy], [0, 0]);
  assert.ok(plain!.capacityLost! > 0 && plain!.together!.afterDeploy > 0.5);
  assert.equal(simulate(load, under(200, OF_EACH)).mostRestarting, 4);
  assert.equal(simulate(load, under(200, BESIDE)).mostRestarting, 1);
});

test('restarts by the clock: by age, and in rounds', () => {
  const load: Load = { ...PLAIN, ...crew(4) };
  const byAge: Recycling = { ...NEVER, time: { seconds: 3598 } };
  isNear(simulate(load, byAge).restarts, 4 * 24, 0.05, 'restarts in a day');
  holds(load, byAge, simulate(load, byAge, { seconds: 3 * DAY }));
  const rounds: Recycling = { ...NEVER, time: { seconds: 3600, apart: 60 } };
  const run = simulate(load, rounds);
  isNear(run.restarts, (4 * DAY) / (3600 + 4 * 60), 0.05, 'restarts in rounds');
  assert.equal(run.mostRestarting, 1);
  assert.equal(predict(load, rounds, 1).together!.steady, 0);
});
