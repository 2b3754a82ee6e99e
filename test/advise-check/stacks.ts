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
  stopSignal: 'SIGTERM',
  reading: TAIL,
};

const uwsgi: Stack = {
  name: 'uwsgi',
  title: 'uWSGI',
  needs: [['uwsgi', '--plugin', 'python3', '--version']],
  samples: ['gunicorn'],
  configure: ({ folder, port, workers, settings }) => {
    const lines = [
      '[uwsgi]',
      'plugin = python3',
      'memory-report = true',
      `http-socket = 127.0.0.1:${port}`,
      'wsgi = uwsgi_app:application',
      `processes = ${workers}`,
      settings === '' ? 'master = true' : settings,
    ];
    writeFileSync(join(folder, 'uwsgi.ini'), `${lines.join('\n')}\n`);
  },
  server: () => ['uwsgi', '--ini', 'uwsgi.ini'],
  load: webLoad,
  stopSignal: 'SIGINT',
  reading: /rss usage: (?<rss>\d+) bytes.*?\[pid: (?<pid>\d+)\|/,
};

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

/** All of them. */
export const STACKS: readonly Stack[] = [gunicorn, uwsgi, celery];
