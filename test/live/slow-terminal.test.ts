/** A terminal that takes nothing must not hold up reading. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startOf } from '../cli/command.ts';

const LINES = 300_000;

const skip = spawnSync('python3', ['-c', 'import pty']).status === 0 ? false : 'needs python3';

it('all lines are read while the terminal takes nothing; then it gets the latest frame', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'memhog-live-'));
  const count = join(folder, 'count');
  try {
    const { status, stdout } = spawnSync(
      'python3',
      [
        fileURLToPath(new URL('unread-terminal.py', import.meta.url)),
        `${LINES}`,
        count,
        ...startOf('test/live/terminal-demo'),
      ],
      { encoding: 'utf8', env: { ...process.env, LIVE_DEMO_COUNT: count }, maxBuffer: 1e8 },
    );
    assert.equal(status, 0, 'reading came to a halt');
    assert.equal(readFileSync(count, 'utf8'), `${LINES}`);
    assert.match(stdout.slice(-20_000), /300,000 lines/);
    // A frame for each Ctrl-L would be hundreds; what stood in the terminal's buffer, and one or two after it.
    const frames = stdout.split('\u001b[2J').length - 1;
    assert.ok(frames >= 5 && frames < 60, `${frames} frames`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
