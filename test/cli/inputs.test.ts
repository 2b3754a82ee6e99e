/** The same log gives the same ranking, whichever way it comes in. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { memhog } from './world.ts';
import { rankingOf } from './ranking-of.ts';
import type { Result } from './ranking-of.ts';
import { folderWith, SHOP, shopInPieces } from './shop-log.ts';

const [one, two, three] = shopInPieces(3);
const cwd = folderWith({ 'shop.log': SHOP, 'app.log.2': one!, 'app.log.1': two!, 'app.log': three! });
let whole: Result;

/** Rankings are equal but for the names of the files. */
function assertSame(got: Result): void {
  assert.equal(nameless(got.text), nameless(whole.text));
}

function nameless(json: string): string {
  const value: unknown = JSON.parse(json);
  const names = new Set(['inputs', 'source', 'offset', 'worker']);
  return JSON.stringify(value, (key, one: unknown) => (names.has(key) ? undefined : one), 1);
}

before(async () => {
  whole = await rankingOf(['parse', 'shop.log'], { cwd });
});

describe('inputs', () => {
  it('finds the leak', () => {
    assert.deepEqual(
      whole.findings
        .filter(({ verdict }) => verdict === 'leak' || verdict === 'suspect')
        .map(({ endpoint }) => endpoint),
      ['GET /cart'],
    );
  });

  it('reads a file without the word parse', async () => assertSame(await rankingOf(['shop.log'], { cwd })));

  it('takes flags before the file and without a command', async () => {
    const { code, stdout } = await memhog(['--output', 'json', 'shop.log'], { cwd });
    assert.equal(code, 0);
    assert.equal(stdout, whole.text);
  });

  it('reads a pipe, with and without -', async () => {
    const bytes = Buffer.from(SHOP);
    const stdin = [bytes.subarray(0, 1000), bytes.subarray(1000, 1003), bytes.subarray(1003)];
    assertSame(await rankingOf(['parse'], { stdin }));
    assertSame(await rankingOf(['parse', '-'], { stdin }));
  });

  it('asks for a log when stdin is a terminal', async () => {
    const { code, stderr } = await memhog(['parse'], { cwd, stdinIsTerminal: true });
    assert.equal(code, 2);
    assert.match(stderr, /no log given/);
  });

  it('puts the pieces of a rotated log in time order, however they are named', async () => {
    for (const files of [
      ['app.log', 'app.log.1', 'app.log.2'],
      ['app.log.2', 'app.log', 'app.log.1'],
      ['app.log*'],
    ]) {
      assertSame(await rankingOf(['parse', ...files], { cwd }));
    }
  });

  it('puts the pieces of one --source in time order', async () => {
    const folder = folderWith({ 'c.log': one!, 'a.log': two!, 'b.log': three! });
    assertSame(await rankingOf(['parse', '--source', 'app.log', 'a.log', 'b.log', 'c.log'], { cwd: folder }));
  });

  it('reads a directory, past what is no log', async () => {
    const folder = folderWith({
      'app.log.1': one! + two!,
      'app.log': three!,
      'core.bin': new Uint8Array(500).fill(1),
    });
    const { code, stdout, stderr } = await memhog(['parse', '.', '--output', 'json'], { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^memhog: warning: left out: core.bin is a binary file\n$/);
    assertSame({ ...whole, text: stdout });
  });

  it('reads each file once', async () => {
    const { stdout, stderr } = await memhog(['parse', 'shop.log', './shop.log', '--output', 'json'], { cwd });
    assert.match(stderr, /same file/);
    assertSame({ ...whole, text: stdout });
  });

  it('reads gz, zst, xz and bz2, also piped and under a wrong name', async () => {
    const logs = join(import.meta.dirname, 'logs');
    const folder = folderWith();
    for (const ending of ['gz', 'zst', 'xz', 'bz2']) {
      const compressed = readFileSync(join(logs, `shop.log.${ending}`));
      writeFileSync(join(folder, 'misnamed.log'), compressed);
      assertSame(await rankingOf(['parse', join(logs, `shop.log.${ending}`)]));
      assertSame(await rankingOf(['parse', 'misnamed.log'], { cwd: folder }));
      assertSame(await rankingOf(['parse'], { stdin: [compressed] }));
    }
  });

  it('takes the inputs from memhog.json, and flags win', async () => {
    const folder = folderWith({
      'shop.log': SHOP,
      'memhog.json': '{"inputs": ["shop.log"], "routes": ["/users/:name"]}',
    });
    const named = ({ findings }: Result, route: string): boolean =>
      findings.some(({ endpoint }) => endpoint === route);
    const configured = await rankingOf(['parse'], { cwd: folder, stdinIsTerminal: true });
    assert.ok(named(configured, 'GET /users/:name'));
    const flagged = await rankingOf(['parse', '--route', '/:anything/:id'], {
      cwd: folder,
      stdinIsTerminal: true,
    });
    assert.ok(named(flagged, 'GET /:anything/:id'));
    mkdirSync(join(folder, 'sub'));
    const named2 = await rankingOf(['parse', '--config', '../memhog.json', '../shop.log'], {
      cwd: join(folder, 'sub'),
    });
    assert.ok(named(named2, 'GET /users/:name'));
  });
});
