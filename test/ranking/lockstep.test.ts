import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_SETTINGS, Pipeline, rank } from '../../src/index.ts';
import type { Ranking } from '../../src/index.ts';
import { randomNumbers } from './attribution/synthetic.ts';

/** 4,000 requests of one worker, to the route that `routeOf` says; those in `kept` keep so many bytes a call. */
function rankingOf(
  routeOf: (request: number) => string,
  kept: Readonly<Record<string, number>> = { '/pay': 50_000 },
): Ranking {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'a.log', machine: 'm' }, 'a.log');
  let rss = 50_000_000;
  for (let i = 1; i <= 4000; i++) {
    const route = routeOf(i);
    rss += kept[route] ?? 0;
    const clock = new Date(Date.UTC(2026, 10, 22, 8) + i * 1000).toISOString().slice(11, 19);
    const line = `{address space usage: ${rss * 2} bytes/0MB} {rss usage: ${rss} bytes/0MB} [pid: 7|app: 0|req: ${i}/${i}] 10.0.0.1 () {34 vars in 659 bytes} [Sun Nov 22 ${clock} 2026] GET ${route} => generated 10 bytes in 3 msecs (HTTP/1.1 200) 2 headers in 84 bytes (1 switches on core 0)`;
    const bytes = new TextEncoder().encode(line);
    pipeline.line(bytes, 0, bytes.length, i * 300);
  }
  return rank(pipeline.toProfile());
}

describe('routes called in a fixed rhythm', () => {
  for (const [name, every] of [
    ['every second', 2],
    ['every third', 3],
    ['every seventh', 7],
  ] as const) {
    it(`${name}: nobody is accused, and the reason names the other`, () => {
      const { answer, findings } = rankingOf((i) => (i % every === 0 ? '/pay' : '/blog'));
      assert.equal(answer.kind, 'cannot-tell');
      assert.deepEqual(new Set(findings.map(({ verdict }) => verdict)), new Set(['unknown']));
      assert.match(findings[0]!.because, /fixed rhythm with GET \/(?:pay|blog)/);
    });
  }

  it('are told apart when the order is random', () => {
    const random = randomNumbers(3);
    const { findings } = rankingOf(() => (random() < 1 / 3 ? '/pay' : '/blog'));
    assert.equal(findings[0]!.endpoint, 'GET /pay');
    assert.equal(findings[0]!.verdict, 'leak');
  });

  it('do not stand in the way of a route that is called at random', () => {
    const random = randomNumbers(4);
    let share = 0.1;
    const { answer, findings, growth } = rankingOf(
      (i) => {
        // Every seventh request is a check; what is searched for comes and goes.
        if (i % 14 === 0) return '/ping';
        if (i % 14 === 7) return '/pong';
        if (i % 50 === 0) share = random() / 2;
        return random() < share ? '/search' : '/blog';
      },
      { '/search': 60_000 },
    );
    assert.equal(answer.kind, 'leaks');
    const verdicts = new Map(findings.map(({ endpoint, verdict }) => [endpoint, verdict]));
    assert.equal(verdicts.get('GET /search'), 'leak');
    assert.deepEqual([verdicts.get('GET /ping'), verdicts.get('GET /pong')], ['unknown', 'unknown']);
    assert.ok(growth.attributed > 0.7 * growth.perWorker, `${growth.attributed} of ${growth.perWorker}`);
  });
});
