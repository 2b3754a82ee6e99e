/** `memhog --live` where stdout is no terminal: what it says meanwhile, and at the end. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { resultOf } from '../cli/ranking-of.ts';
import { folderWith, SHOP } from '../cli/shop-log.ts';
import { memhog } from '../cli/world.ts';

const piped = (text: string): { stdin: Uint8Array[] } => {
  const bytes = Buffer.from(text);
  return { stdin: [bytes.subarray(0, 100_001), bytes.subarray(100_001)] };
};

describe('memhog --live on a pipe', () => {
  it('ends with the findings of memhog parse', async () => {
    const live = await memhog(['--live', '--output', 'json'], piped(SHOP));
    const parse = await memhog(['parse', '--output', 'json'], piped(SHOP));
    assert.equal(live.code, 0, live.stderr);
    const last = live.stdout.trimEnd().split('\n').at(-1)!;
    assert.deepEqual(JSON.parse(last), JSON.parse(parse.stdout));
  });

  it('is memhog live, and ends with a table', async () => {
    const outcomes = await Promise.all(
      [['--live'], ['live'], ['parse', '--live'], ['--live', 'live']].map((args) =>
        memhog(args, piped(SHOP)),
      ),
    );
    for (const { code, stdout, stderr } of outcomes) {
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^One leak: GET \/cart/m);
    }
  });

  it('fails on what --fail-on names', async () => {
    assert.equal((await memhog(['--live', '--fail-on', 'leak'], piped(SHOP))).code, 1);
  });

  it('begins with a profile, and says how old that is', async () => {
    const cwd = folderWith({ 'app.log': SHOP });
    const { bytes } = await memhog(['profile', 'app.log'], { cwd });
    writeFileSync(join(cwd, 'last.memhog'), bytes);
    const { code, stdout, stderr } = await memhog(['live', 'last.memhog', '--output', 'json'], { cwd });
    assert.equal(code, 0, stderr);
    assert.equal(resultOf(stdout.trimEnd().split('\n').at(-1)!).coverage.requests, 4000);
  });

  it('says what is wrong with a log without memory, with exit code 2', async () => {
    const { code, stderr } = await memhog(['--live'], piped('hello\nworld\n'));
    assert.equal(code, 2);
    assert.match(stderr, /^memhog: stdin: not one of 2 lines is known to memhog[^\n]*\n$/);
    assert.match((await memhog(['--live'], piped(''))).stderr, /stdin is empty/);
  });

  it('saves what was learnt as a profile that parse reads', async () => {
    const cwd = folderWith();
    const { code, stderr } = await memhog(['--live', '--save', 'live.memhog'], { cwd, ...piped(SHOP) });
    assert.equal(code, 0, stderr);
    const { stdout } = await memhog(['parse', '--output', 'json', 'live.memhog'], { cwd });
    assert.equal(resultOf(stdout).findings[0]?.endpoint, 'GET /cart');
    assert.equal(readFileSync(join(cwd, 'live.memhog'))[0], 0x1f);
  });

  it('refuses in one line what cannot be', async () => {
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [['--live', '--resume', '--save', 'x.memhog'], /a pipe cannot know/],
      [['--live', '--resume'], /--save FILE/],
      [['--live', '--on', 'leak'], /--exec/],
      [['--live', '--from-start'], /tail -n \+1/],
      [['--live', '--output', 'html'], /live has no page/],
      [['--live', '--window', 'soon'], /no length of time/],
      [['--live', '--metrics', 'nowhere'], /no address/],
      [['--live', '--interval', '0s'], /no length of time/],
      [['--live', '--redact'], /--redact/],
    ];
    for (const [args, why] of refused) {
      const { code, stderr, stdout } = await memhog(args, { cwd: folderWith(), ...piped(SHOP) });
      assert.equal(code, 2, args.join(' '));
      assert.match(stderr, why);
      assert.match(stderr, /^memhog: [^\n]+\n$/);
      assert.equal(stdout, '');
    }
  });

  it('needs something to read', async () => {
    const { code, stderr } = await memhog(['--live'], { stdinIsTerminal: true, cwd: folderWith() });
    assert.equal(code, 2);
    assert.match(stderr, /tail -f access\.log \| memhog --live/);
  });
});
