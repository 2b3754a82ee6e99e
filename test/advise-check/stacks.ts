/** The servers that are checked. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleVersion, PYTHON, TAIL, webLoad } from './stack.ts';
import type { Stack } from './stack.ts';

const gunicorn: Stack = {
  name: 'gunicorn',
  title: 'Gunicorn',
  needs: [moduleVersion('gunicorn')],
  samples: ['gunicorn'],
  configure: ({ folder, settings }) => {
    const own = readFileSync(join(folder, 'gunicorn_marks.py'), 'utf8');
    writeFileSync(join(folder, 'gunicorn.conf.py'), own + settings);
  },
  server: ({ workers }) => [PYTHON, '-m', 'gunicorn', '--workers', String(workers), 'app:application'],
  load: webLoad,
  // Two workers, and a restart said to take as long as it does: then a jitter of less than a minute keeps them apart.
  own: {
    workers: 2,
    seconds: 300,
    life: 46,
    boot: 0.3,
    why: 'Two workers with lives of some 46 s and `--boot 0.3`: the least for which `advise` promises that they do not restart together (at most 1 % of the restarts), so that the promise can fail.',
  },
  stopSignal: 'SIGTERM',
  reading: TAIL,
};

/** uWSGI as it is asked for by `--uwsgi`: one of PyPI has Python built in, Debian's takes it from a plugin. */
const uwsgiOf = (program: string | undefined): Stack => ({
  name: 'uwsgi',
  title: 'uWSGI',
  needs: [program === undefined ? ['uwsgi', '--plugin', 'python3', '--version'] : [program, '--version']],
  samples: ['gunicorn'],
  configure: ({ folder, port, workers, settings }) => {
    const lines = [
      '[uwsgi]',
      ...(program === undefined ? ['plugin = python3'] : []),
      'memory-report = true',
      `http-socket = 127.0.0.1:${port}`,
      'wsgi = uwsgi_app:application',
      `processes = ${workers}`,
      settings === '' ? 'master = true' : settings,
    ];
    writeFileSync(join(folder, 'uwsgi.ini'), `${lines.join('\n')}\n`);
  },
  server: () => [program ?? 'uwsgi', '--ini', 'uwsgi.ini'],
  load: webLoad,
  stopSignal: 'SIGINT',
  reading: /rss usage: (?<rss>\d+) bytes.*?\[pid: (?<pid>\d+)\|/,
});

const celery: Stack = {
  name: 'celery',
  title: 'Celery',
  needs: [moduleVersion('celery'), moduleVersion('redis'), ['redis-server', '--version']],
  samples: ['gunicorn', 'celery'],
  beside: ({ port }) => [
    'redis-server',
    '--bind',
    '127.0.0.1',
    '--port',
    String(port),
    '--save',
    '',
    '--daemonize',
    'no',
  ],
  configure: ({ folder, settings }) => writeFileSync(join(folder, 'celeryconfig.py'), settings),
  server: ({ workers }) => [
    ...([PYTHON, '-m', 'celery', '-A', 'celery_app', 'worker'] as const),
    ...['-l', 'INFO', '-n', 'shop@shop', '--pool', 'prefork', '--concurrency', String(workers)],
  ],
  load: (_site, { count, seed }) => [PYTHON, 'paced_tasks.py', String(count), String(seed)],
  stopSignal: 'SIGTERM',
  reading: TAIL,
};

/** All of them; `uwsgi`: the program, Debian's when undefined. */
export const stacksOf = (uwsgi: string | undefined): readonly Stack[] => [gunicorn, uwsgiOf(uwsgi), celery];
