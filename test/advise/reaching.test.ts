import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Load } from '../../src/advise/load.ts';
import { quantileOf } from '../../src/advise/quantile.ts';
import { randomOf } from '../../src/advise/random.ts';
import { drawTrials, stretchesOf, trialsOf } from '../../src/advise/reaching.ts';
import type { Reached } from '../../src/advise/reaching.ts';
import { predict } from '../../src/advise/recycling.ts';
import { NEVER } from '../../src/advise/settings.ts';
import { simulate } from '../../src/advise/simulate.ts';
import { crew, MIB, PLAIN } from './loads.ts';

fc.configureGlobal({ seed: 20_261_123 });

const anyLevels = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });

const alike = (reached: readonly number[]): Reached[] =>
  reached.map((requests) => ({ requests, chance: 1 / reached.length }));

/** Trial after trial, as a server does it: is one of the levels, drawn evenly, reached by now? */
function naive(reached: readonly number[], random: () => number): number {
  for (let trial = 1; ; trial++) if (reached[Math.floor(random() * reached.length)]! <= trial) return trial;
}

test('the mean and the draws of trials are those of trying one after another', () => {
  fc.assert(
    fc.property(anyLevels, (reached) => {
      const random = randomOf(7);
      const stretches = stretchesOf(alike(reached));
      const count = 3000;
      const mean = (draw: () => number): number => {
        let sum = 0;
        for (let i = 0; i < count; i++) sum += draw();
        return sum / count;
      };
      const expected = trialsOf(stretches).mean;
      const tried = mean(() => naive(reached, random));
      assert.ok(Math.abs(tried - expected) <= 0.06 * expected + 0.05, `${tried}, not ${expected}`);
      const drawn = mean(() => drawTrials(stretches, random));
      assert.ok(Math.abs(drawn - expected) <= 0.06 * expected + 0.05, `${drawn}, not ${expected}`);
    }),
    { numRuns: 40 },
  );
});

test('no level ever reached: never', () => {
  assert.equal(trialsOf(stretchesOf(alike([Infinity]))).mean, Infinity);
  assert.equal(drawTrials(stretchesOf(alike([Infinity])), randomOf(1)), Infinity);
  assert.equal(trialsOf(stretchesOf(alike([0]))).mean, 1);
});

/** Restarts per hour of workers under a limit, request by request: each falls to one of those that are there. */
function restartsByHand(load: Load, limit: number, seconds: number): number {
  const { workers, start, growth, rate, boot } = load;
  const random = randomOf(3);
  const served = new Array<number>(workers).fill(0);
  const backAt = new Array<number>(workers).fill(0);
  let restarts = 0;
  for (let request = 0; request < seconds * rate * workers; request++) {
    const now = request / (rate * workers);
    const there = backAt.flatMap((at, worker) => (at <= now ? [worker] : []));
    const worker = there[Math.floor(random() * there.length)];
    if (worker === undefined) continue;
    served[worker]!++;
    if (start + growth * served[worker]! + quantileOf(load.transient.quantiles, random()) < limit) continue;
    restarts++;
    [served[worker], backAt[worker]] = [0, now + boot];
  }
  return (3600 * restarts) / seconds;
}

test('under a tight limit the formula, the replay and each request for itself agree', () => {
  // Most requests pass little, some much: the limit is met long before the floor is there.
  const quantiles = Array.from({ length: 201 }, (_, i) => (i < 190 ? 0.2 : 0.2 + (i - 190) * 4) * MIB);
  const transient = { mean: 1.2 * MIB, median: 0.2 * MIB, p99: 32 * MIB, max: 40.2 * MIB, quantiles };
  for (const limit of [102, 110, 150]) {
    const load: Load = { ...PLAIN, ...crew(4), transient, rate: 20 };
    const settings = { ...NEVER, memory: limit * MIB };
    const byHand = restartsByHand(load, limit * MIB, 4000);
    const { restartsPerHour } = predict(load, settings, 1);
    const run = simulate(load, settings, { seconds: 10_000 });
    const replayed = (3600 * run.restarts) / run.seconds;
    assert.ok(Math.abs(restartsPerHour! / byHand - 1) < 0.08, `${limit}: ${restartsPerHour!}, not ${byHand}`);
    assert.ok(Math.abs(replayed / byHand - 1) < 0.08, `${limit}: ${replayed} replayed, not ${byHand}`);
  }
});
