/** Which stack a log comes from, whatever server the advice is for: the way to the cause leads through the code that wrote it. */
import type { Profile } from '../../profile/profile.ts';
import { readingsOf } from '../../ranking/metric.ts';
import type { Stack } from './stack.ts';

/** By the name of a server that said it, and by the name of a format; the first that is there decides. */
const SAID: readonly (readonly [string, Stack])[] = [
  ['celery', 'celery'],
  ['asgi', 'asgi'],
  ['uvicorn', 'asgi'],
  ['granian', 'asgi'],
  ['puma', 'ruby'],
];

const FORMATS: readonly (readonly [RegExp, Stack])[] = [
  [/^celery$/, 'celery'],
  [/^php-fpm/, 'php'],
  [/^(?:oink|ruby-server)$/, 'ruby'],
  [/^(?:uwsgi|gunicorn)/, 'wsgi'],
];

/** Undefined where neither the server, nor the lines, nor their figures tell. */
export function stackOfLog(profile: Profile): Stack | undefined {
  const said = (name: string): boolean => profile.servers.some((one) => one.name === name);
  const byServer = SAID.find(([name]) => said(name))?.[1];
  if (byServer) return byServer;
  const byFormat = FORMATS.find(([pattern]) =>
    profile.coverage.formats.some(([name]) => pattern.test(name)),
  )?.[1];
  if (byFormat) return byFormat;
  if (said('uwsgi') || said('gunicorn')) return 'wsgi';
  const readings = readingsOf(profile);
  // Blocks are CPython's; live bytes without them are the heap of Node.
  if ((readings.get('blocks') ?? 0) > 0) return 'wsgi';
  return (readings.get('live') ?? 0) > 0 ? 'node' : undefined;
}
