import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '../../../src/errors.ts';
import { Vocabulary } from '../../../src/formats/fields/vocabulary.ts';
import { json, logfmt } from './reading.ts';

const REQUEST = { path: '/x', rss: 50_000_000 };

describe('sizes of named fields', () => {
  const sizes: readonly (readonly [object, Record<string, number> | undefined])[] = [
    [{ rss: 38_912_000 }, { rss: 38_912_000 }],
    [{ rss: '38.5 MB' }, { rss: 40_370_176 }],
    [{ rss: '38912kB' }, { rss: 39_845_888 }],
    [{ rss: '38912 KiB' }, { rss: 39_845_888 }],
    [{ rss: '2G' }, { rss: 2 ** 31 }],
    [{ rss_kb: 38_912 }, { rss: 39_845_888 }],
    [{ rss_mb: 38.5 }, { rss: 40_370_176 }],
    [{ rssBytes: 900_000 }, { rss: 900_000 }],
    [{ rss_kb: '38.5 MB' }, { rss: 40_370_176 }],
    [{ memory: { rss: 5e7, heapUsed: 2e7 } }, { rss: 5e7, live: 2e7 }],
    [{ mem: { rss: 5e7, heap_used: 2e7, external: 1e6, arrayBuffers: 3e5 } }, { rss: 5e7, live: 2.1e7 }],
    [{ process: { memory: { rss: 5e7, vms: 9e8 } } }, { rss: 5e7, vsz: 9e8 }],
    [{ memoryUsage: { rss: 5e7 } }, { rss: 5e7 }],
    [{ extra: { rss: 5e7, pss: 4e7, uss: 3e7 } }, { rss: 5e7, pss: 4e7, uss: 3e7 }],
    [{ memory: '120 MB' }, { rss: 125_829_120 }],
    [{ rss: 5e7, memory: '120 MB' }, { rss: 5e7 }],
    [{ blocks: 81_234 }, { blocks: 81_234 }],
    [{ memory_peak_usage: '12 MB' }, { peak: 12 * 2 ** 20 }],
    [{ rss: 0 }, undefined],
    [{ rss: 1e300 }, undefined],
    [{ rss: 'a lot' }, undefined],
    [{ rss: '38.5 parsecs' }, undefined],
    [{ rss: true }, undefined],
    [{ rss: [5e7] }, undefined],
    [{ extra: { memory_usage: '10 MB' } }, undefined],
  ];
  for (const [fields, figures] of sizes) {
    it(`${JSON.stringify(fields)} is ${JSON.stringify(figures)}`, () => {
      const read = json({ method: 'GET', path: '/x', ...fields });
      assert.deepEqual(read.figures, figures);
      assert.equal(read.kind, figures ? 'request' : 'foreign');
    });
  }

  it('are refused where nobody can know their unit', () => {
    for (const fields of [{ memory: 38_912 }, { rss: 38_912 }, { rss: 38.5 }, { heapUsed: 38.2 }]) {
      const read = json({ method: 'GET', path: '/x', ...fields });
      assert.equal(read.kind, 'ignored');
      assert.match(read.reason ?? '', /without a unit/);
    }
    assert.equal(json({ memory: 38_912 }).kind, 'foreign');
  });

  it('need a sign of a request where they may be any memory', () => {
    assert.equal(json({ path: '/var/cache', memory: 61_276_160 }).kind, 'foreign');
    assert.equal(json({ path: '/var/cache', rss: 61_276_160 }).kind, 'request');
    assert.equal(json({ path: '/export', status: 200, memory: '58 MB' }).kind, 'request');
  });

  it('are no RSS where neither their sort, nor a unit, nor a process is named', () => {
    for (const line of [
      'method=GET path=/healthz memory=50000000',
      'method=GET path=/healthz status=200 mem=50000000',
    ]) {
      assert.equal(logfmt(line).kind, 'ignored', line);
      assert.match(logfmt(line).reason ?? '', /no named sort.*--fields/);
      assert.equal(logfmt(`${line} pid=7`).kind, 'request');
    }
    assert.equal(json({ path: '/export', status: 200, memory: 61_276_160 }).kind, 'ignored');
    assert.equal(logfmt('method=GET path=/a mem=50000000', { rss_b: 'mem' }).kind, 'request');
  });
});

describe('what a request is', () => {
  const targets: readonly (readonly [object, object])[] = [
    [{ url: '/a?b=1' }, { target: '/a?b=1' }],
    [{ url: 'https://u:p@example.com:81/a?b=1' }, { target: '/a?b=1' }],
    [{ url: 'https://example.com' }, { target: '/' }],
    [{ url: 'https://example.com?x' }, { target: '/' }],
    [{ req: { method: 'get', url: '/a' } }, { target: '/a', method: 'GET' }],
    [{ request: 'POST /a b HTTP/1.1' }, { target: '/a b', method: 'POST' }],
    [
      { 'http.target': '/a', 'http.method': 'PUT' },
      { target: '/a', method: 'PUT' },
    ],
    [
      { http: { route: '/a/:id', request: { method: 'GET' } }, url: { path: '/a/7' } },
      { target: '/a/7', route: '/a/:id', method: 'GET' },
    ],
    [{ route: 'GET /a/:id' }, { route: '/a/:id', method: 'GET' }],
    [
      { path: '/a', controller: 'JobsController', action: 'show' },
      { target: '/a', route: 'JobsController#show' },
    ],
    [{ task: 'mail.send' }, { route: 'mail.send' }],
    [{ job_class: 'SendMail', method: 'perform' }, { route: 'SendMail' }],
    [
      { path: '/a', status: 404 },
      { target: '/a', status: 404 },
    ],
    [
      { path: '/a', res: { statusCode: '204' } },
      { target: '/a', status: 204 },
    ],
    [{ path: '/a', status: 'ok' }, { target: '/a' }],
  ];
  for (const [fields, said] of targets) {
    it(JSON.stringify(fields), () => {
      assert.deepEqual(json({ rss: 5e7, ...fields }), { kind: 'request', figures: { rss: 5e7 }, ...said });
    });
  }

  it('is nothing without a path, route or task', () => {
    for (const fields of [
      {},
      { url: 'amqp://host/queue' },
      { path: 'C:\\x' },
      { path: '' },
      { job: 833 },
      { action: 'show' },
      { method: 'GET' },
    ])
      assert.equal(json({ rss: 5e7, ...fields }).kind, 'foreign', JSON.stringify(fields));
  });
});

describe('who served it, and when', () => {
  const cases: readonly (readonly [object, object])[] = [
    [{ pid: 7 }, { pid: 7 }],
    [{ process: { pid: 7 } }, { pid: 7 }],
    [{ pid: '7' }, { pid: 7 }],
    [{ pid: '<7>' }, { pid: 7 }],
    [{ pid: '<7' }, {}],
    [{ core: 3 }, { core: 3 }],
    [{ core: 3, inflight: 2 }, { core: 1 }],
    [{ pid: 2 ** 40 }, {}],
    [{ worker: 3 }, { pid: 3 }],
    [{ pid: 7, worker: 3 }, { pid: 7 }],
    [{ hostname: 'a.b', worker: 'w-3' }, { host: 'a.b/w-3' }],
    [{ kubernetes: { pod_name: 'web-1' } }, { host: 'web-1' }],
    [{ host: 'web-1' }, { host: 'web-1' }],
    [{ host: 'www.example.com' }, {}],
    [{ time: '2026-11-22T18:34:01.5+02:00' }, { time: 1_795_372_441 }],
    [{ '@timestamp': '2026-11-22T18:34:01Z' }, { time: 1_795_372_441 }],
    [{ ts: 1_795_372_441.25 }, { time: 1_795_372_441 }],
    [{ time: 1_795_372_441_250 }, { time: 1_795_372_441 }],
    [{ time: '1795372441250000' }, { time: 1_795_372_441 }],
    [{ timestamp: 1.79537244125e18 }, { time: 1_795_372_441 }],
    [{ t: 12 }, {}],
    [
      { seq: 9, inflight: 3 },
      { seq: 9, core: 2 },
    ],
    [{ seq: 9 }, {}],
  ];
  for (const [fields, said] of cases) {
    it(JSON.stringify(fields), () => {
      assert.deepEqual(json({ ...REQUEST, ...fields }), {
        kind: 'request',
        figures: { rss: 5e7 },
        target: '/x',
        ...said,
      });
    });
  }
});

describe("the user's names", () => {
  it('win, and may say the unit', () => {
    const line = { rss: 9e7, app: { used: 51_200 }, url: '/no', endpoint: '/yes' };
    assert.deepEqual(json(line, { rss_kb: 'app.used', path: 'endpoint' }), {
      kind: 'request',
      target: '/yes',
      figures: { rss: 52_428_800 },
    });
    assert.equal(logfmt('zzz=51200000 path=/x', { rss: 'zzz' }).figures?.['rss'], 51_200_000);
  });

  it('are the only ones for what they name', () => {
    assert.equal(json({ rss: 9e7, path: '/x' }, { rss: 'app.used' }).kind, 'foreign');
  });

  it('must be of something that memhog reads', () => {
    assert.throws(() => new Vocabulary({ fields: { speed: 'x' } }), UsageError);
    assert.throws(() => new Vocabulary({ fields: { rss: ' ' } }), UsageError);
    assert.throws(() => new Vocabulary({ fields: { pid_kb: 'x' } }), UsageError);
  });
});
