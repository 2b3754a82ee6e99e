/** Scripts that keep what was compiled of them: used when it fits, never when it is spoilt, and never in the way. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import { startOf } from '../cli/command.ts';

const [program, ...words] = startOf('test/code-cache/run-once');
const DAY = 24 * 60 * 60;
let folder = '';
let script = '';
let kept = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'memhog-script-'));
  script = join(folder, 'answer.cjs');
  kept = `${script}.cache`;
  writeScript('return "one"');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function writeScript(body: string): void {
  writeFileSync(
    script,
    `(function (module, require, SCRIPT_LOAD, SCRIPT_PLACE) { module.exports = { answer() { ${body} } } })`,
  );
}

/** What the script answers in a new process; fails where that does not end well. */
function answer(env: NodeJS.ProcessEnv = {}, flags: readonly string[] = []): string {
  const { status, stdout, stderr } = spawnSync(program, [...flags, ...words, script], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  assert.equal(stderr, '');
  assert.equal(status, 0);
  return stdout.trim();
}

function makeOlder(file: string, seconds: number): void {
  const at = Date.now() / 1000 - seconds;
  utimesSync(file, at, at);
}

describe('a script', () => {
  it('gets what it needs: a module, parts of Node and other packages, its place', () => {
    writeScript(
      `return SCRIPT_LOAD("node:path").then(({ basename }) => basename(SCRIPT_PLACE) + require("node:os").EOL.length)`,
    );
    assert.equal(answer(), 'answer.cjs1');
    assert.equal(answer(), 'answer.cjs1');
  });

  it('is run from what was kept of it, whatever its text says by then: so its name must tell its text', () => {
    assert.equal(answer(), 'one');
    writeScript('return "two"');
    assert.equal(answer(), 'one');
    writeScript('return "three"');
    assert.equal(answer(), 'three');
  });

  it('is compiled anew where what was kept is spoilt or cut off', () => {
    answer();
    const whole = readFileSync(kept);
    writeScript('return "two"');
    const cases: readonly Uint8Array[] = [
      whole.subarray(0, whole.length - 8),
      whole.subarray(0, 3),
      new Uint8Array(0),
      ...[100, whole.length >> 1, whole.length - 1].map((at) =>
        whole.map((byte, place) => (place === at ? byte ^ 1 : byte)),
      ),
    ];
    for (const spoilt of cases) {
      writeFileSync(kept, spoilt);
      assert.equal(answer(), 'two');
    }
  });

  it('is compiled anew where another Node has kept it: the sum tells, not only of what is kept', () => {
    answer();
    const whole = readFileSync(kept);
    const compiled = whole.subarray(0, -4);
    assert.notEqual(whole.readUInt32LE(compiled.length), crc32(compiled));
    whole.writeUInt32LE(crc32(compiled), compiled.length);
    writeFileSync(kept, whole);
    writeScript('return "two"');
    assert.equal(answer(), 'two');
  });

  it(
    'is written by its owner alone and read by all, whatever the mask',
    { skip: process.platform === 'win32' },
    () => {
      for (const mask of ['000', '077']) {
        rmSync(kept, { force: true });
        const shell = spawnSync('sh', ['-c', `umask ${mask}; exec "$@"`, 'sh', program, ...words, script]);
        assert.equal(shell.status, 0);
        assert.equal(statSync(kept).mode & 0o777, 0o644, mask);
      }
    },
  );

  it('keeps it for other flags only after a day, so that two that alternate do not write each time', () => {
    const others = ['--stack-size=900'];
    answer();
    const first = readFileSync(kept);
    answer({}, others);
    assert.deepEqual(readFileSync(kept), first);
    makeOlder(kept, DAY + 60);
    answer({}, others);
    assert.notDeepEqual(readFileSync(kept), first);
  });

  it('does not write again what fits', () => {
    answer();
    makeOlder(kept, 2 * DAY);
    const { mtimeMs } = statSync(kept);
    answer();
    assert.equal(statSync(kept).mtimeMs, mtimeMs);
  });

  it('leaves nothing where Node is told to keep nothing, and takes nothing', () => {
    const env = { NODE_DISABLE_COMPILE_CACHE: '1' };
    assert.equal(answer(env), 'one');
    assert.deepEqual(readdirSync(folder), ['answer.cjs']);
    answer();
    writeScript('return "two"');
    assert.equal(answer(env), 'two');
  });

  it('runs where nothing can be kept beside it', () => {
    mkdirSync(kept);
    writeFileSync(join(kept, 'file'), '');
    makeOlder(kept, DAY + 60);
    assert.equal(answer(), 'one');
    assert.deepEqual(readdirSync(folder), ['answer.cjs', 'answer.cjs.cache']);
  });

  it('runs where what is kept cannot even be looked at', { skip: process.platform === 'win32' }, () => {
    symlinkSync('answer.cjs.cache', kept);
    assert.equal(answer(), 'one');
  });

  it('leaves it to a process that is writing, unless that was left behind', () => {
    const beside = `${kept}.tmp`;
    writeFileSync(beside, 'half');
    assert.equal(answer(), 'one');
    assert.ok(!existsSync(kept));
    makeOlder(beside, 120);
    assert.equal(answer(), 'one');
    assert.deepEqual(readdirSync(folder), ['answer.cjs', 'answer.cjs.cache']);
  });
});
