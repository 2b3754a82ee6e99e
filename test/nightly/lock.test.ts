import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { takeLock } from '../../src/nightly/lock.ts';
import { folderWith } from '../cli/shop-log.ts';

describe('the lock', () => {
  it('is held by one at a time, and leaves nothing behind', () => {
    const folder = folderWith();
    const path = join(folder, 'lock');
    const lock = takeLock(path);
    assert.ok(lock);
    assert.equal(takeLock(path), undefined);
    lock.release();
    assert.deepEqual(readdirSync(folder), []);
    takeLock(path)!.release();
  });

  it('is taken over from a process that is gone, and from one whose pid another has by now', () => {
    const path = join(folderWith(), 'lock');
    const host = hostname();
    for (const holder of [
      { pid: 2 ** 22 + 1, host, since: '1' },
      { pid: process.pid, host, since: 'another start' },
    ]) {
      writeFileSync(path, JSON.stringify(holder));
      const lock = takeLock(path);
      assert.ok(lock, JSON.stringify(holder));
      lock.release();
    }
  });

  it('is taken over when it says nothing', () => {
    const path = join(folderWith(), 'lock');
    for (const text of ['', 'null', '{"pid": "x"}']) {
      writeFileSync(path, text);
      const lock = takeLock(path);
      assert.ok(lock, text);
      lock.release();
    }
  });

  it('of another machine holds while it is touched, and not for ever', () => {
    const path = join(folderWith(), 'lock');
    const theirs = JSON.stringify({ pid: 1, host: 'container-that-was', since: '1' });
    writeFileSync(path, theirs);
    assert.equal(takeLock(path), undefined);
    assert.equal(readFileSync(path, 'utf8'), theirs);
    const twoHoursAgo = new Date(Date.now() - 7_200_000);
    utimesSync(path, twoHoursAgo, twoHoursAgo);
    const lock = takeLock(path);
    assert.ok(lock);
    lock.release();
  });

  it('lets one of several processes through at the same time', async () => {
    const path = join(folderWith(), 'lock');
    writeFileSync(path, JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: '1' }));
    const program = `
      const { takeLock } = await import(${JSON.stringify(new URL('../../src/nightly/lock.ts', import.meta.url).href)});
      process.stdout.write('ready');
      process.stdin.once('data', (start) => {
        while (Date.now() < Number(start));
        process.stdout.write(takeLock(process.argv[1]) ? 'held' : 'none');
      });`;
    const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', program, path];
    const rivals = [1, 2, 3].map(() => spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
    const words = (): Promise<readonly string[]> =>
      Promise.all(rivals.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
    assert.deepEqual(await words(), ['ready', 'ready', 'ready']);
    const start = String(Date.now() + 50);
    const answers = words();
    for (const { stdin } of rivals) stdin.write(start);
    const said = await answers;
    // Nobody leaves before all have answered: the lock of a process that is gone may be taken.
    for (const { stdin } of rivals) stdin.end();
    assert.equal(said.filter((text) => text === 'held').length, 1, said.join());
    assert.equal(said.filter((text) => text === 'none').length, 2, said.join());
  });
});
