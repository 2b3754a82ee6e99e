/** The history behind charts adds up to the ranking, follows the grid of the log, and knows restarts from deploys. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Profile } from '../../src/profile/profile.ts';
import { deltasByEndpoint } from '../../src/ranking/delta-classes.ts';
import { rank } from '../../src/ranking/rank.ts';
import { timelineOf } from '../../src/ranking/timeline.ts';
import type { Timeline } from '../../src/ranking/timeline.ts';
import { lines } from '../cli/shop-log.ts';
import type { Line } from '../cli/shop-log.ts';
import { profileOf, SHOP_PROFILE } from '../report/profiles.ts';

function historyOf(profile: Profile): { ranking: ReturnType<typeof rank>; timeline: Timeline } {
  const ranking = rank(profile);
  const timeline = timelineOf(profile, ranking, { points: 500, findings: ranking.findings });
  assert.ok(timeline);
  return { ranking, timeline };
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));

/** `count` requests of a worker, one every `every` seconds from `from` (seconds after midnight), growing. */
function work(pid: number, from: number, count: number, every = 30): Line[] {
  return Array.from({ length: count }, (_, i) => {
    const at = new Date((from + i * every) * 1000).toISOString().slice(11, 19);
    return { pid, req: `${i + 1}/${i + 1}`, rss: 50_000 + 10 * i, at, target: i % 3 === 0 ? '/a' : '/b' };
  });
}

const inOrder = (all: readonly Line[]): Line[] => all.toSorted((a, b) => (a.at! < b.at! ? -1 : 1));

describe('the history of a log', () => {
  test('calls and attributed memory of each endpoint add up to the ranking', () => {
    const { ranking, timeline } = historyOf(SHOP_PROFILE);
    assert.equal(timeline.endpoints.length, ranking.findings.length);
    for (const finding of ranking.findings) {
      const line = timeline.endpoints.find(({ endpoint }) => endpoint === finding.endpoint)!;
      assert.ok(close(sum(line.calls), finding.calls), `${finding.endpoint}: calls`);
      assert.ok(close(sum(line.kept), finding.kept.estimate), `${finding.endpoint}: kept`);
    }
    assert.ok(ranking.findings.some(({ kept }) => kept.estimate > 0));
  });

  test('a leak that began half way is attributed to the later half', () => {
    const ranking = rank(SHOP_PROFILE);
    const cart = ranking.findings.find(({ endpoint }) => endpoint === 'GET /cart')!;
    const half = { ...cart, kept: { ...cart.kept, estimate: cart.kept.estimate / 2 } };
    const [line] = timelineOf(SHOP_PROFILE, ranking, { points: 500, findings: [half] })!.endpoints;
    assert.ok(close(sum(line!.kept), half.kept.estimate));
    const first = line!.kept.findIndex((kept) => kept > 0);
    assert.ok(sum(line!.calls.slice(first + 1)) <= cart.calls / 2);
    assert.ok(sum(line!.calls.slice(first)) >= cart.calls / 2);
    assert.ok(first > line!.kept.length / 4, `begins at step ${first}`);
  });

  test('the floor of a life never falls', () => {
    const { timeline } = historyOf(SHOP_PROFILE);
    assert.equal(timeline.lives.length, 4);
    for (const { floor, at, level } of timeline.lives) {
      assert.equal(at.length, floor.length);
      assert.equal(at.length, level.length);
      for (let i = 1; i < at.length; i++) {
        assert.ok(at[i]! > at[i - 1]!, 'places ascend');
        assert.ok(floor[i]! >= floor[i - 1]!, 'the floor rises or stays');
      }
    }
  });

  test('where the leak explains all growth, what it explains ends near the floor', () => {
    const { timeline } = historyOf(SHOP_PROFILE);
    const cart = timeline.endpoints.find(({ endpoint }) => endpoint === 'GET /cart')!;
    timeline.lives.forEach(({ floor }, i) => {
      const off = Math.abs(cart.explained[i]!.at(-1)! - floor.at(-1)!);
      assert.ok(off < 0.2 * (floor.at(-1)! - floor[0]!), `life ${i} is off by ${off}`);
    });
  });

  test('a log of a day has cells of an hour, a short one shorter cells', () => {
    const day = historyOf(profileOf(lines(...work(1, 60, 1400, 60)))).timeline;
    assert.equal(day.cell * day.steps.step, 3600);
    assert.equal(day.steps.first % 3600, 0);
    const short = historyOf(profileOf(lines(...work(1, 60, 100, 1)))).timeline;
    assert.ok(short.cell * short.steps.step <= 5);
  });

  test('without times the axis counts requests of each worker', () => {
    const text = lines(...work(1, 60, 500)).replaceAll(/\[Sun [^\]]*\]/g, '[-]');
    const { timeline } = historyOf(profileOf(text));
    assert.equal(timeline.axis, 'requests');
    assert.equal(timeline.to, 500);
    assert.deepEqual(timeline.deploys, []);
  });

  test('all workers of a host that start anew at once are a deploy', () => {
    const before = [1, 2, 3].flatMap((pid) => work(pid, 3600, 200 - 5 * pid));
    const after = [11, 12, 13].flatMap((pid, i) => work(pid, 3600 + 6100 + 10 * i, 200));
    const { timeline } = historyOf(profileOf(lines(...inOrder([...before, ...after]))));
    assert.equal(timeline.deploys.length, 1);
    assert.equal(timeline.deploys[0]!.workers, 3);
    assert.equal(timeline.deploys[0]!.at % 86_400, 3600 + 6100);
    assert.deepEqual(
      timeline.lives.map(({ isNew }) => isNew),
      [false, false, false, true, true, true],
    );
  });

  test('one worker that starts anew beside others is a restart and no deploy', () => {
    const staying = [1, 2].flatMap((pid) => work(pid, 3600, 400));
    const anew = [...work(3, 3600, 200), ...work(13, 3600 + 6100, 200)];
    const { timeline } = historyOf(profileOf(lines(...inOrder([...staying, ...anew]))));
    assert.deepEqual(timeline.deploys, []);
    assert.equal(timeline.lives.filter(({ isNew }) => isNew).length, 1);
  });

  test('classes of deltas hold every delta', () => {
    const ranking = rank(SHOP_PROFILE);
    const deltas = deltasByEndpoint(SHOP_PROFILE, ranking);
    const all = SHOP_PROFILE.endpoints.flatMap(({ deltas: { rss } }) => rss?.histogram ?? []);
    const told = [...deltas.values()].map(
      ({ still, classes }) => still + sum(classes.map(({ calls }) => calls)),
    );
    assert.equal(sum(told), sum(all.map(([, calls]) => calls)));
    const cart = deltas.get('GET /cart')!;
    const most = cart.classes.reduce((top, one) => (one.calls > top.calls ? one : top));
    assert.ok(most.grew && most.from <= 40 * 1024 && 40 * 1024 < most.to, '40 KiB a call');
  });
});
