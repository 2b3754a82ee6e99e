import { celery } from './celery.ts';
import { granian } from './granian.ts';
import { gunicorn } from './gunicorn.ts';
import { hypercorn } from './hypercorn.ts';
import { modWsgi } from './mod-wsgi.ts';
import { passenger } from './passenger.ts';
import { phpFpm } from './php-fpm.ts';
import { puma } from './puma.ts';
import type { AdvisedServer } from './server.ts';
import { unicorn } from './unicorn.ts';
import { uvicorn } from './uvicorn.ts';
import { uwsgi } from './uwsgi.ts';

/** Every server of `memhog advise --server`, in the order it is listed. */
export const ADVISED_SERVERS: readonly AdvisedServer[] = [
  gunicorn,
  uwsgi,
  celery,
  phpFpm,
  puma,
  passenger,
  unicorn,
  granian,
  uvicorn,
  hypercorn,
  modWsgi,
];

/** The server that writes the log format `format` and is alone in that; undefined where the format does not tell. */
export function serverOfFormat(format: string): AdvisedServer | undefined {
  return ADVISED_SERVERS.find(({ formats }) => formats.includes(format));
}
