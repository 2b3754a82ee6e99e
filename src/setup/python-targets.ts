/** Python: servers, frameworks, job runners. */
import { ASGI_COST, CELERY_COST, DJANGO_COST, FLASK_COST, GUNICORN_COST, WSGI_COST } from './costs.ts';
import { isBefore, pythonPackage } from './target.ts';
import type { Target } from './target.ts';

const MIDDLEWARE = 'python/memhog_middleware.py';

const ASGI_NOTE =
  'With several requests at once in one process a step of memory belongs to any of them: memhog then reads the trend alone, which takes more log. A worker that serves one request at a time tells sooner';

const uwsgi: Target = {
  name: 'uwsgi',
  title: 'uWSGI',
  asks: [{ command: 'uwsgi', args: ['--version'], answer: /^(\d[\w.]*)/m }, pythonPackage('uWSGI')],
  files: [],
  steps: (version) => [
    {
      why: "adds the worker's address space and resident memory to each request line",
      where: 'uwsgi.ini, under [uwsgi]',
      paste: isBefore(version, [2, 1]) || !version ? 'memory-report = true' : 'memory-report = 1',
    },
    {
      why: 'only where you set log-format yourself: memory is not in it unless asked for (rssM beside rss, as %(rss) overflows at 2 GiB)',
      where: 'uwsgi.ini, under [uwsgi], instead of your log-format',
      paste:
        'log-format = %(addr) [%(ctime)] pid=%(pid) core=%(core) "%(method) %(uri) %(proto)" %(status) rss=%(rss) rssM=%(rssM)',
    },
  ],
  cost: '',
  notes: (version) => [
    'Leave every request in the log: with disable-logging, or only errors logged, memory that moved in between belongs to nobody',
    ...(isBefore(version, [2, 1]) || !version
      ? ['`memory-report = 2` is no more than true here: USS and PSS came with 2.1']
      : [
          '`memory-report = 2` adds USS and PSS, and reads /proc/self/smaps with every request, which is slow',
        ]),
    'With log-master, lines are dropped under load when the socket is full; memhog counts them by the counters in the line',
  ],
};

const gunicorn: Target = {
  name: 'gunicorn',
  title: 'Gunicorn',
  asks: [
    { command: 'gunicorn', args: ['--version'], answer: /version (\d[\w.]*)/ },
    pythonPackage('gunicorn'),
  ],
  files: ['python/memhog_gunicorn.py'],
  steps: () => [
    {
      why: "adds the worker's pid and resident memory to each access line, for sync, gthread, gevent and ASGI workers",
      where: 'gunicorn.conf.py',
      paste: 'logger_class = "memhog_gunicorn.Logger"\naccesslog = "-"  # or a file',
    },
  ],
  cost: GUNICORN_COST,
  notes: (version) => [
    ...(isBefore(version, [20, 1])
      ? ['Gunicorn before 20.1 is not supported by this file: upgrade first']
      : []),
    'Your access_log_format stays as it is: the memory is added at the end of the line. To place it yourself, name %(memhog)s or %(rss)s in the format',
    'Let the error log go into the same stream, or name both files to memhog: it tells when workers boot and exit',
    ASGI_NOTE,
  ],
};

const celery: Target = {
  name: 'celery',
  title: 'Celery',
  asks: [{ command: 'celery', args: ['--version'], answer: /^(\d[\w.]*)/m }, pythonPackage('celery')],
  files: ['python/memhog_celery.py'],
  steps: () => [
    {
      why: 'writes one line per task with the memory of the process that ran it',
      where: 'celeryconfig.py, or app.conf.update(…)',
      paste: 'imports = ["memhog_celery"]  # beside your own',
    },
    { why: 'the lines are of level INFO', where: '', paste: 'celery -A proj worker -l INFO' },
  ],
  cost: CELERY_COST,
  notes: () => [
    'Tasks take the place of routes. Read the log of the worker: `memhog parse celery.log`',
    'worker_max_memory_per_child compares the peak, in KiB, after the task: a large task that gave everything back recycles the child all the same',
  ],
};

const django: Target = {
  name: 'django',
  title: 'Django',
  asks: [pythonPackage('django')],
  files: [MIDDLEWARE],
  steps: () => [
    {
      why: 'writes one line per request with the memory of the worker, and the route as Django knows it',
      where: 'settings.py, the first entry of MIDDLEWARE',
      paste: 'MIDDLEWARE = [\n    "memhog_middleware.DjangoMiddleware",\n    # … yours\n]',
    },
  ],
  cost: DJANGO_COST,
  notes: () => [
    'Under uWSGI or Gunicorn their own access log does it without a change to the application, and costs less: `memhog setup uwsgi`, `memhog setup gunicorn`',
    'Lines go to the logger "memhog" at level INFO, or to stderr where that has no handler',
  ],
};

const flask: Target = {
  name: 'flask',
  title: 'Flask',
  asks: [pythonPackage('flask')],
  files: [MIDDLEWARE],
  steps: () => [
    {
      why: 'writes one line per request with the memory of the worker, and the URL rule as Flask knows it',
      where: 'where the application is made',
      paste: 'import memhog_middleware\n\nmemhog_middleware.init_app(app)',
    },
  ],
  cost: FLASK_COST,
  notes: django.notes,
};

const fastapi: Target = {
  name: 'fastapi',
  title: 'FastAPI, Starlette',
  asks: [pythonPackage('fastapi'), pythonPackage('starlette')],
  files: [MIDDLEWARE],
  steps: () => [
    {
      why: 'writes one line per request with the memory of the worker, and the path of the route',
      where: 'where the application is made, after all other middleware',
      paste: 'from memhog_middleware import MemhogASGI\n\napp.add_middleware(MemhogASGI)',
    },
  ],
  cost: ASGI_COST,
  notes: () => [
    ASGI_NOTE,
    'Lines go to the logger "memhog" at level INFO, or to stderr where that has no handler',
  ],
};

const asgiServer = (name: string, title: string, why: string): Target => ({
  name,
  title,
  asks: [{ command: name, args: ['--version'], answer: /(\d+\.[\w.]+)/ }, pythonPackage(name)],
  files: [MIDDLEWARE],
  steps: () => [
    {
      why,
      where: 'where the application is made',
      paste: 'from memhog_middleware import MemhogASGI\n\napp = MemhogASGI(app)',
    },
  ],
  cost: ASGI_COST,
  notes: () => [ASGI_NOTE],
});

const wsgi: Target = {
  name: 'wsgi',
  title: 'any WSGI application (mod_wsgi, Waitress, Bjoern, …)',
  asks: [],
  files: [MIDDLEWARE],
  steps: () => [
    {
      why: 'writes one line per request with the memory of the process that served it',
      where: 'where the application is made',
      paste: 'from memhog_middleware import MemhogWSGI\n\napplication = MemhogWSGI(application)',
    },
  ],
  cost: WSGI_COST,
  notes: () => [
    "Apache's %P under mod_wsgi's daemon mode is the proxy, not the process that runs the application: its access log cannot tell",
  ],
};

/** Everything in Python. */
export const PYTHON_TARGETS: readonly Target[] = [
  uwsgi,
  gunicorn,
  celery,
  django,
  flask,
  fastapi,
  asgiServer(
    'uvicorn',
    'uvicorn',
    "uvicorn's own access line has neither pid nor memory, so the application writes one",
  ),
  asgiServer(
    'hypercorn',
    'Hypercorn',
    "Hypercorn's access log has no atom for memory, so the application writes a line",
  ),
  asgiServer(
    'granian',
    'Granian',
    "Granian's access log has neither pid nor memory, so the application writes a line",
  ),
  wsgi,
];
