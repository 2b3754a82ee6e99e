import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { stackOf, wayToCause } from '../../../src/advise/cause/cause.ts';
import { stackOfLog } from '../../../src/advise/cause/log-stack.ts';
import type { Stack } from '../../../src/advise/cause/stack.ts';
import { targetOf } from '../../../src/advise/cause/target.ts';
import { ADVISED_SERVERS } from '../../../src/advise/servers/servers.ts';
import { profileOf } from '../../report/profiles.ts';

// The same loads each time: what is drawn anew belongs into `npm run test:long`.
fc.configureGlobal({ seed: 20_261_123 });

const STACKS: readonly Stack[] = ['wsgi', 'asgi', 'celery', 'ruby', 'node', 'php'];

describe('the way to the cause', () => {
  it('is known for every server', () => {
    for (const { name } of ADVISED_SERVERS) assert.ok(stackOf(name), name);
    assert.equal(stackOf('constructor'), undefined);
  });

  it('calls the route that was named', () => {
    for (const stack of STACKS.filter((one) => one !== 'celery')) {
      const text = wayToCause('POST /cart/items', stack)
        .steps.map(({ paste }) => paste)
        .join('\n');
      assert.match(text, /\/cart\/items/, stack);
      assert.match(text, /POST/, stack);
    }
    assert.match(
      wayToCause('proj.tasks.add', 'celery').steps[0]?.paste ?? '',
      /app\.tasks\["proj\.tasks\.add"\]/,
    );
  });

  it('puts a value where a template has a name, and says so', () => {
    const { path, filledIn } = targetOf('GET /users/:id/x/{slug}/<int:n>');
    assert.deepEqual([path, filledIn], ['/users/1/x/1/1', [':id', '{slug}', '<int:n>']]);
    assert.match(wayToCause('GET /users/:id', 'wsgi').notes.join(), /1 stands for :id/);
  });

  it('says what a name in parentheses means for the search', () => {
    assert.match(wayToCause('(background)', 'ruby').notes.join(), /threads, timers/);
    assert.equal(targetOf('GET (not found)').path, '/no-such-page');
  });

  it('lets nothing of a hostile log into a command', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => `GET /${text}`);
    fc.assert(
      fc.property(hostile, (endpoint) => {
        const { path, task, method } = targetOf(endpoint);
        assert.match(path, /^[\w.~:@+,=%/-]+$/);
        assert.match(task, /^[\w.:-]+$/);
        assert.match(method, /^[A-Z]+$/);
      }),
    );
    assert.equal(targetOf(`GET /x';rm -rf "$HOME"#{1}`).path, '/x%27%3Brm%20-rf%20%22%24HOME%22%23%7B1%7D');
    assert.equal(targetOf('GET /\ud800').path, '/%3F');
  });

  it('gives commands that a shell can read', () => {
    for (const stack of STACKS)
      for (const { paste, where } of wayToCause("GET /it's/:id", stack).steps)
        if (where === '') execFileSync('bash', ['-n', '-c', paste]);
  });

  it('begins with the probe where the endpoint can be watched by name', () => {
    const first = (endpoint: string, trace?: string): string =>
      wayToCause(endpoint, 'wsgi', trace).steps[0]?.paste ?? '';
    assert.equal(first("GET /it's/:id", 'gunicorn'), `memhog setup gunicorn --trace 'GET /it'\\''s/:id'`);
    assert.doesNotMatch(first('GET /search'), /--trace/);
    assert.doesNotMatch(first('(background)', 'uwsgi'), /--trace/);
  });

  it('follows the log, not the server that the advice is for', () => {
    const stack = (file: string): Stack | undefined =>
      stackOfLog(profileOf(gunzipSync(readFileSync(`samples/${file}.log.gz`)).toString()));
    assert.equal(stack('probe/fastapi-0.165.0-uvicorn-0.54.0'), 'asgi');
    assert.equal(stack('gunicorn/asgi-gunicorn-27.0.1'), 'asgi');
    assert.equal(stack('gunicorn/recycled-gunicorn-27.0.1'), 'wsgi');
    assert.equal(stack('celery/recycled-celery-5.7.0'), 'celery');
    assert.equal(stack('node/shop-pino-10.4.0'), 'node');
    assert.equal(stack('puma/rails-6.1.7.10-puma-5.6.5'), 'ruby');
    assert.equal(stack('php-fpm/shop-php-fpm-8.2.36'), 'php');
  });
});
