/** Which requests and rows are shown, and what they are called. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { memhog } from './world.ts';
import { callsOf, rankingOf } from './ranking-of.ts';
import { folderWith, lines, SHOP } from './shop-log.ts';

const cwd = folderWith({
  'shop.log': SHOP,
  'mixed.log': lines(
    { req: '1/1', rss: 50_000, at: '08:00:00', target: '/users/17?token=s3cret' },
    { pid: 200, req: '1/2', rss: 60_000, at: '09:00:00', target: '/search?q=shoes&page=2' },
    { req: '2/3', rss: 50_010, at: '10:00:00', method: 'POST', target: '/users/18', status: 201 },
    { req: '3/4', rss: 50_030, at: '11:00:00', target: '/blog/why-we-moved', status: 500 },
    { pid: 200, req: '2/5', rss: 60_040, at: '11:30:00', target: '/blog/hello-world', status: 503 },
    { req: '4/6', rss: 50_030, at: '11:59:00', target: '/search?q=hats', status: 302 },
  ),
});

async function mixed(...args: readonly string[]): Promise<string[]> {
  return callsOf(await rankingOf(['parse', 'mixed.log', ...args], { cwd }));
}

describe('--by', () => {
  const rows: Readonly<Record<string, readonly string[]>> = {
    endpoint: [
      'GET /blog/hello-world: 1',
      'GET /blog/why-we-moved: 1',
      'GET /search: 2',
      'GET /users/:id: 1',
      'POST /users/:id: 1',
    ],
    route: ['/blog/hello-world: 1', '/blog/why-we-moved: 1', '/search: 2', '/users/:id: 2'],
    status: ['200: 2', '201: 1', '302: 1', '500: 1', '503: 1'],
    method: ['GET: 5', 'POST: 1'],
    worker: ['pid 100: 4', 'pid 200: 2'],
    host: ['mixed.log: 6'],
  };
  for (const [by, expected] of Object.entries(rows)) {
    it(by, async () => assert.deepEqual(await mixed('--by', by), expected));
  }
});

describe('filters', () => {
  it('--since and --until take hours ago, days and minutes', async () => {
    assert.deepEqual(await mixed('--since', '90m'), [
      'GET /blog/hello-world: 1',
      'GET /blog/why-we-moved: 1',
      'GET /search: 1',
    ]);
    assert.deepEqual(await mixed('--since', '2026-11-22T11:30'), [
      'GET /blog/hello-world: 1',
      'GET /search: 1',
    ]);
    assert.deepEqual(await mixed('--until', '2026-11-22 09:00:00'), ['GET /users/:id: 1']);
    assert.deepEqual(await mixed('--since', '2026-11-22T09:00', '--until', '2026-11-22T10:00'), [
      'GET /search: 1',
    ]);
  });

  it('leave nothing and say so, with exit code 0', async () => {
    for (const args of [
      ['--since', '2026-11-23'],
      ['--include', '/nowhere'],
      ['--status', '404'],
    ]) {
      const { code, stderr } = await memhog(['parse', 'mixed.log', ...args], { cwd });
      assert.deepEqual([code, stderr], [0, ''], args.join(' '));
      assert.deepEqual(await mixed(...args), []);
    }
  });

  it('--status, --method, --worker, --include, --exclude', async () => {
    assert.deepEqual(await mixed('--status', '5xx,302'), [
      'GET /blog/hello-world: 1',
      'GET /blog/why-we-moved: 1',
      'GET /search: 1',
    ]);
    assert.deepEqual(await mixed('--method', 'post'), ['POST /users/:id: 1']);
    assert.deepEqual(await mixed('--include', '/blog/*', '--include', '/search', '--exclude', '*hello*'), [
      'GET /blog/why-we-moved: 1',
      'GET /search: 2',
    ]);
    const { workers } = await rankingOf(['parse', 'mixed.log', '--worker', '200'], { cwd });
    assert.equal(workers.count, 1);
    const all = await rankingOf(['parse', 'mixed.log'], { cwd });
    const each = await Promise.all(
      ['100', '200'].map((pid) => rankingOf(['parse', 'mixed.log', '--worker', pid], { cwd })),
    );
    const calls = (ranking: typeof all): number =>
      ranking.findings.reduce((sum, finding) => sum + finding.calls, 0);
    assert.ok(each.every((ranking) => calls(ranking) > 0));
    assert.equal(
      each.reduce((sum, ranking) => sum + calls(ranking), 0),
      calls(all),
    );
    const nobody = await rankingOf(['parse', 'mixed.log', '--worker', '999'], { cwd });
    assert.deepEqual(nobody.findings, []);
  });

  it('shorten tables and CSV on request, JSON never', async () => {
    const short = await memhog(['parse', 'mixed.log', '--top', '2', '--output', 'csv'], { cwd });
    assert.equal(short.stdout.trim().split('\r\n').length, 3);
    assert.equal((await mixed('--top', '2', '--min-calls', '2')).length, 5);
    const many = lines(
      ...Array.from({ length: 30 }, (_, i) => ({
        req: `${i + 1}/${i + 1}`,
        rss: 50_000,
        target: `/page${'abcdefghijklmnopqrstuvwxyzABCD'.charAt(i)}`,
      })),
    );
    const csv = await memhog(['parse', '--output', 'csv'], { stdin: [Buffer.from(many)] });
    assert.equal(csv.stdout.trim().split('\r\n').length, 31);
    const table = await memhog(['parse'], { stdin: [Buffer.from(many)] });
    assert.match(table.stdout, /10 more endpoints/);
  });
});

describe('routes', () => {
  it('--route wins over folding, the first rule that matches', async () => {
    assert.deepEqual(await mixed('--route', '/blog/:slug', '--route', '/:any/:thing'), [
      'GET /:any/:thing: 1',
      'GET /blog/:slug: 2',
      'GET /search: 2',
      'POST /:any/:thing: 1',
    ]);
  });

  it('--keep-query keeps the parameters named and no other', async () => {
    const rows = await mixed('--keep-query', 'q');
    assert.ok(
      rows.some((row) => row.includes('q')),
      rows.join(),
    );
    assert.ok(!rows.some((row) => /page|token/.test(row)), rows.join());
  });

  it('preview says what was folded, with examples', async () => {
    const { code, stdout } = await memhog(['routes', 'mixed.log'], { cwd });
    assert.equal(code, 0);
    assert.match(stdout, /\/users\/:id\n +\/users\/17\n +\/users\/18\n/);
    const json = await memhog(['routes', 'mixed.log', '--output', 'json'], { cwd });
    assert.match(json.stdout, /"schema": "memhog.routes\/1"/);
  });
});

describe('sharing', () => {
  it('no raw path or query anywhere by default', async () => {
    for (const output of ['table', 'json', 'csv', 'markdown']) {
      const { stdout } = await memhog(['parse', 'mixed.log', '--output', output], { cwd });
      assert.doesNotMatch(stdout, /s3cret|users\/17/);
    }
    const { bytes } = await memhog(['profile', 'mixed.log', '-o', 'shared.memhog'], { cwd });
    assert.equal(bytes.length, 0);
    const { stdout } = await memhog(['routes', 'shared.memhog'], { cwd });
    assert.doesNotMatch(stdout, /s3cret|users\/17/);
  });

  it('--show-paths brings them into profiles', async () => {
    await memhog(['profile', 'mixed.log', '--show-paths', '-o', 'open.memhog'], { cwd });
    const { stdout } = await memhog(['routes', 'open.memhog'], { cwd });
    assert.match(stdout, /\/users\/17/);
  });

  it('--redact hides machines and directories everywhere', async () => {
    const folder = folderWith();
    for (const site of ['secret-site', 'other-site']) {
      mkdirSync(join(folder, site));
      writeFileSync(
        join(folder, site, 'app.log'),
        lines(
          { req: '1/1', rss: 50_000, target: '/a' },
          { req: '2/2', rss: 50_000 + site.length, target: '/a' },
        ),
      );
    }
    const files = ['secret-site/app.log', 'other-site/app.log'];
    const world = { cwd: folder, machine: 'web1.secret.example' };
    for (const command of [
      ['parse'],
      ['parse', '--by', 'worker'],
      ['parse', '--by', 'host'],
      ['explain', '/a'],
    ]) {
      for (const output of command[0] === 'parse' ? ['table', 'json', 'csv', 'markdown'] : ['']) {
        const form = output === '' ? [] : ['--output', output];
        const { code, stdout, stderr } = await memhog([...command, ...files, ...form, '--redact'], world);
        assert.deepEqual([code, stderr], [0, '']);
        assert.doesNotMatch(stdout, /secret|other-site/, [...command, output].join(' '));
      }
    }
    await memhog(['profile', ...files, '--redact', '-o', 'r.memhog'], world);
    const { stdout } = await memhog(['parse', 'r.memhog', '--output', 'json'], world);
    assert.doesNotMatch(stdout, /secret|other-site/);
    // The same pid in both logs: hiding the directories must not make them one worker.
    const { workers } = await rankingOf(['parse', 'r.memhog'], world);
    assert.deepEqual([workers.count, workers.lives], [2, 2]);
  });
});
