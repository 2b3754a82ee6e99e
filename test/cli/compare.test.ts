/** `memhog compare` on the command line. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { shopKeeping } from './keeping-shop.ts';
import { folderWith, SHOP } from './shop-log.ts';
import { memhog } from './world.ts';

const cwd = folderWith({
  'mended.log': shopKeeping(0, 11),
  'shop.log': SHOP,
  'again.log': shopKeeping(40, 12),
  'worse.log': shopKeeping(90, 13),
});

const run = (...args: readonly string[]): ReturnType<typeof memhog> => memhog(['compare', ...args], { cwd });

async function refused(args: readonly string[], because: RegExp): Promise<void> {
  const { code, stdout, stderr } = await memhog(args, { cwd });
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^memhog: [^\n]*\n$/);
  assert.match(stderr, because);
}

before(async () => {
  for (const [name, args] of [
    ['shop.memhog', ['shop.log']],
    ['ruled.memhog', ['--route', '/users/:name', 'shop.log']],
    ['early.memhog', ['--until', '2026-11-22T08:40', 'shop.log']],
  ] as const)
    writeFileSync(join(cwd, name), (await memhog(['profile', ...args], { cwd })).bytes);
});

describe('compare', () => {
  it('finds a leak that is new, worse, the same, better and gone', async () => {
    for (const [one, two, answer, code] of [
      ['mended.log', 'shop.log', /^New: GET \/cart \(about \d+(\.\d)? KiB per call\)\./, 1],
      ['shop.log', 'worse.log', /^Worse: GET \/cart /, 1],
      ['shop.log', 'again.log', /^No sure difference: of \d endpoints compared/, 0],
      ['worse.log', 'again.log', /^Better: GET \/cart /, 0],
      ['shop.log', 'mended.log', /^Gone: GET \/cart \(\d+(\.\d)? KiB per call before\)/, 0],
    ] as const) {
      const { code: ended, stdout, stderr } = await run(one, two, '--fail-on', 'worse');
      assert.match(stdout, answer);
      assert.deepEqual([ended, stderr], [code, ''], `${one} ${two}`);
    }
  });

  it('reads profiles as it reads logs, on either side', async () => {
    const ofLogs = await run('shop.log', 'worse.log', '--output', 'json');
    const ofProfile = await run('shop.memhog', 'worse.log', '--output', 'json');
    assert.equal(ofProfile.stdout.replaceAll('shop.memhog', 'shop.log'), ofLogs.stdout);
  });

  it('says 1 only where it is asked to fail', async () => {
    assert.equal((await run('mended.log', 'shop.log')).code, 0);
  });

  it('lets times differ, and refuses what was read under other settings', async () => {
    assert.equal((await run('early.memhog', 'shop.log')).code, 0);
    await refused(['compare', 'ruled.memhog', 'shop.log'], /unlike settings: route rules \(--route\) differ/);
    await refused(['compare', 'ruled.memhog', 'shop.log', '--route', '/x/:y'], /ruled\.memhog is a profile/);
    await refused(['compare', 'shop.log', 'shop.log', '--metric', 'pss'], /carries no 'pss'/);
    await refused(['compare', '-', '-'], /stdin can be one side only/);
    await refused(['compare', 'shop.log', 'nowhere.log'], /nowhere\.log/);
    await refused(['compare', 'shop.log'], /missing required argument 'AFTER'/);
  });

  it('leaves acknowledged endpoints out of what it fails on, and shows them as such', async () => {
    const config = join(cwd, 'known.json');
    writeFileSync(
      config,
      '{"acknowledged": [{"endpoint": "GET /cart", "until": "2026-11-22", "note": "a fix is coming"}]}',
    );
    const args = ['shop.log', 'worse.log', '--fail-on', 'worse', '--config', 'known.json'];
    const { code, stdout } = await run(...args);
    assert.equal(code, 0);
    assert.match(stdout, /worse\* +GET \/cart/);
    assert.match(stdout, /\* +GET \/cart is acknowledged until 2026-11-22: a fix is coming/);
    // The day after it holds no longer.
    const tomorrow = { cwd, now: () => ({ epoch: Date.UTC(2026, 10, 23), ahead: 0 }) };
    assert.equal((await memhog(['compare', ...args], tomorrow)).code, 1);
  });

  it('writes to a file', async () => {
    const { stdout } = await run('shop.log', 'worse.log', '--output', 'html', '-o', 'page.html');
    assert.equal(stdout, '');
  });
});
