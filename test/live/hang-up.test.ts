/** A terminal that is shut ends a live run, which has saved by then. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMAND } from '../cli/command.ts';
import { resultOf } from '../cli/ranking-of.ts';
import { folderWith, SHOP } from '../cli/shop-log.ts';
import { memhog } from '../cli/world.ts';

const skip = spawnSync('python3', ['-c', 'import pty']).status === 0 ? false : 'needs python3';

const SCRIPT = fileURLToPath(new URL('hung-up-terminal.py', import.meta.url));

describe('a terminal that is shut', { skip }, () => {
  it('ends the run by the signal, with the profile saved and nothing said', async () => {
    const cwd = folderWith({ 'app.log': SHOP });
    // The log that is not there leaves a warning to be said at the end, to nobody.
    const args = ['live', 'app.log', 'later.log', '--from-start', '--save', 'live.memhog'];
    const { stdout } = spawnSync('python3', [SCRIPT, 'GET /cart', ...COMMAND, ...args], {
      cwd,
      encoding: 'utf8',
    });
    const [code, said] = [stdout.split('\n')[0], stdout.split('\n').slice(1).join('\n').trim()];
    assert.equal(code, '-1', said);
    assert.doesNotMatch(said, /Error|Assertion|FATAL/);
    assert.ok(existsSync(join(cwd, 'live.memhog')));
    const saved = await memhog(['parse', '--output', 'json', 'live.memhog'], { cwd });
    assert.equal(resultOf(saved.stdout).coverage.requests, 4000);
  });
});
