/** The next step from a named endpoint to the line of code that keeps the memory, as commands. */
import type { Step } from '../../setup/target.ts';
import { nodeSteps } from './node.ts';
import { phpSteps } from './php.ts';
import { pythonSteps } from './python.ts';
import { rubySteps } from './ruby.ts';
import { targetOf } from './target.ts';
import type { Stack } from './stack.ts';
import type { CallTarget } from './target.ts';
import { traceSteps } from './trace.ts';

/** Steps in the order to take them, and what to know beside them. */
export interface WayToCause {
  readonly steps: readonly Step[];
  /** Sentences without their full stop. */
  readonly notes: readonly string[];
}

const STACKS: Readonly<Record<string, Stack>> = {
  gunicorn: 'wsgi',
  uwsgi: 'wsgi',
  mod_wsgi: 'wsgi',
  uvicorn: 'asgi',
  hypercorn: 'asgi',
  granian: 'asgi',
  celery: 'celery',
  'php-fpm': 'php',
  puma: 'ruby',
  passenger: 'ruby',
  unicorn: 'ruby',
  node: 'node',
};

/** The stack behind a server of `memhog advise`, or `node`; undefined for any other name. */
export function stackOf(server: string): Stack | undefined {
  return Object.hasOwn(STACKS, server) ? STACKS[server] : undefined;
}

const STEPS: Readonly<Record<Stack, (target: CallTarget) => readonly Step[]>> = {
  wsgi: (target) => pythonSteps('wsgi', target),
  asgi: (target) => pythonSteps('asgi', target),
  celery: (target) => pythonSteps('celery', target),
  ruby: rubySteps,
  node: nodeSteps,
  php: phpSteps,
};

/** What memhog's names in parentheses mean for the search. */
const SPECIAL: Readonly<Record<string, string>> = {
  '(every request)': 'All routes leak alike, so any will do: look at middleware, logging and hooks first',
  '(background)':
    'It grows without being asked: look at threads, timers and schedulers; calling a route will not show it',
  '(not found)': 'Any path that does not exist will do: look at what handles errors and counts by path',
  '(unknown)': 'The log lost its path: name another endpoint to search in',
  '(unlogged)': 'It moved across requests that the log does not show: log every request first',
};

/** `trace`: see traceTarget. The way for `endpoint`, as the ranking names it (`POST /cart/items`, a task of Celery, `(background)`). */
export function wayToCause(endpoint: string, stack: Stack, trace?: string): WayToCause {
  const target = targetOf(endpoint);
  const special = Object.hasOwn(SPECIAL, target.name) ? SPECIAL[target.name] : undefined;
  return {
    steps: [...traceSteps(endpoint, trace), ...STEPS[stack](target)],
    notes: [
      ...(special === undefined ? [] : [special]),
      ...(target.filledIn.length === 0
        ? []
        : [`1 stands for ${target.filledIn.join(', ')}: put in values that exist`]),
      'Do this on a test machine: tracing makes the process slow and large',
    ],
  };
}
