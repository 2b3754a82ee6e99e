import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Load } from '../../src/advise/load.ts';
import { totalMemory } from '../../src/advise/memory.ts';
import type { Spread } from '../../src/advise/plan.ts';
import { mostRequests, recyclingOf } from '../../src/advise/recycling.ts';
import { simulate } from '../../src/advise/simulate.ts';
import { chanceTogether, leastJitter, togetherOf } from '../../src/advise/together.ts';
import { advise } from '../../src/advise/advise.ts';
import type { Advice } from '../../src/advise/advice.ts';
import { parseWhatIf } from '../../src/advise/what-if.ts';
import { rank } from '../../src/ranking/rank.ts';
import { profileOf } from '../report/profiles.ts';
import { workersLog } from './workers-log.ts';
import { randomOf } from '../../src/advise/random.ts';
import { anyLoad, crew, GIB, MIB, PLAIN } from './loads.ts';

// The same loads each time: what is drawn anew belongs into `npm run test:long`.
fc.configureGlobal({ seed: 20_261_123 });

const anySpread = fc.constantFrom<Spread>('uniform', 'slots', 'none');
const anyBudget = fc.integer({ min: 100 * MIB, max: 16 * GIB });
const target = (budget: number, spread: Spread): Parameters<typeof mostRequests>[1] => ({
  budget,
  spread,
  k: 1,
  bound: 0.01,
});

test('what is advised fits the budget, and a tenth more does not', () => {
  fc.assert(
    fc.property(anyLoad, anyBudget, anySpread, (load, budget, spread) => {
      const plan = mostRequests(load, target(budget, spread));
      if (!plan) return;
      const fullest = (requests: number, amount: number): number => {
        const { p99, afterDeploy } = totalMemory(load, recyclingOf({ requests, spread: amount }, spread));
        return Math.max(p99, afterDeploy);
      };
      assert.ok(fullest(plan.requests, plan.spread) <= budget);
      assert.ok(Number.isInteger(plan.requests) && Number.isInteger(plan.spread) && plan.spread >= 0);
      if (spread === 'none' && plan.requests >= 10 && plan.requests < 5e6)
        assert.ok(fullest(Math.ceil(plan.requests * 1.11), 0) > budget, `more than ${plan.requests} fit`);
    }),
  );
});

test('more memory never means fewer requests, more workers never more', () => {
  fc.assert(
    fc.property(
      anyLoad,
      anyBudget,
      anySpread,
      fc.double({ min: 1, max: 4, noNaN: true }),
      (load, budget, spread, times) => {
        const requests = (of: Load, bytes: number): number =>
          mostRequests(of, target(bytes, spread))?.requests ?? 0;
        assert.ok(requests(load, budget * times) >= requests(load, budget));
        if (spread === 'none')
          assert.ok(requests({ ...load, ...crew(load.workers + 1) }, budget) <= requests(load, budget));
      },
    ),
  );
});

test('a replay of what is advised stays within the budget', () => {
  fc.assert(
    fc.property(anyLoad, anySpread, fc.double({ min: 1.2, max: 10, noNaN: true }), (load, spread, times) => {
      const budget = times * load.workers * (load.start + load.warmUp.size + 4 * MIB);
      const plan = mostRequests(load, target(budget, spread));
      if (!plan || plan.requests < 100 * load.rate) return;
      const life = plan.requests / load.rate;
      const run = simulate(load, recyclingOf(plan, spread), {
        seconds: 6 * life,
        step: life / 50,
        limit: budget,
      });
      assert.ok(
        run.secondsOver <= 0.01 * run.seconds + run.step,
        `${run.secondsOver} of ${run.seconds} s over`,
      );
    }),
    { numRuns: 60 },
  );
});

test('the chance of meeting is the one of thrown dice', () => {
  const random = randomOf(3);
  for (const [workers, k, part] of [
    [4, 1, 0.05],
    [8, 2, 0.1],
    [3, 1, 0.5],
    [6, 1, 1],
  ] as const) {
    let [met, restarts] = [0, 0];
    for (let round = 0; round < 20_000; round++) {
      const places = Array.from({ length: workers }, random);
      for (const place of places) {
        const others = places.filter((other) => other < place && other > place - part).length;
        if (others >= k) met++;
        restarts++;
      }
    }
    const expected = chanceTogether(workers, k, part);
    assert.ok(Math.abs(met / restarts - expected) < 0.01, `${met / restarts}, not ${expected}`);
  }
});

test('the least jitter holds the bound, and a little less does not', () => {
  fc.assert(
    fc.property(
      anyLoad,
      fc.integer({ min: 1, max: 3 }),
      fc.double({ min: 0.001, max: 0.2, noNaN: true }),
      (load, k, bound) => {
        const jitter = leastJitter(load, k, bound);
        if (load.workers <= k) {
          assert.equal(jitter, 0);
          return;
        }
        const served = load.boot * load.rate;
        if (jitter <= served) return;
        assert.ok(chanceTogether(load.workers, k, served / jitter) <= bound * 1.0001);
        assert.ok(chanceTogether(load.workers, k, served / (0.98 * jitter)) > bound);
      },
    ),
  );
});

test('restarts of a replay meet as seldom as the chance says', () => {
  const load: Load = { ...PLAIN, ...crew(6), boot: 10 };
  const settings = recyclingOf({ requests: 20_000, spread: 3000 }, 'uniform');
  const chance = togetherOf(load, settings, 1).afterDeploy;
  let [met, restarts] = [0, 0];
  for (let seed = 0; seed < 300; seed++) {
    const run = simulate(load, settings, { seconds: 2305, step: 2305, seed });
    restarts += run.restarts;
    if (run.mostRestarting > 1) met += run.mostRestarting - 1;
  }
  // A round counts its largest meeting only, so it is a little less.
  assert.ok(
    met / restarts > 0.5 * chance && met / restarts < 1.2 * chance,
    `${met / restarts}, not ${chance}`,
  );
});

test('in step all restart together; a delta longer than a restart lets none meet', () => {
  const load: Load = { ...PLAIN, ...crew(4) };
  assert.equal(togetherOf(load, recyclingOf({ requests: 1000, spread: 0 }, 'none'), 1).afterDeploy, 0.75);
  assert.equal(togetherOf(load, recyclingOf({ requests: 1000, spread: 250 }, 'slots'), 1).afterDeploy, 0);
  assert.ok(togetherOf(load, recyclingOf({ requests: 40, spread: 10 }, 'slots'), 1).afterDeploy > 0);
});

/** Hours from a request of each process to so many later, again and again, read off the lines themselves. */
function hoursTo(log: string, requests: number): number[] {
  const times = new Map<string, number[]>();
  for (const [, time = '', pid = ''] of log.matchAll(/ time=(\S+) pid=(\d+) /g)) {
    const own = times.get(pid) ?? [];
    own.push(Date.parse(time) / 3_600_000);
    times.set(pid, own);
  }
  return [...times.values()].flatMap((own) =>
    Array.from({ length: Math.floor(own.length / requests) }, (_, i): number => {
      const first = i * requests;
      return own[first + requests - 1]! - own[first]!;
    }),
  );
}

test("the article's numbers: 1000 requests with jitter 50 restart about every 1.5 hours", () => {
  // A site of that traffic: each of three workers is sent 683 requests an hour. What it takes for so many is read off the log.
  const log = workersLog({ hours: 8, every: () => 3600 / 683, lifeOf: () => Infinity });
  const seen = hoursTo(log, 1025);
  assert.ok(Math.min(...seen) > 1.4 && Math.max(...seen) < 1.6, seen.join());
  const profile = profileOf(log);
  const ranking = rank(profile);
  const tried = (settings: string): NonNullable<Advice['whatIf']> =>
    advise(profile, ranking, {
      abilities: { spread: 'uniform', memory: undefined },
      memory: 2 * GIB,
      whatIf: parseWhatIf(settings),
    }).whatIf!;
  const near = (hours: number, expected: readonly number[], what: string): void => {
    const mean = expected.reduce((sum, one) => sum + one, 0) / expected.length;
    assert.ok(Math.abs(hours / mean - 1) < 0.05, `${what}: ${hours} h, in the log ${mean} h`);
  };
  const gunicorn = tried('max_requests=1000,jitter=50');
  near(gunicorn.predicted!.life! / 3600, seen, 'Gunicorn');
  const { restarts, seconds } = gunicorn.replayed!;
  near((3 * seconds) / 3600 / restarts, seen, 'Gunicorn replayed');
  near(tried('max-requests=500').predicted!.life! / 3600, hoursTo(log, 500), 'uWSGI');
  near(tried('worker_max_tasks_per_child=100').predicted!.life! / 3600, hoursTo(log, 100), 'Celery');
});
