/** Express, Fastify and Koa as they are: each application of apps/ in a process of its own, its lines on a pipe. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { fieldsOf } from './fields.ts';

const run = promisify(execFile);

const ROOT = join(import.meta.dirname, '../..');

const REQUESTS = ['/users/7?token=secret', '/v1/things/4', '/v1/things/0', '/nothing/here'];

describe('memhog in frameworks', () => {
  for (const name of ['express', 'fastify', 'koa']) {
    const skip = existsSync(join(ROOT, 'node_modules', name)) ? false : `${name} is not installed`;
    it(`${name}: one line for each request, with the route's own template`, { skip }, async () => {
      const app = join(import.meta.dirname, 'apps', `${name}.mjs`);
      const { stdout } = await run(process.execPath, ['--import', 'tsx', app, ...REQUESTS], { cwd: ROOT });
      const lines = stdout.split('\n').filter((line) => line.startsWith('memhog '));
      const seen = lines.map((line) => {
        const fields = fieldsOf(line);
        assert.equal(fields.get('inflight'), '1');
        assert.ok(Number(fields.get('rss')) > 1 << 20);
        return ['seq', 'path', 'route', 'status'].map((key) => fields.get(key) ?? '');
      });
      assert.deepEqual(seen, [
        ['1', '/users/7', '/users/:id', '200'],
        ['2', '/v1/things/4', '/v1/things/:id', '200'],
        ['3', '/v1/things/0', '/v1/things/:id', '500'],
        ['4', '/nothing/here', '', '404'],
      ]);
    });
  }
});
