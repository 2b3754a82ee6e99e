import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { MetricsServer } from '../../src/live/metrics.ts';
import type { LiveState } from '../../src/live/state.ts';
import type { Finding, Ranking } from '../../src/ranking/ranking.ts';
import { SHOP } from '../render/fixture.ts';

function state(ranking: Ranking): LiveState {
  return {
    figures: {
      lines: 4321,
      requests: 4300,
      linesPerSecond: 10,
      lagSeconds: 2,
      readPercent: 100,
      inputs: ['app.log'],
      since: null,
      historyNote: '',
      rankedLines: 1e9,
      notice: '',
      trouble: '',
      isEnded: false,
    },
    workers: [
      {
        name: 'pid 7',
        now: 1000,
        floor: 900,
        perHour: 'too new',
        hoursToLimit: null,
        restarts: 0,
        isGone: false,
      },
      {
        name: 'pid 6',
        now: 1000,
        floor: 900,
        perHour: 'too new',
        hoursToLimit: null,
        restarts: 0,
        isGone: true,
      },
    ],
    ranking,
    windowRanking: undefined,
  };
}

/** A port that nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

async function scraped(ranking: Ranking, more: Partial<LiveState> = {}): Promise<string> {
  const address = { host: '127.0.0.1', port: await freePort() };
  const server = new MetricsServer(address, () => ({ ...state(ranking), ...more }));
  await server.listen();
  try {
    const response = await fetch(`http://127.0.0.1:${address.port}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal((await fetch(`http://127.0.0.1:${address.port}/`)).status, 404);
    return await response.text();
  } finally {
    server.close();
  }
}

describe('--metrics', () => {
  it('serves the state as Prometheus text', async () => {
    const text = await scraped(SHOP);
    assert.match(text, /^memhog_lines_read 4321$/m);
    assert.match(text, /^memhog_lag_seconds 2$/m);
    assert.match(text, /^memhog_worker_rss_bytes\{worker="pid 7"\} 1000$/m);
    assert.doesNotMatch(text, /pid 6/);
    const leak = SHOP.findings.find(({ verdict }) => verdict === 'leak')!;
    assert.ok(text.includes(`memhog_endpoint_verdict{endpoint="${leak.endpoint}",verdict="leak"} 1`));
  });

  it('has a bounded number of series, and escapes what strangers wrote', async () => {
    const [first] = SHOP.findings;
    const many = Array.from({ length: 5000 }, (_, i): Finding => ({
      ...first!,
      endpoint: `GET /"x\n${i}\u202e`,
    }));
    const [worker] = state(SHOP).workers;
    const workers = Array.from({ length: 5000 }, (_, i) => ({ ...worker!, name: `pid ${i}"\n` }));
    const text = await scraped({ ...SHOP, findings: many }, { workers });
    const readings = text.split('\n').filter((line) => line.startsWith('memhog_worker_rss_bytes{'));
    assert.equal(readings.length, 200);
    const series = text.split('\n').filter((line) => line.startsWith('memhog_endpoint_leak_chance{'));
    assert.equal(series.length, 100);
    for (const line of text.trimEnd().split('\n'))
      assert.match(
        line,
        /^(?:# (?:HELP|TYPE) memhog_\w+ .*|memhog_\w+(?:\{(?:\w+="(?:[^"\\\n]|\\.)*",?)+\})? [-\d.e+]+)?$/,
      );
    assert.doesNotMatch(text, /\u202e/);
  });

  it('says in one line that an address is taken', async () => {
    const address = { host: '127.0.0.1', port: await freePort() };
    const one = new MetricsServer(address, () => state(SHOP));
    await one.listen();
    try {
      await assert.rejects(
        new MetricsServer(address, () => state(SHOP)).listen(),
        /something else listens there/,
      );
    } finally {
      one.close();
    }
  });
});
