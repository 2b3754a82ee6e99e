/** A real uWSGI that leaks, under load, its log rotated by the real logrotate, watched by memhog in three ways at once. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { QUOTED_COMMAND } from '../cli/command.ts';
import { rankingOf } from '../cli/ranking-of.ts';
import { NO_TMUX, Pane } from './pane.ts';
import { memhog } from '../cli/world.ts';
import { numbersOf, Running } from './running.ts';
import { NO_SHOP, ShopServer } from './shop-server.ts';

/** Alternate screen, cursor, wrapping: of a terminal that nobody has taken. */
const FREE = '0 1 1';

/** Long enough for `tail -f` and memhog to look again. */
const LOOK = 1200;

describe('memhog live beside a real uWSGI', { skip: NO_SHOP }, () => {
  let folder: string;
  let shop: ShopServer;
  let tail: ChildProcessByStdio<null, Readable, null>;
  let followed: Running;
  let piped: Running;
  let pane: Pane | undefined;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'memhog-uwsgi-'));
    shop = new ShopServer(folder);
    await shop.start();
    tail = spawn('tail', ['-n', '+1', '-f', shop.log], { stdio: ['ignore', 'pipe', 'ignore'] });
    piped = new Running(['--live', '--output', 'json', '--interval', '1s'], folder, tail.stdout);
    const saved = ['--save', 'live.memhog', '--interval', '1s'];
    followed = new Running(['live', 'app.log', '--from-start', '--output', 'json', ...saved], folder);
    if (NO_TMUX === false) pane = await screenOn(shop.log);
    await shop.load(1200, 11);
    // What is written between copying and truncating is lost to everybody, so nothing is.
    shop.rotate('copytruncate');
    await shop.load(1300, 12);
    const load = shop.load(2000, 13);
    await sleep(200);
    shop.rotate('create');
    await load;
    await shop.stop();
    await sleep(LOOK);
  });

  after(async () => {
    pane?.stop();
    tail.kill();
    followed.kill('SIGKILL');
    piped.kill('SIGKILL');
    await shop.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'names on the screen what leaks, filters, explains, and gives the terminal back',
    { skip: NO_TMUX },
    async () => {
      assert.ok(pane);
      await pane.until(/^memhog live[^]*pid \d+[^]*since the start[^]*GET \/search +leak/m);
      const { stdout } = await memhog(['parse', 'app.log.2', 'app.log.1', 'app.log'], { cwd: folder });
      await pane.until(new RegExp(`^${escaped(stdout.slice(0, 50))}`, 'm'));
      pane.press('w');
      await pane.until(/last 15m[^]*GET \/search +leak/);
      pane.press('w');
      await pane.until(/since the start/);
      pane.press('/');
      pane.press('s', 'e', 'a', 'r');
      await pane.until(/\/sear/);
      pane.press('Enter');
      await pane.until(/with "sear"/);
      assert.match(pane.text(), /with "sear" .* [12] endpoints?\n.*\n> +\d GET \/search/);
      pane.press('Enter');
      await pane.until(/Esc back[^]*$/);
      assert.match(pane.text(), /GET \/search/);
      pane.press('q');
      await pane.until(/\nready>\s*$/);
      assert.equal(pane.modes(), FREE);
      pane.enter('[ "$before" = "$(stty -g)" ] && echo all as before');
      await pane.until(/^all as before/m);
    },
  );

  it('ends, having followed its file through both rotations, with what parse says of the lines kept', async () => {
    const { code, stdout, stderr } = await followed.stop();
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    const kept = await rankingOf(['parse', 'app.log.2', 'app.log.1', 'app.log'], { cwd: folder });
    assert.equal(kept.coverage.requests, 4500);
    assert.deepEqual(numbersOf(stdout), numbersOf(kept.text));
    assert.ok(stdout.trimEnd().split('\n').length > 2, 'no ranking before the last');
    const saved = await rankingOf(['parse', 'live.memhog'], { cwd: folder });
    assert.deepEqual(numbersOf(saved.text), numbersOf(kept.text));
  });

  it('ends with what parse says of the lines that tail -f has passed on', async () => {
    tail.kill();
    const { code, stdout, stderr } = await piped.ended;
    assert.equal(code, 0, stderr);
    // tail -f stays with the file, also under another name, until that is all there is.
    const stdin = ['app.log.2', 'app.log.1'].map((name) => readFileSync(join(folder, name)));
    const kept = await rankingOf(['parse', '-'], { stdin });
    assert.ok(kept.coverage.requests >= 2500, 'nothing after the first rotation');
    assert.deepEqual(JSON.parse(stdout.trimEnd().split('\n').at(-1)!), JSON.parse(kept.text));
  });
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A terminal of 80 by 24 with the screen of memhog in it. */
async function screenOn(log: string): Promise<Pane> {
  const pane = new Pane(80, 24);
  await pane.until(/ready>/);
  pane.enter('before=$(stty -g)');
  pane.enter(`clear; ${QUOTED_COMMAND} live '${log}' --from-start --limit 512M`);
  return pane;
}
