/**
 * The probe: readings as each request begins (docs/probe.md). It takes the place of the reading at the end of a target,
 * and has steps of its own for each.
 */
import { PROBE_COST } from './costs.ts';
import type { Step, Target } from './target.ts';

/** What is asked of the probe. */
export interface ProbeWish {
  /** The endpoint to watch, such as `GET /search`; empty for none. */
  readonly trace: string;
}

/** How one server or framework takes the probe. */
interface Way {
  readonly steps: readonly Step[];
  /** How a variable of the environment is set there. */
  readonly environment: (name: string, value: string) => Pick<Step, 'where' | 'paste'>;
  readonly notes: readonly string[];
}

const FILE = 'python/memhog_probe.py';

/** A word for a shell. */
const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const inShell: Way['environment'] = (name, value) => ({
  where: 'the environment in which the server starts',
  paste: `export ${name}=${shellWord(value)}`,
});

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

/** The targets that take the probe. */
export const PROBE_NAMES: readonly string[] = Object.keys(WAYS);

const ALWAYS: readonly string[] = [
  'MEMHOG_PROBE_SPANS=1 in the environment also tells what parts of requests leave: queries, templates, cache and views of Django, Flask and SQLAlchemy, and what `with memhog_probe.span("name")` names',
  'MEMHOG_PROBE=0 in the environment switches it off',
  'What memhog reads from these lines, and what each field means: docs/probe.md in this package',
];

function traceStep(way: Way, trace: string): Step {
  const { where, paste } = way.environment('MEMHOG_TRACE', trace);
  return {
    why: `watches ${trace} in one worker for 100 of its calls, then writes what they leave, by file and line, and stops; restart the server, and take it out again afterwards`,
    where,
    paste,
  };
}

const TRACE_NOTES: readonly string[] = [
  'While it watches, that one worker is slower, by several times where much is allocated, and stands still for some tenths of a second after each of five calls; the others are not touched. It ends by itself after 100 calls, 10 minutes or 128 MiB of its own (MEMHOG_TRACE_CALLS, MEMHOG_TRACE_SECONDS, MEMHOG_TRACE_MEMORY), and says which',
  'With objgraph or guppy3 installed it also tells types by them; MEMHOG_TRACE_MEMRAY=PATH writes a file of memray, where that is installed',
];

/** The target as it takes the probe; undefined where it takes none. */
export function withProbe(target: Target, { trace }: ProbeWish): Target | undefined {
  const way = WAYS[target.name];
  if (!way) return undefined;
  return {
    name: target.name,
    title: `${target.title}, with the probe`,
    asks: target.asks,
    files: [FILE],
    flags: trace === '' ? '--probe' : `--trace ${shellWord(trace)}`,
    steps: () => (trace === '' ? way.steps : [...way.steps, traceStep(way, trace)]),
    cost: PROBE_COST,
    notes: () => [...way.notes, ...(trace === '' ? [] : TRACE_NOTES), ...ALWAYS],
  };
}
