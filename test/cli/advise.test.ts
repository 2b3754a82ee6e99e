import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ADVISED_SERVERS } from '../../src/advise/servers/servers.ts';
import { ADVISED_NAMES } from '../../src/cli/forms.ts';
import { pageAdviser } from '../../src/cli/page-advice.ts';
import { rank } from '../../src/ranking/rank.ts';
import { workersLog } from '../advise/workers-log.ts';
import { profileOf, SHOP_PROFILE } from '../report/profiles.ts';
import { pick } from './pick.ts';
import { folderWith, SHOP } from './shop-log.ts';
import { memhog } from './world.ts';

const LEAKING = workersLog({ hours: 4 });
const CONFIG_PY = 'workers = 3\nmax_requests = 100\nmax_requests_jitter = 5\n';

const cwd = folderWith({
  'leaking.log': LEAKING,
  'shop.log': SHOP,
  'mixed.log': SHOP + `[2026-11-22 08:00:01,000: INFO/MainProcess] celery@web1 ready.\n`,
  'gunicorn.conf.py': CONFIG_PY,
  'celeryconfig.py': 'worker_max_tasks_per_child = 100\nworker_max_memory_per_child = 300\n',
  'uwsgi.ini': '[uwsgi]\nprocesses = 2\n',
  'evil.py': `import os\nos.system("touch owned")\nmax_requests = 100\n`,
  'other.json': JSON.stringify({ server: 'celery', memory: '1G', workers: 2, reserve: '10%' }),
  'wrong.json': JSON.stringify({ server: 'iis' }),
  'large.py': `max_requests = 100\n${'#'.repeat(1 << 20)}\n`,
});
const GIVEN = ['--server', 'gunicorn', '--server-version', '20.1.0', '--memory', '768M'];

const advise = (...args: string[]) => memhog(['advise', ...args], { cwd, columns: 80 });

describe('memhog advise', () => {
  it('answers first, then gives settings to paste, and says whose word each figure is', async () => {
    const { code, stdout } = await advise('leaking.log', ...GIVEN);
    assert.equal(code, 0);
    assert.match(stdout, /^Restart each worker after [\d,]+ to [\d,]+ requests: 3 workers then need/);
    assert.match(stdout, /\n {4}max_requests = \d+\n {4}max_requests_jitter = \d+\n/);
    assert.match(stdout, /^server {3}Gunicorn \(--server\), 20\.1\.0 \(--server-version\)$/m);
    assert.match(stdout, /^memory {3}768 MiB \(--memory\), of which 192 MiB stay free/m);
    assert.match(stdout, /^workers {2}3 \(the log\)$/m);
    assert.match(stdout, /^seen {5}\d+ lives of workers/m);
  });

  it('finds the server from the log, and memory and version from the machine, and says so', async () => {
    const { stdout } = await advise('shop.log', '--output', 'json');
    const found = pick(stdout, 'server.name\norigins.server\norigins.workers');
    assert.equal(found, 'server.name\n  uwsgi\norigins.server\n  the log\norigins.workers\n  the log\n');
    assert.match(pick(stdout, 'origins.memory'), /cgroup|MemTotal|machine/);
  });

  it('takes what the configuration says, unless a flag does', async () => {
    const { stdout } = await advise('leaking.log', '--config', 'other.json', '--output', 'json');
    assert.equal(
      pick(stdout, 'server.name\nmemory\nreserve\nworkers\norigins.{server,memory,reserve,workers}'),
      'server.name\n  celery\nmemory\n  1073741824\nreserve\n  107374182\nworkers\n  2\n' +
        'origins.{server,memory,reserve,workers}\n  other.json  other.json  other.json  other.json\n',
    );
    const flags = await advise('leaking.log', '--config', 'other.json', '--workers', '5', '--output', 'json');
    assert.equal(
      pick(flags.stdout, 'workers\norigins.workers'),
      'workers\n  5\norigins.workers\n  --workers\n',
    );
  });

  it('tries settings of your own, given at once or one by one', async () => {
    const tried = async (...args: string[]) =>
      pick((await advise('leaking.log', ...GIVEN, ...args, '--output', 'json')).stdout, 'whatIf.settings');
    const once = await tried('--what-if', 'max_requests=1000,jitter=50');
    assert.match(once, /"requests":1000,"spread":"uniform","amount":50,"memory":null/);
    assert.equal(await tried('--what-if', 'max_requests=1000', '--what-if', 'jitter=50'), once);
  });

  it('--output html is the page, with settings of your own in its chart', async () => {
    const args = ['--what-if', 'max_requests=1000,jitter=50', '--check', 'gunicorn.conf.py'];
    const { code, stdout } = await advise('leaking.log', ...GIVEN, ...args, '--output', 'html');
    assert.equal(code, 0);
    assert.match(stdout, /^<!doctype html>/i);
    for (const words of ['Recycling advice', 'as you asked', 'gunicorn.conf.py differs from the advice'])
      assert.ok(stdout.includes(words), words);
  });

  it('knows Gunicorn by the tail of its logger', async () => {
    const lines = LEAKING.split('\n').filter((line) => line !== '');
    const ofLogger = lines.map((line) => {
      const {
        time = '',
        pid,
        seq,
        rss,
      } = /time=(?<time>\S+) pid=(?<pid>\d+) seq=(?<seq>\d+) .*rss=(?<rss>\d+)/.exec(line)!.groups!;
      const [, day, clock] = /-(\d\d)T([\d:]+)/.exec(time)!;
      return `192.0.2.7 - - [${day}/Nov/2026:${clock} +0000] "GET / HTTP/1.1" 200 2 "-" "-" memhog v=1 pid=${pid} seq=${seq} inflight=1 rss=${rss}\n`;
    });
    const folder = folderWith({ 'access.log': ofLogger.join('') });
    const { code, stdout } = await advise(join(folder, 'access.log'), '--memory', '768M', '--output', 'json');
    assert.equal(code, 0);
    assert.equal(
      pick(stdout, 'server.name\norigins.server'),
      'server.name\n  gunicorn\norigins.server\n  the log\n',
    );
  });

  it('compares with a configuration, which is read and never executed', async () => {
    const { code, stdout } = await advise('leaking.log', ...GIVEN, '--check', 'gunicorn.conf.py');
    assert.equal(code, 0);
    assert.match(stdout, /^too low {3}max_requests \(line 2\): 100 beside [\d,]+ advised/m);
    assert.match(stdout, /in the file/);
    await advise('leaking.log', ...GIVEN, '--check', 'evil.py');
    assert.ok(!existsSync(join(cwd, 'owned')), 'the file was executed');
  });

  it('refuses the configuration of another server, and names the way out', async () => {
    const wrong = ['leaking.log', ...GIVEN, '--check'];
    for (const args of [
      [...wrong, 'celeryconfig.py'],
      [...wrong, 'uwsgi.ini'],
      ['shop.log', '--check', 'celeryconfig.py'],
      ['shop.log', '--check', 'gunicorn.conf.py'],
    ]) {
      const { code, stdout, stderr } = await advise(...args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(
        stderr,
        /^memhog: --check \S+ looks like a configuration of \w+, but the advice is for \w+: [^\n]* --server \w+\n$/,
      );
    }
    const { stderr } = await advise('shop.log', '--check', 'celeryconfig.py');
    assert.match(stderr, /of Celery, but the advice is for uWSGI: .* --server celery$/m);
    const asked = await advise('leaking.log', '--server', 'celery', '--check', 'celeryconfig.py');
    assert.equal(asked.code, 0, asked.stderr);
  });

  it('says where a limit on memory is below what a new child holds, which differs from any advice', async () => {
    const { code, stdout } = await advise(
      ...['leaking.log', '--server', 'celery', '--memory', '768M', '--server-version', '5.4.0'],
      ...['--check', 'celeryconfig.py', '--fail-on', 'differs'],
    );
    assert.equal(code, 1);
    const flat = stdout.replaceAll(/\s+/g, ' ');
    assert.match(
      flat,
      /300 KiB is less than a new child holds \(\d[^)]* MiB\): every task would end its child; the unit is KiB/,
    );
  });

  it('--fail-on differs ends with 1 where the file differs, and with 0 where it is as advised', async () => {
    const differs = await advise(
      'leaking.log',
      ...GIVEN,
      '--check',
      'gunicorn.conf.py',
      '--fail-on',
      'differs',
    );
    assert.equal(differs.code, 1);
    const { stdout } = await advise('leaking.log', ...GIVEN, '--output', 'json');
    const pasted = pick(stdout, 'settings.files.*.lines.*.text').replaceAll(/^ {2}/gm, '');
    const good = folderWith({
      'good.py': pasted
        .split('\n')
        .filter((line) => line.startsWith('max_'))
        .join('\n'),
    });
    const file = join(good, 'good.py');
    const same = await advise('leaking.log', ...GIVEN, '--check', file, '--fail-on', 'differs');
    assert.deepEqual([same.code, same.stderr], [0, ''], same.stdout);
    assert.match(same.stdout, /^ok {8}max_requests \(line \d\): as advised$/m);
  });

  it('refuses what makes no sense in one line with a way out', async () => {
    for (const args of [
      ['leaking.log'],
      ['leaking.log', '--server', 'iis'],
      ['leaking.log', '--config', 'wrong.json'],
      ['leaking.log', ...GIVEN, '--workers', '0'],
      ['leaking.log', ...GIVEN, '--boot', 'soon'],
      ['leaking.log', ...GIVEN, '--memory', 'lots'],
      ['leaking.log', ...GIVEN, '--reserve', '100%'],
      ['leaking.log', ...GIVEN, '--what-if', 'nothing'],
      ['leaking.log', ...GIVEN, '--server-version', 'new'],
      ['leaking.log', ...GIVEN, '--check', 'no-such-file.py'],
      ['leaking.log', ...GIVEN, '--check', '.'],
      ['leaking.log', ...GIVEN, '--check', 'large.py'],
      ['leaking.log', ...GIVEN, '--fail-on', 'differs'],
    ]) {
      const { code, stdout, stderr } = await advise(...args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, /^memhog: [^\n]+\n$/, args.join(' '));
    }
    assert.match((await advise('leaking.log')).stderr, /--server with one of gunicorn, uwsgi/);
  });

  it('offers each server that there is advice for', () => {
    assert.deepEqual(
      [...ADVISED_NAMES],
      ADVISED_SERVERS.map(({ name }) => name),
    );
  });
});

describe('the advice of a page', () => {
  const io = { cwd };
  it('is there where one server is known and something grows', () => {
    const leaking = profileOf(LEAKING);
    const of = (config: object) => pageAdviser({}, config, io)(leaking, rank(leaking));
    assert.equal(of({}), undefined);
    const advice = of({ server: 'gunicorn', memory: '768M' });
    assert.deepEqual(
      [advice?.answer.kind, advice?.origins.memory, advice?.origins.server],
      ['restart', 'memhog.json', 'memhog.json'],
    );
    assert.equal(
      pageAdviser({}, { memory: '1G' }, io)(SHOP_PROFILE, rank(SHOP_PROFILE))?.server.name,
      'uwsgi',
    );
  });

  it('is not there where nothing grows', () => {
    const steady = profileOf(workersLog({ hours: 4, growthOf: () => 0 }));
    assert.equal(pageAdviser({}, { server: 'gunicorn', memory: '1G' }, io)(steady, rank(steady)), undefined);
  });
});
