import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advise } from '../../src/advise/advise.ts';
import type { AdviseOptions } from '../../src/advise/advise.ts';
import type { Advice } from '../../src/advise/advice.ts';
import { growthUsed } from '../../src/advise/growth-used.ts';
import { planFor } from '../../src/advise/planning.ts';
import { parseWhatIf } from '../../src/advise/what-if.ts';
import type { Interval, Ranking } from '../../src/ranking/ranking.ts';
import { rank } from '../../src/ranking/rank.ts';
import { profileOf } from '../report/profiles.ts';
import { GIB, MIB, PLAIN, WORKLOAD } from './loads.ts';
import { workersLog } from './workers-log.ts';
import type { WorkersLog } from './workers-log.ts';

const GUNICORN: AdviseOptions = { abilities: { spread: 'uniform', memory: undefined }, memory: 2 * GIB };

const madeOf = (log: Partial<WorkersLog>): ((options: Partial<AdviseOptions>) => Advice) => {
  const profile = profileOf(workersLog(log));
  const ranking = rank(profile);
  return (options) => advise(profile, ranking, { ...GUNICORN, ...options });
};
const leaking = madeOf({ hours: 8 });
const codes = ({ notes }: Advice): string[] => notes.map(({ code }) => code);

test('a leak gets a plan that its own replay keeps, and a day without it does not', () => {
  const advice = leaking({ memory: 768 * MIB });
  assert.equal(advice.budget, 576 * MIB);
  assert.ok(advice.plan?.byRequests && !advice.plan.isMild && advice.plan.byMemory === null);
  // 192 MiB each, 80 of them taken when warm: about 7000 requests of 16 KiB.
  assert.ok(advice.plan.byRequests.requests > 5500 && advice.plan.byRequests.requests < 7200);
  assert.ok(advice.predicted!.memory.afterDeploy <= advice.budget);
  assert.equal(advice.predicted!.replayed!.secondsOver, 0);
  assert.ok(advice.predicted!.replayed!.restarts > 0);
  assert.ok(advice.predicted!.together!.afterDeploy <= 0.01);
  assert.ok(advice.withoutRecycling!.replayed!.secondsOver > 0);
  const { hours } = advice.withoutRecycling!;
  assert.ok(hours!.low <= hours!.estimate && hours!.estimate <= hours!.high!);
  // (768 - 3 * 80.5) MiB / (3 workers * 16 KiB * 0.5 a second) is about six hours.
  assert.ok(hours!.estimate > 5 && hours!.estimate < 7, `${hours!.estimate} h`);
  const { chart } = advice;
  assert.equal(chart!.advised!.length, chart!.never.length);
  assert.ok(Math.max(...chart!.advised!) < chart!.budget && Math.max(...chart!.never) > chart!.memory);
});

test('the advice is plain data, and the same every time', () => {
  const advice = leaking({ whatIf: parseWhatIf('max_requests=1000,jitter=50') });
  assert.deepEqual(JSON.parse(JSON.stringify(advice)), advice);
  assert.deepEqual(leaking({ whatIf: parseWhatIf('max_requests=1000,jitter=50') }), advice);
  assert.equal(advice.schema, 'memhog.advice/1');
});

test('more memory never means fewer requests, for every sort of server', () => {
  for (const spread of ['uniform', 'slots', 'none'] as const) {
    let before = 0;
    for (const memory of [0.5, 0.75, 1, 2, 4, 8]) {
      const requests =
        leaking({ abilities: { spread, memory: undefined }, memory: memory * GIB }).plan?.byRequests
          ?.requests ?? 0;
      assert.ok(requests >= before, `${spread} ${memory} GiB: ${requests} after ${before}`);
      before = requests;
    }
    assert.ok(before > 0);
  }
});

test("what if: the user's own settings beside the advice", () => {
  const { whatIf, chart } = leaking({
    memory: 768 * MIB,
    whatIf: parseWhatIf('max_requests=1000,jitter=50'),
  });
  assert.equal(whatIf!.settings.requests, 1000);
  // 1025 requests at one in two seconds, and the restart.
  assert.ok(Math.abs(whatIf!.predicted!.life! - 2050) < 60);
  assert.ok(Math.max(...chart!.whatIf!) < Math.max(...chart!.advised!));
  const endless = leaking({ whatIf: parseWhatIf('max_requests=0,workers=6') }).whatIf!;
  assert.deepEqual([endless.predicted, endless.workers], [null, 6]);
});

test('no growth: mild settings with the reason', () => {
  const advice = madeOf({ hours: 8, growthOf: () => 0 })({});
  assert.ok(advice.plan?.isMild && advice.plan.byRequests);
  assert.equal(codes(advice)[0], 'no-growth');
  assert.equal(advice.growth, null);
  assert.equal(advice.withoutRecycling!.hours, null);
  assert.ok(advice.predicted!.capacityLost! < 0.01);
});

test('too little data: no plan, and what is needed', () => {
  const advice = madeOf({ hours: 0.003 })({});
  assert.deepEqual([advice.plan, advice.predicted, advice.chart], [null, null, null]);
  assert.equal(codes(advice)[0], 'too-little-data');
  assert.match(advice.notes[0]!.text, /thousand requests/);
});

test('a log without memory of processes gives no plan and says so', () => {
  const profile = profileOf('INFO nothing\n');
  const advice = advise(profile, rank(profile), GUNICORN);
  assert.deepEqual([advice.plan, codes(advice)], [null, ['no-memory']]);
});

test('an interval that is too wide gives its cautious end, or nothing', () => {
  const used = (
    perRequest: Interval,
    kind: Ranking['answer']['kind'],
    late = perRequest.estimate,
  ): ReturnType<typeof growthUsed> =>
    growthUsed(
      { ...WORKLOAD, growth: { ...WORKLOAD.growth!, perRequest, late } },
      { answer: { kind, text: '' } },
    );
  assert.deepEqual(used({ estimate: 20, low: 10, high: 30 }, 'leaks'), { kind: 'measured', perRequest: 20 });
  assert.deepEqual(used({ estimate: 20, low: 10, high: 31 }, 'leaks'), {
    kind: 'cautious',
    perRequest: 31,
    isLate: false,
  });
  assert.deepEqual(used({ estimate: 20, low: 10, high: 30 }, 'leaks', 60), {
    kind: 'cautious',
    perRequest: 60,
    isLate: true,
  });
  assert.deepEqual(used({ estimate: 20, low: -1, high: 41 }, 'leaks'), {
    kind: 'cautious',
    perRequest: 41,
    isLate: false,
  });
  assert.deepEqual(used({ estimate: 20, low: -20, high: 60 }, 'cannot-tell'), {
    kind: 'unknown',
    moreData: 16,
  });
  assert.deepEqual(used({ estimate: 0, low: -9, high: 9 }, 'none'), {
    kind: 'none',
    perRequest: 0,
    atMost: 9,
  });
  // 100 bytes over the longest life, 9000 requests, are less than what is passing.
  const little = { estimate: 80, low: 60, high: 100 };
  assert.deepEqual(used(little, 'cannot-tell'), { kind: 'none', perRequest: 80, atMost: 100 });
  assert.deepEqual(used(little, 'leaks'), { kind: 'measured', perRequest: 80 });
  assert.deepEqual(growthUsed({ ...WORKLOAD, growth: null }, { answer: { kind: 'leaks', text: '' } }), {
    kind: 'unknown',
    moreData: null,
  });
});

test('too fast for requests: a limit on memory instead', () => {
  const abilities = { spread: 'uniform', memory: 'rss-after-request' } as const;
  const target = { budget: 512 * MIB, k: 1, bound: 0.01 };
  const row = { load: PLAIN, target, abilities, isMild: false, largestStep: 0 };
  assert.ok(planFor(row).plan.byRequests);
  const fast = planFor({ ...row, load: { ...PLAIN, growth: 10 * MIB } });
  assert.deepEqual([fast.obstacle, fast.plan.byRequests, fast.plan.byMemory], ['too-fast', null, 512 * MIB]);
  const hopeless = planFor({ ...row, load: { ...PLAIN, growth: 1000 * MIB } });
  assert.deepEqual([hopeless.plan.byRequests, hopeless.plan.byMemory], [null, null]);
  const slowBoot = planFor({ ...row, load: { ...PLAIN, boot: 5000 } });
  assert.equal(slowBoot.obstacle, 'too-fast');
  const large = planFor({ ...row, largestStep: 500 * MIB });
  assert.deepEqual([large.obstacle, large.plan.byRequests], ['one-request', null]);
  const unable = planFor({ ...row, abilities: { ...abilities, spread: undefined } });
  assert.deepEqual([unable.obstacle, unable.plan.byMemory], ['unable', 512 * MIB]);
});

test('workers that fill the memory from the start: fewer of them', () => {
  const advice = leaking({ memory: 300 * MIB });
  assert.ok(codes(advice).includes('fewer-workers'));
  assert.equal(advice.plan?.workers, 2);
  assert.match(advice.notes.find(({ code }) => code === 'fewer-workers')!.text, /made for 2 workers/);
  const none = leaking({ memory: 80 * MIB });
  assert.equal(none.plan, null);
  assert.match(none.notes.find(({ code }) => code === 'fewer-workers')!.text, /more memory/);
});

test('where the bound cannot be held, or nothing spreads restarts, it is said', () => {
  assert.ok(codes(leaking({ workers: 8, boot: 240 })).includes('bound-not-held'));
  assert.ok(!codes(leaking({})).includes('bound-not-held'));
  assert.ok(codes(leaking({ abilities: { spread: 'none', memory: undefined } })).includes('in-step'));
});

test("the article's 75 % of memory over the workers, for Celery in KiB", () => {
  const memory = 'peak-after-task';
  const machine = { memory: 4 * GIB, workers: 4 };
  const alone = leaking({ abilities: { spread: undefined, memory }, ...machine });
  assert.equal(alone.plan!.byMemory! / 1024, (0.75 * 4 * GIB) / 4 / 1024);
  // Where the number of tasks holds the growth, a passing peak may take its share of the reserve.
  const both = leaking({ abilities: { spread: 'none', memory }, ...machine });
  assert.ok(both.plan!.byRequests);
  assert.equal(both.plan!.byMemory! / 1024, (4 * GIB) / 4 / 1024);
});

test('a limit on memory does not cut lives that are as planned', () => {
  const abilities = { spread: 'none', memory: 'rss-after-request' } as const;
  const wanted = { load: { ...PLAIN, transient: { ...PLAIN.transient, max: 300 * MIB } } };
  const target = { budget: 512 * MIB, k: 1, bound: 0.01, most: Infinity };
  const { plan } = planFor({ ...wanted, target, abilities, isMild: false, largestStep: 0 });
  const { requests } = plan.byRequests!;
  assert.ok(plan.byMemory! >= PLAIN.start + PLAIN.growth * requests + 300 * MIB);
});

test('a server that restarts by time is told the seconds', () => {
  const { plan } = leaking({
    abilities: { spread: undefined, memory: undefined, byTime: 60 },
    memory: 768 * MIB,
  });
  // 112 MiB at 8 KiB a second.
  assert.ok(plan!.secondsToLevel! > 12_000 && plan!.secondsToLevel! < 15_500, `${plan!.secondsToLevel!}`);
});
