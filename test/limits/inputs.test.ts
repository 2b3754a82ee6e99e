/** Files, folders, profiles and configurations made to exhaust whoever reads them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { folderWith, lines, SHOP } from '../cli/shop-log.ts';
import { memhog } from '../cli/world.ts';
import { inLong } from '../long.ts';
import { measured } from './measured.ts';

/** MiB: what any run takes, and some. */
const MODEST = 300;

/** More than a shell lets a program open at a time. */
const FILES = inLong(300, 100_000);

const one = (i: number): string => lines({ pid: i + 1, req: '1/1', rss: 50_000 + i, target: `/r${i % 7}` });

/** A folder of so many logs, each with a line of its own. */
function manyLogs(count: number): string {
  const cwd = folderWith();
  mkdirSync(join(cwd, 'logs'));
  for (let i = 0; i < count; i++) writeFileSync(join(cwd, 'logs', `h${i}.log`), one(i));
  return cwd;
}

const A_BLOCK = Buffer.alloc(1 << 20, 'a');

function* aLineOf(megabytes: number): Generator<Uint8Array> {
  for (let i = 0; i < megabytes; i++) yield A_BLOCK;
  yield Buffer.from(`\n${SHOP}`);
}

describe('a line', () => {
  it(
    `of ${inLong('200 MB', '10 GB')} is passed over in bounded memory`,
    { timeout: inLong(60_000, 900_000) },
    async () => {
      const { code, stdout, peak } = await measured(['parse', '-', '--output', 'json'], {
        stdin: aLineOf(inLong(200, 10_000)),
      });
      assert.equal(code, 0);
      assert.match(stdout, /"requests": 4000/);
      assert.ok(peak < MODEST, `${peak} MiB`);
    },
  );
});

describe(`${FILES} files`, { timeout: inLong(60_000, 3_600_000) }, () => {
  const cwd = manyLogs(FILES);
  const most = inLong(MODEST, 3000);

  for (const args of [
    ['parse', 'logs'],
    ['check', 'logs'],
    ['report', 'logs', '--out', 'reports', '--static'],
  ])
    it(`are read with 256 descriptors by ${args[0]}`, async () => {
      const { code, stderr, peak } = await measured(args, { cwd, ulimit: '-n 256' });
      assert.equal(code, 0, stderr);
      assert.ok(peak < most, `${peak} MiB`);
    });

  it('that begin alike are not all held in memory to be compared', async () => {
    const alike = folderWith();
    mkdirSync(join(alike, 'logs'));
    for (let i = 0; i <= 1000; i++) writeFileSync(join(alike, 'logs', `h${i}.log`), `a banner\n${one(i)}`);
    const { code, stderr } = await memhog(['parse', 'logs'], { cwd: alike });
    assert.equal(code, 0, stderr);
    assert.match(stderr, /1001 files begin with the same line as logs\/h0\.log; so many are not compared/);
  });

  it('that are copies are counted, not all named', async () => {
    const copies = folderWith();
    mkdirSync(join(copies, 'logs'));
    for (let i = 0; i < 40; i++) writeFileSync(join(copies, 'logs', `c${i}.log`), SHOP);
    const { code, stderr } = await memhog(['parse', 'logs'], { cwd: copies });
    assert.equal(code, 0, stderr);
    assert.equal(stderr.match(/holds the same lines as/g)?.length, 5);
    assert.match(stderr, /: 34 more like these: files that hold lines of others/);
  });

  it('that are no logs are counted, not all named', async () => {
    const binaries = folderWith({ 'app.log': SHOP });
    for (let i = 0; i < 50; i++) writeFileSync(join(binaries, `core${i}`), Buffer.alloc(100));
    const { code, stderr } = await memhog(['parse', '.'], { cwd: binaries });
    assert.equal(code, 0);
    assert.match(stderr, /left out: .*; and 45 more$/m);
  });
});

describe('a folder', () => {
  it('of sockets, FIFOs, devices and links that go round holds the logs that are in it', async () => {
    const cwd = folderWith({ 'app.log': SHOP });
    assert.equal(spawnSync('mkfifo', [join(cwd, 'fifo')]).status, 0);
    symlinkSync('round', join(cwd, 'round'));
    symlinkSync('.', join(cwd, 'here'));
    symlinkSync('/dev/zero', join(cwd, 'zero'));
    symlinkSync('gone', join(cwd, 'dangling'));
    const server = createServer().listen(join(cwd, 'socket'));
    try {
      for (const input of ['.', '**/*']) {
        const { code, stdout, stderr } = await memhog(['parse', input, '--output', 'json'], { cwd });
        assert.equal(code, 0, stderr);
        assert.match(stdout, /"requests": 4000/);
      }
    } finally {
      server.close();
    }
  });
});

describe('a profile', () => {
  const refused = async (file: Uint8Array, most: number): Promise<void> => {
    const cwd = folderWith({ 'x.memhog': file });
    const { code, stderr, peak } = await measured(['parse', 'x.memhog'], { cwd });
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^memhog: [^\n]*(?:larger than any|more than 256 MiB|damaged)[^\n]*\n$/);
    assert.ok(peak < most, `${peak} MiB`);
  };
  const BEGINNING = '{"schema":"memhog.profile/1","settings":';

  it('that expands without end is given up', () =>
    refused(
      gzipSync(Buffer.concat([Buffer.from(BEGINNING), Buffer.alloc(270 << 20, ' ')]), { level: 1 }),
      900,
    ));

  it('of more lists than any has is not parsed', () =>
    refused(Buffer.from(`${BEGINNING}[${'[],'.repeat(9_000_000)}[]]}`), 500));

  it('of lists in lists without end is refused', () =>
    refused(Buffer.from(`${BEGINNING}${'['.repeat(4_000_000)}`), 900));
});

describe('a configuration', () => {
  it('without end, or too large, is not read', async () => {
    const cwd = folderWith({ 'app.log': SHOP, 'large.json': `{"inputs": ["${'a'.repeat(2 << 20)}"]}` });
    symlinkSync('/dev/zero', join(cwd, 'zero.json'));
    for (const config of ['zero.json', 'large.json']) {
      const { code, stderr } = await memhog(['parse', 'app.log', '--config', config], { cwd });
      assert.equal(code, 2);
      assert.match(stderr, /is larger than 1 MiB: is it a configuration\?/);
    }
    // A hole of 1 TB takes no room on the disk.
    writeFileSync(join(cwd, 'hole.json'), '{');
    truncateSync(join(cwd, 'hole.json'), 1e12);
    const { code, stderr, peak } = await measured(['parse', 'app.log', '--config', 'hole.json'], { cwd });
    assert.equal(code, 2, stderr);
    assert.ok(peak < MODEST, `${peak} MiB`);
  });

  it('of more rules than are compared with each path is refused', async () => {
    const routes = Array.from({ length: 5000 }, (_, i) => `/r${i}`);
    const cwd = folderWith({ 'app.log': SHOP, 'memhog.json': JSON.stringify({ routes }) });
    const { code, stderr } = await memhog(['parse', 'app.log'], { cwd });
    assert.equal(code, 2);
    assert.match(stderr, /more than 4096 route rules/);
  });
});
