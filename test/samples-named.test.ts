import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { rankingOf } from './cli/ranking-of.ts';

/** A log of each kind of server, with one planted leak; the rest are judged by hand (see samples/README.md). */
const LOGS = [
  'celery/prefork-celery-5.2.6',
  'django/middleware-django-5.2.19',
  'gunicorn/sync-gunicorn-20.1.0',
  'gunicorn/gthread-gunicorn-20.1.0',
  'node/shop-express-5.3.0',
  'node/shop-pino-10.4.0',
  'puma/lograge-0.10.0-puma-5.6.5',
  'puma/oink-puma-5.6.5',
  'uvicorn/asgi-middleware-uvicorn-0.54.0',
  'uwsgi/log-format-uwsgi-2.0.21',
  'uwsgi/json-encoder-uwsgi-2.0.21',
];

interface Truth {
  readonly routes: Readonly<Record<string, { readonly kind: string }>>;
}

/** Names of placeholders differ from framework to framework. */
const plain = (route: string): string => route.replaceAll(/:\w+/g, ':id');

describe('the planted leak, named with no option', () => {
  for (const log of LOGS) {
    it(`in ${log}`, async () => {
      const path = `samples/${log}.log.gz`;
      assert.ok(existsSync(path));
      const truth = JSON.parse(readFileSync(`samples/${log}.log.truth.json`, 'utf8')) as Truth;
      const planted = Object.entries(truth.routes)
        .filter(([, { kind }]) => kind.startsWith('leak'))
        .map(([route]) => plain(route));
      const { findings } = await rankingOf(['parse', path]);
      const blamed = findings.filter(({ verdict }) => verdict === 'leak' || verdict === 'suspect');
      const first = blamed[0]?.endpoint.replace(/^[A-Z]+ /, '') ?? '';
      assert.ok(planted.includes(plain(first)), `${first} stands first, planted is ${planted.join(', ')}`);
      for (const { endpoint, verdict } of blamed)
        assert.ok(
          verdict !== 'leak' || planted.includes(plain(endpoint.replace(/^[A-Z]+ /, ''))),
          `${endpoint} is called a leak`,
        );
    });
  }
});
