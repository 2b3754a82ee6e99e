import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { limited } from '../../src/advise/limited.ts';
import type { Load } from '../../src/advise/load.ts';
import { totalMemory } from '../../src/advise/memory.ts';
import type { Spread } from '../../src/advise/plan.ts';
import { predict } from '../../src/advise/recycling.ts';
import { drawLife, lifeMoments } from '../../src/advise/settings.ts';
import type { Recycling } from '../../src/advise/settings.ts';
import { simulate } from '../../src/advise/simulate.ts';
import { randomOf } from '../../src/advise/random.ts';
import { anyLoad, crew, MIB, PLAIN } from './loads.ts';

// The same loads each time: what is drawn anew belongs into `npm run test:long`.
fc.configureGlobal({ seed: 20_261_123 });

const anySpread = fc.constantFrom<Spread>('uniform', 'slots', 'none');

test('a life ends at whichever comes first, the requests or the limit', () => {
  const load: Load = { ...PLAIN, ...crew(4) };
  const byMemory: Recycling = { requests: null, spread: 'none', amount: 0, memory: 150 * MIB };
  const alone = predict(load, byMemory, 1);
  // 50 MiB of 10 KiB at ten a second.
  assert.ok(Math.abs(alone.life! - 512) < 1, `${alone.life!} s`);
  const both = predict(load, { ...byMemory, requests: 100_000 }, 1);
  assert.deepEqual(both, alone);
  const early = predict(load, { ...byMemory, requests: 1000 }, 1);
  assert.deepEqual(early, predict(load, { ...byMemory, requests: 1000, memory: null }, 1));
});

test('a limit more never means more memory, longer lives or fewer restarts', () => {
  fc.assert(
    fc.property(
      anyLoad,
      anySpread,
      fc.integer({ min: 1, max: 1e5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 1, max: 2000 }),
      (load, spread, requests, part, mebibytes) => {
        const amount = spread === 'none' ? 0 : Math.round(part * requests);
        const without: Recycling = { requests, spread, amount, memory: null };
        const [plain, cut] = [without, { ...without, memory: mebibytes * MIB }].map((one) =>
          predict(load, one, 1),
        );
        assert.ok(cut!.life! <= plain!.life! * 1.0001 + 1e-6);
        assert.ok(cut!.restartsPerHour! >= plain!.restartsPerHour! * 0.9999);
        assert.ok(cut!.memory.expected <= plain!.memory.expected * 1.0001);
        for (const { capacityLost, life, together } of [plain!, cut!]) {
          assert.ok(capacityLost! >= 0 && capacityLost! <= 1 && life! >= 0);
          assert.ok(together!.afterDeploy >= 0 && together!.afterDeploy <= 1 && together!.steady <= 1);
        }
      },
    ),
  );
});

test('capacity lost is never more than all, however low the limit', () => {
  const load: Load = { ...PLAIN, ...crew(4), shares: [1.3, 1.1, 0.9, 0.7], rate: 700 };
  const over = predict(load, { requests: null, spread: 'none', amount: 0, memory: 20 * MIB }, 1);
  assert.ok(over.capacityLost! <= 1 && over.capacityLost! > 0.9 && over.life! >= 0);
});

test('moments of a jitter that a limit cuts are those of draws', () => {
  const settings: Recycling = { requests: 1000, spread: 'uniform', amount: 1000, memory: 1, longest: 1400 };
  const random = randomOf(5);
  const draws = Array.from({ length: 50_000 }, () => Math.min(1400, drawLife(settings, 0, random)));
  const mean = (power: number): number => draws.reduce((sum, one) => sum + one ** power, 0) / draws.length;
  const { mean: first, square, cube } = lifeMoments(settings, 0);
  assert.ok(Math.abs(first / mean(1) - 1) < 0.005);
  assert.ok(Math.abs(square / mean(2) - 1) < 0.01);
  assert.ok(Math.abs(cube / mean(3) - 1) < 0.015);
});

test('a replay under a limit stays below what is predicted, and restarts as often', () => {
  const load: Load = { ...PLAIN, ...crew(4), warmUp: { size: 20 * MIB, requests: 300 } };
  const settings: Recycling = { requests: 9000, spread: 'uniform', amount: 3000, memory: 190 * MIB };
  const { memory, restartsPerHour } = predict(load, settings, 1);
  const run = simulate(load, settings, { seconds: 86_400, step: 10 });
  assert.ok(run.p99 <= Math.max(memory.p99, memory.afterDeploy));
  const replayed = (3600 * run.restarts) / run.seconds;
  assert.ok(Math.abs(replayed / restartsPerHour! - 1) < 0.03, `${replayed}, not ${restartsPerHour!}`);
  assert.ok(totalMemory(load, { ...settings, memory: null }).p99 > memory.p99);
});

test('a limit below a new worker ends it with its first request', () => {
  const settings: Recycling = { requests: null, spread: 'none', amount: 0, memory: 50 * MIB };
  assert.deepEqual([limited(PLAIN, settings).requests, limited(PLAIN, settings).longest], [1, 1]);
});
