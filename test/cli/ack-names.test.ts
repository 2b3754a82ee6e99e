/** Which names `memhog ack` takes for endpoints. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { folderWith } from './shop-log.ts';
import { memhog } from './world.ts';
import type { Outcome } from './world.ts';

const run = (cwd: string, ...args: readonly string[]): Promise<Outcome> => memhog(['ack', ...args], { cwd });

/** A folder with a configuration and one report that knows these endpoints. */
function withReport(...endpoints: readonly string[]): string {
  const cwd = folderWith({ 'memhog.json': '{"out": "reports"}' });
  mkdirSync(join(cwd, 'reports'));
  const findings = endpoints.map((endpoint) => ({ endpoint }));
  writeFileSync(join(cwd, 'reports', '2026-11-21.json'), JSON.stringify({ findings }));
  return cwd;
}

describe('ack', () => {
  it('writes the method as reports do', async () => {
    const cwd = folderWith();
    assert.match((await run(cwd, ' get   /new ')).stdout, /^GET \/new is acknowledged/);
    assert.match(readFileSync(join(cwd, 'memhog.json'), 'utf8'), /"GET \/new"/);
    assert.equal((await run(cwd, '--remove', 'Get /new')).code, 0);
  });

  it('refuses what is no endpoint, and changes nothing', async () => {
    const cwd = folderWith({ 'memhog.json': '{}' });
    for (const name of ['garbage', 'GET new', 'GET', 'what is this', '/a b', '()']) {
      const { code, stdout, stderr } = await run(cwd, name);
      assert.deepEqual([code, stdout], [2, ''], name);
      assert.match(stderr, /is no endpoint: write it as reports show it, such as 'GET \/export'/);
    }
    assert.equal(readFileSync(join(cwd, 'memhog.json'), 'utf8'), '{}');
  });

  it('takes paths, names in parentheses, and names of tasks and actions', async () => {
    const cwd = folderWith();
    const names = [
      '/export',
      '(background)',
      'shop.tasks.export',
      'UsersController#show',
      'Users::Export',
      'export_all',
    ];
    for (const name of names) {
      const { code, stderr } = await run(cwd, name);
      assert.deepEqual([code, stderr], [0, ''], name);
    }
  });

  it('takes any name that a report knows, and warns of one that none knows', async () => {
    const cwd = withReport('add', 'GET /new', 'shop.export');
    for (const name of ['add', 'get /new', 'shop.export']) {
      const { code, stderr } = await run(cwd, name);
      assert.deepEqual([code, stderr], [0, ''], name);
    }
    const { code, stderr } = await run(cwd, 'POST /new');
    assert.equal(code, 0);
    assert.match(stderr, /the last reports in reports know no 'POST \/new'.*; they know 'GET \/new'/);
    assert.match((await run(cwd, 'shop.import')).stderr, /know no 'shop\.import'/);
    assert.equal((await run(cwd, 'garbage')).code, 2);
  });
});
