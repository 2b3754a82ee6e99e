import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecyclingPlan } from '../../../src/advise/plan.ts';
import { compare } from '../../../src/advise/present/compare.ts';
import type { Compared } from '../../../src/advise/present/compare.ts';
import { readPresent } from '../../../src/advise/present/read.ts';
import { ADVISED_SERVERS } from '../../../src/advise/servers/servers.ts';

const MIB = 1024 * 1024;
const PLAN: RecyclingPlan = {
  byRequests: { requests: 1000, spread: 100 },
  byMemory: 200 * MIB,
  workers: 4,
  isMild: false,
};

function judged(
  server: string,
  file: string,
  text: string,
  version?: readonly number[],
): readonly Compared[] {
  const found = ADVISED_SERVERS.find(({ name }) => name === server);
  assert.ok(found);
  const advice = found.settings(PLAN, { version, memory: 1024 * MIB });
  return compare(readPresent(file, text), advice, { server: found, version });
}

function short(rows: readonly Compared[]): readonly string[] {
  return rows.map(({ setting, judgement }) => `${setting} ${judgement}`);
}

describe('present settings beside the advice', () => {
  it('judges each', () => {
    assert.deepEqual(short(judged('gunicorn', 'g.py', 'max_requests = 1050\nmax_requests_jitter = 10\n')), [
      'max_requests same',
      'max_requests_jitter too-low',
    ]);
    assert.deepEqual(short(judged('gunicorn', 'g.py', 'max_requests = 5000\nmax_requests_jitter = f()\n')), [
      'max_requests too-high',
      'max_requests_jitter not-understood',
    ]);
    assert.deepEqual(short(judged('gunicorn', 'g.py', 'bind = "x"\n')), [
      'max_requests missing',
      'max_requests_jitter missing',
    ]);
  });

  it('takes 0 for off, and what hangs on it for nothing', () => {
    assert.deepEqual(short(judged('gunicorn', 'g.py', 'max_requests = 0\nmax_requests_jitter = 100\n')), [
      'max_requests missing',
      'max_requests_jitter no-effect',
    ]);
  });

  it('counts the last of two', () => {
    const [row] = judged('uwsgi', 'a.ini', '[uwsgi]\nmax-requests = 1000\nmax-requests = 90\n');
    assert.deepEqual([row?.judgement, row?.line, row?.present], ['too-low', 3, 90]);
  });

  it('says what the version does not know', () => {
    const text = '[uwsgi]\nmax-requests = 1000\nmax-requests-delta = 100\n';
    assert.ok(short(judged('uwsgi', 'a.ini', text, [2, 0, 21])).includes('max-requests-delta no-effect'));
    assert.ok(short(judged('uwsgi', 'a.ini', text, [2, 0, 30])).includes('max-requests-delta same'));
  });

  it('warns of what does something else than it seems to', () => {
    const evil = judged('uwsgi', 'a.ini', '[uwsgi]\nevil-reload-on-rss = 300\n');
    assert.match(
      evil.find(({ judgement }) => judgement === 'unwise')?.text ?? '',
      /in the middle of a request/,
    );
    const rows = judged(
      'hypercorn',
      'Procfile',
      'web: hypercorn --max-requests 1000 --max-requests-jitter 100\n',
    );
    assert.deepEqual(short(rows), [
      '--max-requests same',
      'max_requests_jitter missing',
      '--max-requests-jitter unwise',
    ]);
  });

  it('knows the other names, and units', () => {
    for (const name of ['CELERY_WORKER_MAX_TASKS_PER_CHILD', 'CELERYD_MAX_TASKS_PER_CHILD'])
      assert.ok(short(judged('celery', 's.py', `${name} = 1000\n`)).includes(`${name} same`));
    const [, memory] = judged('celery', 'c.py', 'worker_max_memory_per_child = 200 * 1024 * 1024\n');
    assert.deepEqual([memory?.judgement, memory?.advised], ['too-high', 200 * 1024]);
  });

  it('says where the number of workers cannot be told', () => {
    const rows = judged(
      'gunicorn',
      'g.py',
      'workers = multiprocessing.cpu_count() * 2 + 1\nmax_requests = 1000\nmax_requests_jitter = 100\n',
    );
    assert.deepEqual(short(rows), [
      'max_requests same',
      'max_requests_jitter same',
      'workers not-understood',
    ]);
    assert.equal(rows.at(-1)?.line, 1);
    for (const text of ['workers = 4\n', 'workers = f()\nworkers = 2 * 3 + 1\n', 'workers = None\n'])
      assert.ok(!short(judged('gunicorn', 'g.py', text)).some((row) => row.startsWith('workers')), text);
  });

  it('judges each pool of PHP-FPM', () => {
    assert.deepEqual(
      short(judged('php-fpm', 'w.conf', '[www]\npm.max_requests = 1000\n[api]\npm.max_requests = 0\n')),
      ['[www] pm.max_requests same', '[api] pm.max_requests missing'],
    );
  });

  it('finds its own advice good, in every server whose file it can read', () => {
    for (const server of ADVISED_SERVERS) {
      for (const { name, lines } of server.settings(PLAN, { version: undefined, memory: 1024 * MIB }).files) {
        const file = FILES.find(([part]) => name.includes(part))?.[1];
        if (file === undefined || lines.every(({ value }) => value === undefined)) continue;
        const body = lines.map(({ text }) => text).join(file === 'Procfile' ? ' ' : '\n');
        const rows = judged(server.name, file, (file === 'a.ini' ? '[uwsgi]\n' : '') + body);
        const wanted = lines.filter(({ value }) => value !== undefined).length;
        assert.equal(
          rows.filter(({ judgement }) => judgement === 'same').length,
          wanted,
          `${server.name}: ${JSON.stringify(rows)}`,
        );
      }
    }
  });
});

const FILES: readonly (readonly [string, string])[] = [
  ['.py', 'a.py'],
  ['.ini', 'a.ini'],
  ['pool', 'www.conf'],
  ['.rb', 'puma.rb'],
  ['config.ru', 'config.ru'],
  ['.toml', 'hypercorn.toml'],
  ['command line', 'Procfile'],
  ['nginx', 'nginx.conf'],
  ["Apache's", 'site.conf'],
];
