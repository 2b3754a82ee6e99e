import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecyclingPlan } from '../../../src/advise/plan.ts';
import type { AdvisedServer } from '../../../src/advise/servers/server.ts';
import { ADVISED_SERVERS, serverOfFormat } from '../../../src/advise/servers/servers.ts';
import { allFormats } from '../../../src/formats/formats.ts';

const MIB = 1024 * 1024;
const PLAN: RecyclingPlan = {
  byRequests: { requests: 1000, spread: 50 },
  byMemory: 512.7 * MIB,
  workers: 8,
  isMild: false,
};

function server(name: string): AdvisedServer {
  const found = ADVISED_SERVERS.find((one) => one.name === name);
  assert.ok(found, name);
  return found;
}

function texts(name: string, version?: readonly number[], plan = PLAN): readonly string[] {
  const { files } = server(name).settings(plan, { version, memory: 4096 * MIB });
  return files.flatMap(({ lines }) => lines.map(({ text }) => text));
}

function notes(name: string, version?: readonly number[], plan = PLAN): string {
  return server(name)
    .settings(plan, { version, memory: 4096 * MIB })
    .notes.join('\n');
}

describe('servers of memhog advise', () => {
  it('are those that --server promises', () => {
    assert.deepEqual(
      ADVISED_SERVERS.map(({ name }) => name).sort(),
      'celery granian gunicorn hypercorn mod_wsgi passenger php-fpm puma unicorn uvicorn uwsgi'.split(' '),
    );
  });

  it('are found from formats that exist, one server for each', () => {
    const formats = allFormats().map(({ name }) => name);
    const claimed = ADVISED_SERVERS.flatMap((one) => one.formats);
    assert.equal(new Set(claimed).size, claimed.length);
    for (const format of claimed)
      assert.ok(formats.includes(format) || /-(?:log-format|access)$/.test(format), format);
    assert.equal(serverOfFormat('uwsgi')?.name, 'uwsgi');
    assert.equal(serverOfFormat('json'), undefined);
  });

  it('give each line a reason, and each number a setting that they know', () => {
    for (const { name, settings, known } of ADVISED_SERVERS)
      for (const { lines } of settings(PLAN, { version: undefined, memory: 4096 * MIB }).files)
        for (const { why, setting, value, text } of lines) {
          assert.ok(why.length > 3 && !why.endsWith('.'), `${name}: ${text}`);
          if (value === undefined) continue;
          assert.ok(
            known.some((one) => one.name === setting),
            `${name}: ${setting}`,
          );
        }
  });

  it('speak of tasks where tasks are counted, and say a reason once', () => {
    const hopeless = { ...PLAN, byRequests: null };
    assert.match(notes('celery', [3, 1], hopeless), /No number of tasks holds/);
    assert.doesNotMatch(notes('celery', [3, 1], hopeless), /requests/);
    assert.match(notes('passenger', undefined, hopeless), /No number of requests holds/);
    const reasons = server('passenger')
      .settings(PLAN, { version: undefined, memory: 4096 * MIB })
      .files.flatMap(({ lines }) => lines.map(({ why }) => why));
    assert.equal(reasons.length, 3);
    assert.equal(new Set(reasons).size, 3);
    assert.equal(reasons.filter((why) => why.includes('a new worker after')).length, 1);
  });

  it('write limits on memory in their own unit, rounded down', () => {
    assert.ok(texts('uwsgi').includes('reload-on-rss = 512'));
    assert.ok(
      texts('celery').includes(`worker_max_memory_per_child = ${Math.floor(512.7 * 1024).toString()}`),
    );
    assert.ok(texts('granian').includes('--workers-max-rss 512'));
    const bytes = Math.floor(512.7 * MIB);
    assert.ok(
      texts('unicorn').includes(
        `use Unicorn::WorkerKiller::Oom, ${Math.floor(512.7 * MIB * 0.9).toString()}, ${bytes.toString()}`,
      ),
    );
    assert.ok(
      texts('puma', undefined, { ...PLAN, byMemoryOfAll: 4096.7 * MIB }).includes('  config.ram = 4096'),
    );
  });

  it('write the number of requests and its spread as the server draws it', () => {
    assert.deepEqual(texts('gunicorn').slice(0, 2), ['max_requests = 1000', 'max_requests_jitter = 50']);
    assert.ok(texts('unicorn').includes('use Unicorn::WorkerKiller::MaxRequests, 1000, 1050'));
    assert.deepEqual(texts('php-fpm'), ['pm.max_requests = 1000']);
    assert.match(texts('mod_wsgi').join(), /processes=8 maximum-requests=1000 graceful-timeout=\d+/);
  });

  it('never give a setting that the version does not have, and say what it lacks', () => {
    const cases: readonly (readonly [string, readonly number[], readonly number[], RegExp])[] = [
      ['gunicorn', [19, 1], [19, 2], /jitter/],
      ['uwsgi', [2, 0, 28], [2, 0, 29], /delta/],
      ['celery', [3, 1, 25], [4, 0], /memory_per_child/],
      ['granian', [2, 4, 2], [2, 5], /max-rss/],
      ['uvicorn', [0, 40], [0, 41], /jitter/],
      ['hypercorn', [0, 15], [0, 16], /max_requests/],
    ];
    for (const [name, before, since, setting] of cases) {
      assert.doesNotMatch(texts(name, before).join('\n'), setting, name);
      assert.match(texts(name, since).join('\n'), setting, name);
      assert.match(notes(name, before), /came with/, name);
      assert.doesNotMatch(notes(name, since), /came with/, name);
    }
  });

  it('tell the calculation what the version can do', () => {
    assert.equal(server('uwsgi').abilities([2, 0, 21]).spread, 'none');
    assert.equal(server('uwsgi').abilities([2, 0, 29]).spread, 'slots');
    assert.equal(server('uwsgi').abilities(undefined).spread, 'slots');
    assert.equal(server('hypercorn').abilities([0, 15, 0]).spread, undefined);
    assert.equal(server('celery').abilities([3, 1]).memory, undefined);
    assert.equal(server('granian').abilities([1, 6, 4]).memory, undefined);
    assert.equal(server('granian').abilities([1, 5, 2]).byTime, undefined);
  });

  it('restart by time where that is all the version can do', () => {
    const plan = { ...PLAN, byRequests: null, secondsToLevel: 3600.5 };
    assert.deepEqual(texts('granian', [2, 4], plan), ['--workers-lifetime 3600']);
    assert.deepEqual(texts('granian', [2, 4], { ...plan, secondsToLevel: 5 }), ['--workers-lifetime 60']);
    assert.deepEqual(texts('granian', [1, 5], plan), []);
  });

  it('name evil-reload-on-rss only to say what it does', () => {
    assert.doesNotMatch(texts('uwsgi').join('\n'), /evil/);
    assert.match(notes('uwsgi'), /evil-reload-on-rss is not advised.*in the middle of a request/);
  });

  it('say the traps', () => {
    assert.match(notes('uwsgi'), /min-worker-lifetime.*100 requests per second/);
    assert.match(notes('hypercorn'), /command line --max-requests-jitter takes the value of --max-requests/);
    assert.match(notes('celery'), /no jitter[^]*peak/);
    assert.match(notes('passenger'), /Enterprise/);
    assert.match(notes('uvicorn', [0, 29]), /does not replace a worker/);
    assert.match(notes('gunicorn', undefined, { ...PLAN, workers: 1 }), /two or more/);
  });

  it('admit that nothing holds the memory where only a limit on it could', () => {
    const plan = { ...PLAN, byRequests: null, byMemory: null };
    for (const name of ['uvicorn', 'hypercorn', 'php-fpm', 'passenger', 'mod_wsgi'])
      assert.match(
        notes(name, undefined, plan),
        /only finding the leak, more memory or fewer workers help/,
        name,
      );
  });

  it('give a mild plan its own reason', () => {
    const { files } = server('gunicorn').settings(
      { ...PLAN, isMild: true, byMemory: null },
      { version: undefined, memory: 1 },
    );
    assert.match(files[0]?.lines[0]?.why ?? '', /no growth was found/);
  });
});
