/** Profiles on the command line: what a log can answer, its profile answers alike, however it was put together. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { memhog } from './world.ts';
import type { Outcome } from './world.ts';
import { callsOf, rankingOf } from './ranking-of.ts';
import { folderWith, lines, SHOP, shopInPieces } from './shop-log.ts';

const [first, second] = shopInPieces(2);
const cwd = folderWith({ 'shop.log': SHOP, 'zebra.log': first!, 'apple.log': second! });

/** Runs `memhog ARGS` and writes what it prints to `name`. */
async function made(name: string, args: readonly string[], world = {}): Promise<Uint8Array> {
  const { code, bytes, stderr } = await memhog(args, { cwd, ...world });
  assert.equal(code, 0, stderr);
  writeFileSync(join(cwd, name), bytes);
  return bytes;
}

async function refused(args: readonly string[], because: RegExp): Promise<void> {
  const { code, stdout, stderr }: Outcome = await memhog(args, { cwd });
  assert.deepEqual([code, stdout], [2, '']);
  assert.match(stderr, /^memhog: [^\n]*\n$/);
  assert.match(stderr, because);
}

before(async () => {
  await made('shop.memhog', ['profile', 'shop.log']);
  await made('one.memhog', ['profile', '--source', 'shop', 'zebra.log']);
  await made('two.memhog', ['profile', '--source', 'shop', 'apple.log']);
});

describe('profile', () => {
  it('answers as the log does', async () => {
    for (const args of [[], ['--by', 'worker'], ['--by', 'method'], ['--exclude', '/cart']]) {
      const ofLog = await rankingOf(['parse', 'shop.log', ...args], { cwd });
      const ofProfile = await rankingOf(['parse', 'shop.memhog', ...args], { cwd });
      assert.deepEqual(ofProfile, { ...ofLog, inputs: ['shop.memhog'], text: ofProfile.text });
    }
  });

  it('is the same from a file and from a pipe, but for the name of the log', async () => {
    const dashed = await made('dash.memhog', ['profile', '-'], { stdin: [Buffer.from(SHOP)] });
    const piped = await made('pipe.memhog', ['profile'], { stdin: [Buffer.from(SHOP)] });
    assert.deepEqual(dashed, piped);
    const ofPipe = await rankingOf(['parse', 'pipe.memhog'], { cwd });
    assert.deepEqual(callsOf(ofPipe), callsOf(await rankingOf(['parse', 'shop.log'], { cwd })));
  });

  it('can be piped into parse, explain and profile', async () => {
    const bytes = await made('again.memhog', ['profile', 'shop.memhog']);
    const piped = await rankingOf(['parse'], { stdin: [bytes] });
    const named = await rankingOf(['parse', 'shop.memhog'], { cwd });
    assert.deepEqual(piped.findings, named.findings);
    const { code, stdout } = await memhog(['explain', '/cart', '-'], { stdin: [bytes] });
    assert.equal(code, 0);
    assert.match(stdout, /GET \/cart/);
    assert.deepEqual(bytes, (await memhog(['profile', 'shop.log'], { cwd })).bytes);
  });

  it('is not thrown at a terminal', async () => {
    const { code, stdout, stderr } = await memhog(['profile', 'shop.log'], { cwd, stdoutIsTerminal: true });
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /-o NAME\.memhog/);
  });
});

describe('merge', () => {
  it('of two halves is the profile of the whole, byte for byte', async () => {
    const whole = await made('whole.memhog', ['profile', '--source', 'shop', 'zebra.log', 'apple.log']);
    const merged = await made('merged.memhog', ['merge', 'one.memhog', 'two.memhog']);
    assert.equal(gunzipSync(merged).toString(), gunzipSync(whole).toString());
    assert.deepEqual(merged, whole);
  });

  it('takes profiles in the order given, not by name', async () => {
    await made('z-morning.memhog', ['profile', '--source', 'shop', 'zebra.log']);
    await made('a-evening.memhog', ['profile', '--source', 'shop', 'apple.log']);
    const merged = await rankingOf(['parse', 'z-morning.memhog', 'a-evening.memhog'], { cwd });
    const whole = await rankingOf(['parse', '--source', 'shop', 'zebra.log', 'apple.log'], { cwd });
    assert.deepEqual(merged.findings, whole.findings);
    assert.equal(merged.workers.lives, 4);
  });

  it('is what parse does with profiles one after the other in a pipe', async () => {
    const both = [await made('a', ['merge', 'one.memhog']), await made('b', ['merge', 'two.memhog'])];
    const piped = await rankingOf(['parse', '-'], { stdin: both });
    const merged = await rankingOf(['parse', 'one.memhog', 'two.memhog'], { cwd });
    assert.deepEqual(piped.findings, merged.findings);
    assert.equal(piped.workers.lives, 4);
  });

  it('puts profiles of one log name from two machines side by side', async () => {
    const log = lines({ req: '1/1', rss: 50_000, target: '/a' }, { req: '2/2', rss: 50_010, target: '/a' });
    const other = lines({ req: '3/3', rss: 90_000, target: '/b' }, { req: '4/4', rss: 90_020, target: '/b' });
    await made('web1.memhog', ['profile'], { stdin: [Buffer.from(log)] });
    await made('web2.memhog', ['profile'], { stdin: [Buffer.from(other)], machine: 'web2' });
    const { findings, workers } = await rankingOf(['parse', 'web1.memhog', 'web2.memhog'], { cwd });
    assert.equal(workers.count, 2);
    assert.deepEqual(
      findings.map(({ endpoint, net }) => [endpoint, net]),
      [
        ['GET /a', 10 * 1024],
        ['GET /b', 20 * 1024],
      ],
    );
  });

  it('reads a log under the settings of the profile before it', async () => {
    await made('ruled.memhog', ['profile', '--source', 'shop', '--route', '/users/:name', 'zebra.log']);
    const mixed = await rankingOf(['parse', 'ruled.memhog', 'apple.log', '--source', 'shop'], { cwd });
    const whole = await rankingOf(
      ['parse', 'zebra.log', 'apple.log', '--source', 'shop', '--route', '/users/:name'],
      { cwd },
    );
    assert.deepEqual(callsOf(mixed), callsOf(whole));
    assert.equal(mixed.workers.lives, 4);
  });
});

describe('what a profile cannot do', () => {
  it('refuses filters it cannot answer, by name', async () => {
    await refused(
      ['parse', 'shop.memhog', '--status', '5xx'],
      /shop\.memhog is a profile and was made without --status: only the log/,
    );
    await refused(['parse', 'shop.memhog', '--route', '/users/:name'], /without --route/);
    await refused(['parse', 'shop.memhog', '--since', '2h'], /without --since/);
    await refused(
      ['parse', 'shop.memhog', '--until', '2026-11-22', '--keep-query', 'q'],
      /without --keep-query, --until/,
    );
    await refused(['parse', 'shop.memhog', '--by', 'status'], /without --by status/);
    await refused(['parse', 'shop.memhog', '--show-paths'], /without --show-paths/);
  });

  it('answers a filter it was made with', async () => {
    await made('ruled2.memhog', ['profile', '--route', '/users/:name', '--keep-query', 'q', 'shop.log']);
    const ranking = await rankingOf(['parse', 'ruled2.memhog', '--route', '/users/:name', '--by', 'route'], {
      cwd,
    });
    assert.ok(ranking.findings.some(({ endpoint }) => endpoint === '/users/:name'));
    await made('status.memhog', ['profile', '--by', 'status', 'shop.log']);
    assert.deepEqual(callsOf(await rankingOf(['parse', 'status.memhog'], { cwd })), ['200: 4000']);
    await refused(['parse', 'status.memhog', '--by', 'route'], /without --by route/);
  });

  it('does not merge what does not fit', async () => {
    await made('late.memhog', ['profile', '--since', '2026-11-22T08:10', 'shop.log']);
    await refused(
      ['merge', 'shop.memhog', 'late.memhog'],
      /late\.memhog does not fit to shop\.memhog: time bounds \(--since, --until\) differ/,
    );
    await refused(['parse', 'shop.log', 'late.memhog'], /late\.memhog does not fit to the log before it/);
  });
});
