import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_SETTINGS, Pipeline, rank } from '../../src/index.ts';
import type { Finding, Profile, Ranking } from '../../src/index.ts';
import { answerOf } from '../../src/ranking/answer.ts';
import { limitOf } from '../../src/ranking/limit.ts';
import { randomNumbers } from './attribution/synthetic.ts';

const growth = { perWorker: 5e7, attributed: 0, perRequest: null };
const measure = { metric: 'rss', unit: 'bytes' } as const;

const zero = { estimate: 0, low: 0, high: 0 };

describe('the answer', () => {
  const calm: Finding = {
    ...{ rank: 1, endpoint: 'GET /', method: 'GET', route: '/', calls: 9, verdict: 'steady', confidence: 0 },
    ...{ because: '', leakPerCall: zero, detectable: 1, kept: zero, share: 0, net: 0, growth: 0, shrink: 0 },
    ...{ floor: [], evidence: [] },
  };
  const base = {
    measure,
    findings: [calm],
    fittable: true,
    calm: 4e6,
    limit: null,
    blamedElsewhere: false,
  };

  it('says how fast workers grow, and when they reach a limit', () => {
    const perHour = { estimate: 2 ** 20, low: 2 ** 19, high: 2 ** 21 };
    const hours = { estimate: 10, low: 5, high: null };
    const limit = {
      level: 2 ** 29,
      workers: [{ worker: 'pid 7', now: 2 ** 28, hours, requests: null }],
    };
    const { kind, text } = answerOf({ ...base, growth: { ...growth, perHour }, limit });
    assert.equal(kind, 'cannot-tell');
    assert.match(text, /about 1\.0 MiB an hour|about 1 MiB an hour/);
    assert.match(text, /pid 7 reaches 512 MiB in about 10 h \(5 h to never\)/);
  });

  it('claims no pace that may be none', () => {
    const perHour = { estimate: 2 ** 20, low: -1, high: 2 ** 21 };
    assert.doesNotMatch(answerOf({ ...base, growth: { ...growth, perHour } }).text, /an hour/);
  });
});

describe('a limit', () => {
  it('has no workers where there are none, whatever the rate', () => {
    assert.deepEqual(limitOf(1e9, [], { perHour: null, perRequest: null }), { level: 1e9, workers: [] });
  });
});

/** A log of two workers with three routes, of which `/keep` keeps `kept` bytes a call, and every request `each`. */
function profileOf(kept: number, each: number): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'app.log', machine: '' }, 'app.log');
  const random = randomNumbers(4);
  const rss = [6e7, 6e7];
  for (let i = 0; i < 24_000; i++) {
    const wave = 0.5 + 0.4 * Math.sin(i / 900);
    const path = random() < wave ? (random() < 0.5 ? '/keep' : '/page') : '/other';
    const level = (rss[i % 2] = rss[i % 2]! + each + (path === '/keep' ? kept : 0));
    const shown = 4096 * Math.round((level + 2e5 * random()) / 4096);
    const time = new Date(Date.UTC(2026, 8, 22) + 1000 * i).toUTCString();
    const stamp = time.replace(/^(...), (..) (...) (....) (\S+) GMT$/, '$1 $3 $2 $5 $4');
    const line = `{address space usage: 9 bytes/0MB} {rss usage: ${shown} bytes/0MB} [pid: ${100 + (i % 2)}|app: 0|req: ${1 + (i >> 1)}/${i + 1}] 192.0.2.7 () {30 vars in 500 bytes} [${stamp}] GET ${path} => generated 120 bytes in 4 msecs (HTTP/1.1 200) 2 headers in 80 bytes (1 switches on core 0)`;
    const bytes = new TextEncoder().encode(line);
    pipeline.line(bytes, 0, bytes.length, i);
  }
  return pipeline.toProfile();
}

function blamed({ findings }: Ranking): string[] {
  return findings
    .filter(({ verdict }) => verdict === 'leak' || verdict === 'suspect')
    .map(({ endpoint }) => endpoint);
}

describe('rank', () => {
  it('names the route that leaks, with its pace, and no other', () => {
    const ranking = rank(profileOf(8000, 0), { limit: 2 ** 29 });
    assert.deepEqual(blamed(ranking), ['GET /keep']);
    const { leakPerCall, detectable, because } = ranking.findings[0]!;
    assert.ok(leakPerCall.low <= 8000 && 8000 <= leakPerCall.high);
    assert.ok(detectable !== null && detectable < 8000);
    assert.match(because, /2 of 2 lives rose/);
    assert.ok(ranking.growth.perHour && ranking.growth.perHour.low > 0);
    assert.equal(ranking.limit?.workers.length, 2);
    assert.match(ranking.answer.text, /reaches 512 MiB in about/);
  });

  it('blames what all requests share, and no route, where that explains the log', () => {
    const ranking = rank(profileOf(0, 2000));
    assert.deepEqual(blamed(ranking), ['(every request)']);
    const { leakPerCall, calls } = ranking.findings[0]!;
    assert.ok(leakPerCall.low <= 2000 && 2000 <= leakPerCall.high && calls === 24_000);
  });

  it('tells a log without a leak so', () => {
    const ranking = rank(profileOf(0, 0));
    assert.equal(ranking.answer.kind, 'none');
    assert.equal(ranking.limit, null);
    assert.deepEqual(ranking.findings.map(({ endpoint }) => endpoint).sort(), [
      'GET /keep',
      'GET /other',
      'GET /page',
    ]);
  });
});
