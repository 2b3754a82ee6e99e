/** `memhog ack` on the command line, and what it does to the commands that fail on findings. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { folderWith, SHOP } from './shop-log.ts';
import { memhog } from './world.ts';
import type { Outcome } from './world.ts';

const run = (cwd: string, ...args: readonly string[]): Promise<Outcome> => memhog(['ack', ...args], { cwd });

async function refused(cwd: string, args: readonly string[], because: RegExp): Promise<void> {
  const { code, stdout, stderr } = await run(cwd, ...args);
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^memhog: [^\n]*\n$/);
  assert.match(stderr, because);
}

const configOf = (cwd: string, name = 'memhog.json'): string => readFileSync(join(cwd, name), 'utf8');

describe('ack', () => {
  it('makes the configuration when there is none', async () => {
    const cwd = folderWith();
    const { code, stdout } = await run(cwd, 'GET /export', '--until', '2026-12-31', '--note', 'fixed soon');
    assert.deepEqual([code, stdout], [0, 'GET /export is acknowledged until 2026-12-31 (in memhog.json)\n']);
    assert.equal(
      configOf(cwd),
      '{\n  "acknowledged": [\n    {\n      "endpoint": "GET /export",\n      "until": "2026-12-31",\n      "note": "fixed soon"\n    }\n  ]\n}\n',
    );
    assert.deepEqual(readdirSync(cwd), ['memhog.json']);
  });

  it('keeps other settings, the order of keys, the mode, and a link', async () => {
    const cwd = folderWith();
    mkdirSync(join(cwd, 'etc'));
    const file = join(cwd, 'etc', 'real.json');
    writeFileSync(file, '{"top": 3, "acknowledged": [{"endpoint": "GET /a"}], "inputs": ["shop.log"]}');
    chmodSync(file, 0o640);
    symlinkSync(file, join(cwd, 'memhog.json'));
    await run(cwd, 'GET /b');
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    assert.deepEqual(value, {
      top: 3,
      acknowledged: [{ endpoint: 'GET /a' }, { endpoint: 'GET /b' }],
      inputs: ['shop.log'],
    });
    assert.deepEqual(Object.keys(value), ['top', 'acknowledged', 'inputs']);
    assert.equal(statSync(file).mode & 0o777, 0o640);
  });

  it('respects --config, and changes an entry that is there', async () => {
    const cwd = folderWith({ 'memhog.json': '{}' });
    await run(cwd, 'GET /b', '--config', 'other.json');
    await run(cwd, 'GET /b', '--config', 'other.json', '--until', '2027-01-01');
    assert.equal(configOf(cwd), '{}');
    assert.deepEqual(JSON.parse(configOf(cwd, 'other.json')), {
      acknowledged: [{ endpoint: 'GET /b', until: '2027-01-01' }],
    });
  });

  it('lists, and says what has expired', async () => {
    const cwd = folderWith();
    assert.match((await run(cwd)).stdout, /^nothing is acknowledged/);
    await run(cwd, 'GET /a', '--until', '2026-11-22', '--note', 'till \u001b[2Jnoon');
    await run(cwd, 'GET /b');
    assert.equal(
      (await run(cwd)).stdout,
      'GET /a  until 2026-11-22  till \\x1b[2Jnoon\nGET /b  until it is removed\n',
    );
    const later = await memhog(['ack'], { cwd, now: () => ({ epoch: Date.UTC(2026, 10, 23), ahead: 0 }) });
    assert.match(later.stdout, /^GET \/a {2}expired on 2026-11-22/);
  });

  it('removes', async () => {
    const cwd = folderWith({ 'memhog.json': '{"top": 3, "acknowledged": [{"endpoint": "GET /a"}]}' });
    await refused(cwd, ['--remove', 'GET /x'], /'GET \/x' is not acknowledged; what is: 'GET \/a'/);
    assert.equal((await run(cwd, '--remove', 'GET /a')).code, 0);
    assert.deepEqual(JSON.parse(configOf(cwd)), { top: 3 });
    await refused(cwd, ['--remove', 'GET /a'], /nothing is/);
  });

  it('refuses what makes no sense, and leaves the file as it is', async () => {
    const cwd = folderWith({ 'memhog.json': '{"tpo": 3}' });
    await refused(cwd, ['GET /a'], /unknown setting 'tpo'/);
    await refused(cwd, ['GET /a', '--until', '2026-02-31'], /is no day/);
    await refused(cwd, ['GET /a', '--until', 'soon'], /is no day/);
    await refused(cwd, ['GET /a', '--until', '2026-11-21'], /has passed already; today is 2026-11-22/);
    await refused(cwd, ['  '], /is empty/);
    await refused(cwd, ['--until', '2026-12-31'], /which endpoint/);
    await refused(cwd, ['GET /a', '--remove', 'GET /a'], /takes the endpoint and nothing else/);
    await refused(cwd, ['GET /a', '--config', 'no/such/folder.json'], /folder does not exist/);
    assert.equal(configOf(cwd), '{"tpo": 3}');
  });
});

describe('what is acknowledged', () => {
  it('fails no --fail-on of parse, and is visible there', async () => {
    const cwd = folderWith({ 'shop.log': SHOP });
    const parse = (...more: readonly string[]): Promise<Outcome> =>
      memhog(['parse', 'shop.log', '--fail-on', 'suspect', ...more], { cwd });
    assert.equal((await parse()).code, 1);
    await run(cwd, 'GET /cart', '--until', '2026-11-22', '--note', 'known');
    const table = await parse();
    assert.equal(table.code, 0);
    assert.match(table.stdout, /GET \/cart +leak\*/);
    assert.match(table.stdout, /^\* +GET \/cart is acknowledged until 2026-11-22: known$/m);
    const json: unknown = JSON.parse((await parse('--output', 'json')).stdout);
    assert.ok(typeof json === 'object' && json !== null && 'acknowledged' in json);
    assert.deepEqual(json.acknowledged, [{ endpoint: 'GET /cart', until: '2026-11-22', note: 'known' }]);
    const markdown = await parse('--output', 'markdown');
    assert.match(markdown.stdout, /\*\*leak\\\*\*\*/);
    assert.match(markdown.stdout, /`GET \/cart` is acknowledged until 2026-11-22: known/);
    const tomorrow = { cwd, now: () => ({ epoch: Date.UTC(2026, 10, 23), ahead: 0 }) };
    assert.equal((await memhog(['parse', 'shop.log', '--fail-on', 'suspect'], tomorrow)).code, 1);
  });
});
