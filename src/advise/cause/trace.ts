/** The first thing to try in Python: the probe watches the endpoint in a worker of the server itself (docs/probe.md). */
import type { Profile } from '../../profile/profile.ts';
import type { Step } from '../../setup/target.ts';
import { isTraceable } from '../../setup/traceable.ts';
import { shellWord } from '../../wording/shell-word.ts';
import type { Stack } from './stack.ts';

/** The word after `memhog setup` whose probe fits the log, the likeliest; undefined where there is none. */
export function traceTarget(stack: Stack, { servers, coverage }: Profile): string | undefined {
  if (stack === 'celery') return 'celery';
  if (stack === 'asgi') return 'fastapi';
  if (stack !== 'wsgi') return undefined;
  const isGunicorn =
    servers.some(({ name }) => name === 'gunicorn') ||
    coverage.formats.some(([format]) => format.startsWith('gunicorn'));
  return isGunicorn ? 'gunicorn' : 'uwsgi';
}

/** The step; none for what cannot be watched by name. */
export function traceSteps(endpoint: string, target: string | undefined): readonly Step[] {
  if (target === undefined || !isTraceable(endpoint) || endpoint.includes('(')) return [];
  const others =
    target === 'celery' ? '' : '; with Django, Flask or FastAPI say django, flask or fastapi in its place';
  return [
    {
      why: `prints how to let one worker of the server watch it for 100 calls of its real traffic, and log which lines of code leave what: nothing to write, nothing to install${others}`,
      where: '',
      paste: `memhog setup ${target} --trace ${shellWord(endpoint)}`,
    },
  ];
}
