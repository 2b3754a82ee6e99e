/** What `report --fail-on` fails on: each new leak once, whatever runs came between and however far the last day has got. */
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { onDay, shopKeeping } from '../cli/keeping-shop.ts';
import { folderWith } from '../cli/shop-log.ts';
import { memhog } from '../cli/world.ts';
import type { Outcome } from '../cli/world.ts';

const CLEAN = shopKeeping(0, 11);
const LEAKS = shopKeeping(60, 12);
const FAIL = ['--fail-on', 'new-leak'];

const firstLines = (log: string, count: number): string => log.split('\n', count).join('\n') + '\n';

/** Runs `memhog report ARGS` at 04:15 of the given day of November 2026. */
function report(cwd: string, day: number, ...args: readonly string[]): Promise<Outcome> {
  const now = { epoch: Date.UTC(2026, 10, day, 4, 15), ahead: 0 };
  return memhog(['report', 'app.log', '--out', 'reports', '--static', ...args], { cwd, now: () => now });
}

const add = (cwd: string, log: string, day: number): void =>
  appendFileSync(join(cwd, 'app.log'), onDay(log, day));

const indexOf = (cwd: string): string => readFileSync(join(cwd, 'reports', 'index.html'), 'utf8');
const headlineOf = (cwd: string): string => /<h1>(.*?)<\/h1>/s.exec(indexOf(cwd))?.[1] ?? '';

let reported: string | undefined;

/** Two clean days, reported; then a day that leaks, and the first hours of the next. */
async function afterTheLeak(): Promise<string> {
  if (reported === undefined) {
    reported = folderWith({ 'app.log': onDay(CLEAN, 10) + onDay(CLEAN, 11) });
    assert.equal((await report(reported, 12, ...FAIL)).code, 0);
  }
  const cwd = folderWith();
  // What was read of a log is known by its content, so a copy of both goes on where the first stopped.
  cpSync(reported, cwd, { recursive: true, preserveTimestamps: true });
  add(cwd, LEAKS, 12);
  add(cwd, firstLines(CLEAN, 250), 13);
  return cwd;
}

describe('a leak in a day that this run has finished', () => {
  it('is found though the last day has only begun, is said, and fails once', async () => {
    const cwd = await afterTheLeak();
    const { code, stdout } = await report(cwd, 13, ...FAIL);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^2026-11-12: One leak: GET \/cart/);
    assert.match(stdout, /^ {2}GET \/cart: leak, \d+(\.\d)? KiB per call, new$/m);
    assert.match(
      stdout,
      /^2026-11-13 is not over \(4 min 9 s so far\): nothing is blamed in it yet, and nothing cleared\.$/m,
    );
    assert.match(stdout, /^--fail-on new-leak: GET \/cart \(2026-11-12\)$/m);
    assert.match(headlineOf(cwd), /^GET \/cart is new since 2026-11-12\.$/);
    assert.match(indexOf(cwd), /2026-11-13 is not over \(4 min 9 s so far\)/);
    assert.equal((await report(cwd, 13, ...FAIL)).code, 0, 'again on the same night');
    add(cwd, LEAKS.split('\n').slice(250).join('\n'), 13);
    const next = await report(cwd, 14, ...FAIL);
    assert.equal(next.code, 0, next.stdout);
    assert.match(next.stdout, /GET \/cart: leak, .*, since 2026-11-12$/m);
    assert.match(headlineOf(cwd), /^GET \/cart still leaks\.$/);
  });

  for (const word of ['leak', 'suspect'])
    it(`fails --fail-on ${word} too`, async () => {
      const cwd = await afterTheLeak();
      assert.equal((await report(cwd, 13, '--fail-on', word)).code, 1);
      assert.equal((await report(cwd, 13, '--fail-on', word)).code, 0);
    });

  it('is not gone on the word of a day that has only begun', async () => {
    const cwd = await afterTheLeak();
    await report(cwd, 13);
    add(cwd, firstLines(CLEAN, 4000).split('\n').slice(250).join('\n'), 13);
    const begun = await report(cwd, 13);
    assert.doesNotMatch(begun.stdout, /gone/);
    assert.match(headlineOf(cwd), /is new since|still leaks/);
    const over = await report(cwd, 14);
    assert.match(over.stdout, /nothing new since the last run/);
    assert.match(over.stdout, /GET \/cart: gone/);
    assert.match(headlineOf(cwd), /^GET \/cart is gone\.$/);
  });

  it('is said where days after it in the same run do not show it', async () => {
    const cwd = await afterTheLeak();
    add(cwd, firstLines(CLEAN, 4000).split('\n').slice(250).join('\n'), 13);
    const { code, stdout } = await report(cwd, 14, ...FAIL);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /GET \/cart: leak on 2026-11-12, .* per call, new that day; gone since/);
  });
});

describe('an alarm', () => {
  it('is not used up by a run without --fail-on', async () => {
    const cwd = await afterTheLeak();
    assert.equal((await report(cwd, 13)).code, 0);
    const { code, stdout } = await report(cwd, 13, ...FAIL);
    assert.equal(code, 1, stdout);
    assert.match(stdout, /GET \/cart: leak, .*, new$/m);
    assert.match(stdout, /nothing new since the last run/);
    assert.equal((await report(cwd, 13, ...FAIL)).code, 0);
  });

  it('is not given for what is acknowledged', async () => {
    const cwd = await afterTheLeak();
    await memhog(['ack', 'GET /cart', '--until', '2026-12-31'], { cwd });
    assert.equal((await report(cwd, 13, ...FAIL)).code, 0);
  });

  it('is given for all leaks on the first night', async () => {
    const cwd = folderWith({ 'app.log': onDay(LEAKS, 10) });
    assert.equal((await report(cwd, 11, ...FAIL)).code, 1);
    assert.equal((await report(cwd, 11, ...FAIL)).code, 0);
  });

  it('is not given again after an upgrade for what a version before this has shown', async () => {
    const cwd = await afterTheLeak();
    await report(cwd, 13);
    const file = join(cwd, 'reports', 'memhog-state.json');
    const old = readFileSync(file, 'utf8')
      .replaceAll(/,"isJudged":\w+/g, '')
      .replace(/,"alarmed":\[[^\]]*\]/, '');
    assert.doesNotMatch(old, /isJudged|alarmed/);
    writeFileSync(file, old);
    assert.equal((await report(cwd, 13, ...FAIL)).code, 0);
    add(cwd, LEAKS.split('\n').slice(250).join('\n'), 13);
    assert.equal((await report(cwd, 14, ...FAIL)).code, 0);
  });
});

describe('report', () => {
  it('says when workers reach the limit, from the flag and from the configuration', async () => {
    const cwd = folderWith({ 'app.log': onDay(LEAKS, 10), 'memhog.json': '{"limit": "4G"}' });
    await report(cwd, 11);
    const page = (): string => readFileSync(join(cwd, 'reports', '2026-11-10.json'), 'utf8');
    assert.match(page(), /"level": 4294967296/);
    add(cwd, CLEAN, 11);
    await report(cwd, 12, '--limit', '8G');
    assert.match(readFileSync(join(cwd, 'reports', '2026-11-11.json'), 'utf8'), /"level": 8589934592/);
    assert.equal((await report(cwd, 12, '--limit', 'much')).code, 2);
  });

  it('leaves no folder behind where there is no such log', async () => {
    const cwd = folderWith();
    const { code } = await memhog(['report', 'nosuch.log', '--out', 'reports'], { cwd });
    assert.equal(code, 2);
    assert.throws(() => readFileSync(join(cwd, 'reports')), /ENOENT/);
  });

  it('links the page of each day with the index and its neighbours, and says what is new in it', async () => {
    const cwd = await afterTheLeak();
    await report(cwd, 13);
    const page = (day: number): string => readFileSync(join(cwd, 'reports', `2026-11-${day}.html`), 'utf8');
    assert.match(page(11), /<a href="index\.html">All nights<\/a>/);
    assert.match(page(11), /href="2026-11-10\.html" rel="prev"/);
    assert.match(page(11), /href="2026-11-12\.html" rel="next"/);
    assert.match(page(12), /class="night-marks"[^]*?new[^]*?GET \/cart/);
    assert.match(indexOf(cwd), /href="2026-11-12\.html#endpoint-1"/);
    assert.match(indexOf(cwd), /Made by memhog 0\.0\.0-test on 2026-11-13 04:15 from the log/);
    assert.match(page(12), /id="endpoint-1"/);
  });
});
