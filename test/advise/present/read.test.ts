import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LARGEST_CONFIGURATION, readPresent } from '../../../src/advise/present/read.ts';
import { UsageError } from '../../../src/errors.ts';

/** The last value of each setting. */
function read(name: string, text: string): Record<string, number | string | undefined> {
  return Object.fromEntries(readPresent(name, text).settings.map(({ setting, value }) => [setting, value]));
}

describe('Python that is read and not executed', () => {
  it('tells literals and simple arithmetic', () => {
    const found = read(
      'gunicorn.conf.py',
      'MB = 1024  # KiB\nmax_requests = 1_000 # a comment\nmax_requests_jitter: int = (100 // 2)\n' +
        'worker_max_memory_per_child = 200 * MB\nbind = "127.0.0.1:8000#x"\nworkers = 2 ** 3 - 1 + -2\n',
    );
    assert.deepEqual(
      [found['max_requests'], found['max_requests_jitter'], found['worker_max_memory_per_child']],
      [1000, 50, 204_800],
    );
    assert.deepEqual([found['bind'], found['workers']], ['127.0.0.1:8000#x', 5]);
  });

  it('cannot tell what depends on anything else, and takes it for no number', () => {
    const found = read(
      'gunicorn.conf.py',
      'import os\na = int(os.environ.get("X", 5))\nb = a * 2\nc = cpu_count()\nd = 5 if a else 6\ne = [1]\nf += 1\ng = "x".y\n',
    );
    for (const name of 'abcdefg')
      assert.ok(name in found && found[name] === undefined, `${name}: ${String(found[name])}`);
  });

  it('cannot tell what is set under a condition, and knows nothing of functions', () => {
    const { settings } = readPresent(
      'g.py',
      'max_requests = 5\nif debug:\n    max_requests = 0\ndef f():\n    timeout = 3\nkeepalive = 1\n',
    );
    assert.deepEqual(
      settings.map(({ setting, value, line }) => [setting, value, line]),
      [
        ['max_requests', 5, 1],
        ['max_requests', undefined, 3],
        ['keepalive', 1, 6],
      ],
    );
  });

  it('reads the ways of Celery and of uvicorn', () => {
    const found = read(
      'celery.py',
      'app = Celery("x")\napp.conf.update(\n    worker_max_tasks_per_child=100,\n    imports=("a", "b"),\n)\n' +
        'app.conf.worker_max_memory_per_child = 12000\nCELERY_WORKER_POOL = "solo"\n' +
        'app.conf.update({"task_time_limit": 60})\n' +
        'if __name__ == "__main__":\n    uvicorn.run("x:app", limit_max_requests=1000)\n',
    );
    assert.equal(found['worker_max_tasks_per_child'], 100);
    assert.equal(found['worker_max_memory_per_child'], 12_000);
    assert.equal(found['CELERY_WORKER_POOL'], 'solo');
    assert.equal(found['task_time_limit'], 60);
    assert.equal(found['limit_max_requests'], 1000);
  });

  it('is not deceived by strings, brackets and joined lines', () => {
    const found = read(
      'g.py',
      'x = """\nmax_requests = 7\n"""\ny = [\nmax_requests = 8,\n]\nz = 1 + \\\n  2\na = 1; b = 2\n',
    );
    assert.equal(found['max_requests'], undefined);
    assert.deepEqual([found['z'], found['a'], found['b']], [3, 1, 2]);
  });

  it('says when another module may set more', () => {
    assert.match(
      readPresent('g.py', 'from base import *\nx = 1\n').remarks.join(),
      /line 1 takes in all names/,
    );
  });
});

describe('the ini of uWSGI', () => {
  it('is read as uWSGI reads it', () => {
    const { settings, remarks } = readPresent(
      'app.ini',
      '[other]\nmax-requests = 1\n[uwsgi]\nset-ph = n=300\nmax-requests = 100\n;max-requests = 9\nmax-requests = %(n)\n' +
        'logto = /var/log/%n.log\nreload-on-rss = 1k\nini = other.ini\nif-env = X\nmax-requests = 4\nendif =\n',
    );
    const values = settings.filter(({ setting }) => setting === 'max-requests').map(({ value }) => value);
    assert.deepEqual(values, [100, 300, undefined]);
    assert.equal(settings.find(({ setting }) => setting === 'reload-on-rss')?.value, 1);
    assert.equal(settings.find(({ setting }) => setting === 'logto')?.value, undefined);
    assert.match(
      remarks.join('\n'),
      /digits at the beginning of '1k'[^]*takes in other\.ini, which is not read/,
    );
  });

  it('is refused in other clothes, in one line', () => {
    for (const [name, text] of [
      ['a.xml', '<uwsgi><max-requests>5</max-requests></uwsgi>'],
      ['a.yaml', 'uwsgi:\n  max-requests: 5\n'],
      ['a.json', '{"uwsgi": {"max-requests": 5}}'],
    ] as const)
      assert.throws(
        () => readPresent(name, text),
        (error) =>
          error instanceof UsageError && error.message.endsWith('is not read; name the same as an ini'),
        name,
      );
  });
});

describe('other configurations', () => {
  it('tells the pools of PHP-FPM apart', () => {
    const { settings, kind } = readPresent(
      'www.conf',
      '[www]\npm = dynamic\npm.max_requests = 500 ; often\n[api]\npm.max_requests=0\n',
    );
    assert.equal(kind, 'php-fpm pool');
    assert.deepEqual(
      settings
        .filter(({ setting }) => setting === 'pm.max_requests')
        .map(({ place, value }) => [place, value]),
      [
        ['www', 500],
        ['api', 0],
      ],
    );
  });

  it('reads Ruby, TOML and directives', () => {
    assert.equal(read('puma.rb', 'workers 4\nconfig.ram = 2 * 1024 # MiB\nfoo if x\n')['config.ram'], 2048);
    assert.equal(read('puma.rb', 'workers ENV.fetch("N") { 2 }\nworkers 3 if x\n')['workers'], undefined);
    const rackup = read('config.ru', 'use Unicorn::WorkerKiller::MaxRequests, 3072, 4096\n');
    assert.equal(rackup['Unicorn::WorkerKiller::MaxRequests'], 3072);
    assert.equal(read('hypercorn.toml', 'max_requests = 1_000 # x\n')['max_requests'], 1000);
    assert.equal(
      read('nginx.conf', 'location / {\n  passenger_max_requests 700;\n}\n')['passenger_max_requests'],
      700,
    );
    const apache = read('site.conf', 'WSGIDaemonProcess shop processes=2 maximum-requests=900\n');
    assert.equal(apache['maximum-requests'], 900);
  });

  it('reads command lines wherever they stand', () => {
    const unit =
      '[Service]\n# --max-requests 1\nExecStart=/usr/bin/gunicorn --workers 4 \\\n  --max-requests=800 --max-requests-jitter $J app:app\n' +
      'Environment="GUNICORN_CMD_ARGS=--timeout 30"\nEnvironment=GRANIAN_WORKERS_LIFETIME=60\n';
    const found = read('app.service', unit);
    assert.deepEqual([found['--max-requests'], found['--timeout']], [800, 30]);
    assert.ok('--max-requests-jitter' in found && found['--max-requests-jitter'] === undefined);
    assert.equal(read('Procfile', 'web: uwsgi -R 500 --master\n')['-R'], 500);
    assert.equal(read('Dockerfile', 'CMD ["gunicorn", "--max-requests", "250"]\n')['--max-requests'], 250);
  });

  it('refuses what is none of these in one line of plain text', () => {
    for (const [name, text] of [
      ['a\n\x1b[31m.txt', 'hello'],
      ['a.bin', 'x\0y'],
      ['empty.py', ''],
      ['big.py', 'a = 1\n'.repeat(LARGEST_CONFIGURATION / 5)],
    ] as const)
      assert.throws(
        () => readPresent(name, text),
        (error) => error instanceof UsageError && /^[\x20-\x7e]+$/.test(error.message),
        JSON.stringify(name),
      );
  });

  it('stays quick on text made to be slow', () => {
    const size = LARGEST_CONFIGURATION - 100;
    const bodies = [
      ' ',
      '(',
      '\\"',
      '"',
      "'",
      'a: ',
      'a.',
      '\n',
      '"""',
      ' a="',
      '=',
      'x(',
      ';',
      '-',
      '\\\n',
      "'''\n",
      '%(',
    ];
    for (const name of ['a.py', 'a.ini', 'a.rb', 'a.service', 'a.toml', 'a.conf'])
      for (const body of bodies) {
        const text = `a = 1\n${body.repeat(Math.floor(size / body.length))}`;
        const began = performance.now();
        try {
          readPresent(name, name === 'a.ini' ? `[uwsgi]\n${text}` : text);
        } catch (error) {
          assert.ok(error instanceof UsageError);
        }
        const took = performance.now() - began;
        assert.ok(took < 3000, `${name} of ${JSON.stringify(body)}: ${took.toFixed(0)} ms`);
      }
  });
});
