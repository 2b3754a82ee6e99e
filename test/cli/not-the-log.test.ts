/** No result takes the place of the log that it is made from, nor a saved profile that of something else. */
import assert from 'node:assert/strict';
import { linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { shopKeeping } from './keeping-shop.ts';
import { memhog } from './world.ts';

let cwd: string;
let log: string;
const path = (name: string): string => join(cwd, name);
before(() => {
  cwd = mkdtempSync(join(tmpdir(), 'memhog-replace-'));
  log = shopKeeping(20, 1, 400);
});
after(() => rmSync(cwd, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(path('same.log'), { force: true });
  writeFileSync(path('app.log'), log);
  linkSync(path('app.log'), path('same.log'));
});

describe('the log that is read', () => {
  for (const args of [
    ['parse', 'app.log', '-o', 'app.log'],
    ['profile', 'app.log', '-o', './app.log'],
    ['parse', 'app.log', '-o', 'same.log'],
    ['live', 'app.log', '--from-start', '-o', 'app.log'],
    ['live', 'app.log', '--save', 'app.log'],
  ]) {
    it(`is not replaced by memhog ${args.join(' ')}`, async () => {
      const { code, stderr } = await memhog(args, { cwd, stdinIsTerminal: true });
      assert.match(stderr, /^memhog: .* is the log that is read \(app\.log\): name another file/);
      assert.equal(code, 2);
      assert.equal(readFileSync(path('app.log'), 'utf8'), log);
    });
  }

  it('is not meant where profiles are merged into one of them', async () => {
    await memhog(['profile', 'app.log', '-o', 'a.memhog'], { cwd });
    const { code } = await memhog(['merge', 'a.memhog', '-o', 'a.memhog'], { cwd });
    assert.equal(code, 0);
  });
});

describe('--save', () => {
  const save = async (name: string): Promise<{ readonly code: number; readonly stderr: string }> =>
    memhog(['live', 'app.log', '--save', name], { cwd, stdinIsTerminal: true });

  it('replaces no file that is no profile', async () => {
    writeFileSync(path('notes.txt'), 'to do: sleep\n');
    const { code, stderr } = await save('notes.txt');
    assert.match(stderr, /--save notes\.txt would replace a file that is no profile/);
    assert.equal(code, 2);
  });

  it('does not end what an earlier run has saved', async () => {
    await memhog(['profile', 'app.log', '-o', 'old.memhog'], { cwd });
    const { code, stderr } = await save('old.memhog');
    assert.match(stderr, /old\.memhog is there already: add --resume to go on from it, or remove it/);
    assert.equal(code, 2);
  });

  it('names a file', async () => {
    assert.match((await save('-')).stderr, /--save keeps a file/);
    // Replaced by renaming, it would be a device no longer.
    assert.match((await save('/dev/null')).stderr, /--save \/dev\/null is no file that could be replaced/);
  });
});
