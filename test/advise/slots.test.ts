import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Load } from '../../src/advise/load.ts';
import { totalMemory } from '../../src/advise/memory.ts';
import { mostRequests, recyclingOf } from '../../src/advise/recycling.ts';
import { togetherOf } from '../../src/advise/together.ts';
import { anyLoad, crew, GIB, MIB, PLAIN } from './loads.ts';

// The same loads each time: what is drawn anew belongs into `npm run test:long`.
fc.configureGlobal({ seed: 20_261_123 });

const target = (budget: number): Parameters<typeof mostRequests>[1] => ({
  budget,
  spread: 'slots',
  k: 1,
  bound: 0.01,
});

const chances = (load: Load, requests: number, spread: number): readonly [number, number] => {
  const { afterDeploy, steady } = togetherOf(load, recyclingOf({ requests, spread }, 'slots'), 1);
  return [afterDeploy, steady];
};

/** Loads whose workers are sent alike or not. */
const unevenLoad = fc
  .tuple(anyLoad, fc.double({ min: 0, max: 0.3, noNaN: true }))
  .map(([load, lean]): Load => ({
    ...load,
    shares: load.shares.map((_, slot) =>
      load.workers === 1 ? 1 : 1 + lean * (1 - (2 * slot) / (load.workers - 1)),
    ),
  }));

test('no other number of requests and delta within the budget meets clearly less, first and later', () => {
  fc.assert(
    fc.property(unevenLoad, fc.double({ min: 1.2, max: 10, noNaN: true }), (load, times) => {
      const budget = times * load.workers * (load.start + load.warmUp.size + 4 * MIB);
      const plan = mostRequests(load, target(budget));
      if (!plan || plan.requests < 100 || plan.requests > 5e6) return;
      const [first, later] = chances(load, plan.requests, plan.spread);
      for (const longer of [0.5, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 2])
        for (const part of [0.02, 0.05, 0.08, 0.1, 0.2, 0.25, 0.33, 0.5, 1]) {
          const requests = Math.round(longer * plan.requests);
          const spread = Math.round(part * requests);
          const { p99, afterDeploy } = totalMemory(load, recyclingOf({ requests, spread }, 'slots'));
          if (Math.max(p99, afterDeploy) > budget) continue;
          const [otherFirst, otherLater] = chances(load, requests, spread);
          // Below the bound nothing is won; the search keeps two figures, and even places where they cost little.
          const isLess = (other: number, own: number): boolean => other < 0.93 * Math.max(own, 0.01) - 0.002;
          assert.ok(
            !(isLess(otherFirst, first) && isLess(otherLater, later) && Math.max(first, later) > 0.01),
            `${requests} / ${spread}: ${otherFirst} and ${otherLater}, not ${plan.requests} / ${plan.spread}: ${first} and ${later}`,
          );
        }
    }),
    { numRuns: 60 },
  );
});

test('where shares make an even delta meet in the first round, another is found', () => {
  // As in the shop of the samples: 714 requests a second, the busiest worker is sent 27 % of all.
  const load: Load = { ...PLAIN, ...crew(4), shares: [1.08, 1.02, 0.98, 0.92], rate: 714, growth: 7000 };
  const plan = mostRequests(load, target(1.5 * GIB));
  assert.ok(plan);
  const [first] = chances(load, plan.requests, plan.spread);
  assert.equal(first, 0);
});

test('a worker alone has no delta, and without a rate places are even', () => {
  assert.equal(mostRequests(PLAIN, target(GIB))?.spread, 0);
  const { requests, spread } = mostRequests({ ...PLAIN, ...crew(4), rate: 0 }, target(GIB)) ?? {};
  assert.ok(requests !== undefined && spread !== undefined && spread > 0.2 * requests);
});

test('lives are as long as wanted at most, in the mean', () => {
  const plan = mostRequests({ ...PLAIN, ...crew(4) }, { ...target(1000 * GIB), most: 10_000 });
  assert.ok(plan);
  const mean = plan.requests + 1.5 * plan.spread;
  assert.ok(mean <= 10_000 && mean > 9500, `${mean}`);
});
