/** The probe for Python. */
import { PROBE_COST } from './costs.ts';
import { inShell } from './probe-way.ts';
import type { Stack, Way } from './probe-way.ts';

const OWN_LINES =
  'Lines of the probe go to stderr, one write each, and are dropped when nobody reads that; MEMHOG_PROBE_FILE=PATH names a file instead, which may be rotated and is renamed to PATH.1 at 256 MiB (MEMHOG_PROBE_MAX)';

const UWSGI_FORMAT =
  'log-format = %(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) %(memhog) %(memhog_more)';

const IN_UWSGI =
  'Under uWSGI the reading goes into its own line, by log-format, as `memhog setup uwsgi --probe` says';

const WAYS: Readonly<Record<string, Way>> = {
  uwsgi: {
    steps: [
      {
        why: 'puts the reading into each request line, and the route behind it where the framework tells it',
        where: 'uwsgi.ini, under [uwsgi], instead of memory-report or your log-format',
        paste: UWSGI_FORMAT,
      },
      {
        why: 'takes the reading as each request begins; MEMHOG_APP is what stood behind `module` or `wsgi`',
        where: 'uwsgi.ini, under [uwsgi], instead of your module',
        paste: 'env = MEMHOG_APP=shop.wsgi:application\nmodule = memhog_probe:application',
      },
    ],
    environment: (name, value) => ({
      where: 'uwsgi.ini, under [uwsgi], before `module`',
      paste: `env = ${name}=${value}`,
    }),
    notes: [
      'With Django or Flask leave `module` as it is and do what `memhog setup django --probe` says: then each line has the route as the framework knows it',
    ],
  },
  gunicorn: {
    steps: [
      {
        why: 'takes the reading as each request begins and puts it at the end of its access line, for sync, gthread, gevent and ASGI workers',
        where: 'gunicorn.conf.py',
        paste: 'logger_class = "memhog_probe.Logger"\naccesslog = "-"  # or a file',
      },
    ],
    environment: (name, value) => ({
      where: 'gunicorn.conf.py, the first lines',
      paste: `import os\nos.environ[${JSON.stringify(name)}] = ${JSON.stringify(value)}`,
    }),
    notes: [
      'Take it instead of memhog_gunicorn.Logger, not beside it',
      'UvicornWorker knows none of these hooks: `memhog setup fastapi --probe`',
    ],
  },
  celery: {
    steps: [
      {
        why: 'takes the reading as each task begins, and writes it when the task is done',
        where: 'celeryconfig.py, or app.conf.update(…)',
        paste: 'imports = ["memhog_probe"]  # beside your own, instead of memhog_celery',
      },
      { why: 'the lines are of level INFO', where: '', paste: 'celery -A proj worker -l INFO' },
    ],
    environment: inShell,
    notes: ['Tasks take the place of routes'],
  },
  django: {
    steps: [
      {
        why: 'takes the reading as each request begins, and knows the route',
        where: 'settings.py, the first entry of MIDDLEWARE',
        paste: 'MIDDLEWARE = [\n    "memhog_probe.Django",\n    # … yours\n]',
      },
    ],
    environment: inShell,
    notes: [IN_UWSGI, OWN_LINES],
  },
  flask: {
    steps: [
      {
        why: 'takes the reading as each request begins, and knows the URL rule',
        where: 'where the application is made',
        paste: 'import memhog_probe\n\nmemhog_probe.flask(app)',
      },
    ],
    environment: inShell,
    notes: [IN_UWSGI, OWN_LINES],
  },
  fastapi: {
    steps: [
      {
        why: 'takes the reading as each request begins, and knows the path of the route',
        where: 'where the application is made, after all other middleware',
        paste: 'import memhog_probe\n\napp.add_middleware(memhog_probe.ASGI)',
      },
    ],
    environment: inShell,
    notes: [
      OWN_LINES,
      'With several requests at once in one process memhog weighs all that ran between two readings, which takes more log',
    ],
  },
};

const ALWAYS: readonly string[] = [
  'MEMHOG_PROBE_SPANS=1 in the environment also tells what parts of requests leave: queries, templates, cache and views of Django, Flask and SQLAlchemy, and what `with memhog_probe.span("name")` names',
  'MEMHOG_PROBE=0 in the environment switches it off',
  'What memhog reads from these lines, and what each field means: docs/probe.md in this package',
];

const TRACE_NOTES: readonly string[] = [
  'While it watches, that one worker is slower, by several times where much is allocated, and stands still for some tenths of a second after each of five calls; the others are not touched. It ends by itself after 100 calls, 10 minutes or 128 MiB of its own (MEMHOG_TRACE_CALLS, MEMHOG_TRACE_SECONDS, MEMHOG_TRACE_MEMORY), and says which',
  'With objgraph or guppy3 installed it also tells types by them; MEMHOG_TRACE_MEMRAY=PATH writes a file of memray, where that is installed',
];

/** Servers, frameworks and job runners of Python. */
export const PYTHON_PROBE: Stack = {
  ways: WAYS,
  files: ['python/memhog_probe.py'],
  install: () => [],
  cost: PROBE_COST,
  tells: 'by file and line',
  always: ALWAYS,
  traceNotes: TRACE_NOTES,
};
