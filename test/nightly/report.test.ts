/** `memhog report` on the command line. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { COMMAND } from '../cli/command.ts';
import { onDay, shopKeeping } from '../cli/keeping-shop.ts';
import { folderWith } from '../cli/shop-log.ts';
import { memhog } from '../cli/world.ts';
import type { Outcome } from '../cli/world.ts';

const MENDED = shopKeeping(0, 11);
const LEAKS = shopKeeping(40, 12);

/** Runs `memhog report ARGS` on the morning after the given day of November 2026. */
function report(cwd: string, day: number, ...args: readonly string[]): Promise<Outcome> {
  const now = { epoch: Date.UTC(2026, 10, day + 1, 3), ahead: 0 };
  return memhog(['report', 'app.log', '--out', 'reports', '--static', ...args], { cwd, now: () => now });
}

async function refused(cwd: string, args: readonly string[], because: RegExp): Promise<void> {
  const { code, stdout, stderr } = await memhog(['report', ...args], { cwd });
  assert.deepEqual([code, stdout], [2, ''], stderr);
  assert.match(stderr, /^memhog: [^\n]*\n$/);
  assert.match(stderr, because);
}

const daysIn = (cwd: string): readonly string[] =>
  readdirSync(join(cwd, 'reports'))
    .filter((name) => name.startsWith('2026-'))
    .sort();

describe('report', () => {
  it('says what is new, fails on it once, and keeps as many nights as it is told to', async () => {
    const cwd = folderWith({ 'app.log': onDay(MENDED, 21) });
    const quiet = await report(cwd, 21, '--fail-on', 'new-leak');
    assert.deepEqual([quiet.code, quiet.stderr], [0, '']);
    assert.match(quiet.stdout, /^No leak visible.*\n4,000 new lines read; reports\/2026-11-21\.html\n$/);

    appendFileSync(join(cwd, 'app.log'), onDay(LEAKS, 22));
    const loud = await report(cwd, 22, '--fail-on', 'new-leak', '--summary', 'markdown');
    assert.equal(loud.code, 1, loud.stdout);
    assert.match(
      loud.stdout,
      /^### memhog, 2026-11-22\n\nOne leak: `GET \/cart` \(about \d+(\.\d)? KiB per call\)/,
    );
    assert.match(loud.stdout, /^- `GET \/cart`: leak, \d+(\.\d)? KiB per call, new$/m);
    assert.match(loud.stdout, /^4,000 new lines read; `reports\/2026-11-22\.html`$/m);

    // Nothing was added: nothing is new, though the leak is still there.
    const again = await report(cwd, 22, '--fail-on', 'new-leak');
    assert.equal(again.code, 0);
    assert.match(again.stdout, /nothing new since the last run/);

    appendFileSync(join(cwd, 'app.log'), onDay(shopKeeping(40, 13), 23));
    const known = await report(cwd, 23, '--fail-on', 'new-leak', '--keep', '2');
    assert.equal(known.code, 0, known.stdout);
    assert.match(known.stdout, /GET \/cart: leak, .* per call, since 2026-11-22/);
    assert.deepEqual(daysIn(cwd), [
      '2026-11-22.html',
      '2026-11-22.json',
      '2026-11-22.memhog',
      '2026-11-23.html',
      '2026-11-23.json',
      '2026-11-23.memhog',
    ]);
    const index = readFileSync(join(cwd, 'reports', 'index.html'), 'utf8');
    assert.match(index, /href="2026-11-23\.html"/);
    assert.doesNotMatch(index, /2026-11-21/);
    appendFileSync(join(cwd, 'app.log'), onDay(shopKeeping(40, 14), 24));
    assert.equal((await report(cwd, 24, '--fail-on', 'leak')).code, 1);
  });

  it('leaves acknowledged endpoints out of what it fails on, and shows them as such', async () => {
    const cwd = folderWith({ 'app.log': onDay(MENDED, 21) + onDay(LEAKS, 22) });
    await memhog(['ack', 'GET /cart', '--until', '2026-11-22', '--note', 'a fix <b>is</b> coming'], { cwd });
    const { code, stdout } = await report(cwd, 22, '--fail-on', 'suspect');
    assert.equal(code, 0, stdout);
    assert.match(stdout, /GET \/cart: leak, .*\(acknowledged\)/);
    const index = readFileSync(join(cwd, 'reports', 'index.html'), 'utf8');
    assert.match(index, /GET \/cart is acknowledged until 2026-11-22: a fix &lt;b&gt;is&lt;\/b&gt; coming/);
    appendFileSync(join(cwd, 'app.log'), onDay(shopKeeping(40, 15), 23));
    assert.equal((await report(cwd, 23, '--fail-on', 'suspect')).code, 1);
  });

  it('fails on what a run that was killed had read, when its pages are made', async () => {
    const cwd = folderWith({ 'app.log': onDay(MENDED, 21) });
    await report(cwd, 21);
    appendFileSync(join(cwd, 'app.log'), onDay(LEAKS, 22));
    await report(cwd, 22);
    // As a run leaves it that is killed after its lines have been committed and before its pages are there.
    const file = join(cwd, 'reports', 'memhog-state.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"isStale":false(?=\}\])/, '"isStale":true'));
    rmSync(join(cwd, 'reports', '2026-11-22.html'));
    const { code } = await report(cwd, 22, '--fail-on', 'new-leak');
    assert.equal(code, 1);
    assert.ok(daysIn(cwd).includes('2026-11-22.html'));
  });

  it('counts nothing of a log that holds nothing of use, so that it can be read once it is known how', async () => {
    const cwd = folderWith({ 'app.log': 'GET /a 200 12MB\n'.repeat(20) });
    const { code, stderr } = await report(cwd, 22);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /not one of 20 lines holds a memory figure of a request; memhog check app\.log says/,
    );
    assert.deepEqual(readdirSync(join(cwd, 'reports')), []);
  });

  it('refuses what it cannot do, in words', async () => {
    const cwd = folderWith({ 'app.log': MENDED, file: '' });
    await refused(
      cwd,
      [],
      /no log named: memhog report .* --out reports, or "inputs" and "out" in memhog\.json/,
    );
    await refused(cwd, ['app.log'], /no folder to write to: add --out/);
    await refused(
      cwd,
      ['app.log', '--out', 'reports', '--status', '200'],
      /keeps every line; --status cannot/,
    );
    await refused(cwd, ['app.log', '--out', 'reports', '--source', 'x'], /--source cannot give it another/);
    await refused(cwd, ['app.log', '--out', 'reports', '--redact'], /--redact cannot hide/);
    await refused(cwd, ['app.log', '--out', 'reports', '--keep', '0'], /must be a number of nights/);
    await refused(cwd, ['-', '--out', 'reports'], /reads files/);
    await refused(cwd, ['app.log', '--out', 'file/reports'], /a part of its path is a file/);
    await refused(cwd, ['app.log', '--out', '/proc/none'], /cannot write \/proc\/none/);
  });

  it('says so when the state is damaged, and touches nothing', async () => {
    const cwd = folderWith({ 'app.log': MENDED });
    await report(cwd, 22);
    const file = join(cwd, 'reports', 'memhog-state.json');
    renameSync(file, `${file}.kept`);
    writeFileSync(file, '{"schema": "memhog.state/1"');
    await refused(
      cwd,
      ['app.log', '--out', 'reports'],
      /reports\/memhog-state\.json is damaged.*move it away/,
    );
  });

  it('takes inputs, folder and nights from the configuration', async () => {
    const cwd = folderWith({
      'app.log': onDay(MENDED, 21) + onDay(MENDED, 22),
      'memhog.json': '{"inputs": ["app.log"], "out": "reports", "keep": 1}',
    });
    const { code } = await memhog(['report', '--static'], { cwd });
    assert.equal(code, 0);
    assert.deepEqual(daysIn(cwd), ['2026-11-22.html', '2026-11-22.json', '2026-11-22.memhog']);
    // The folder of the reports is no place for what `parse` prints.
    const parsed = await memhog(['parse'], { cwd });
    assert.equal(parsed.code, 0, parsed.stderr);
    assert.match(parsed.stdout, /No leak visible/);
  });

  it('lets one of two runs that overlap do the work', async () => {
    const cwd = folderWith({ 'app.log': onDay(MENDED, 21) + onDay(LEAKS, 22) });
    const run = (): Promise<{ code: number | null; text: string }> =>
      new Promise((resolve) => {
        const [program, ...first] = COMMAND;
        const args = [...first, 'report', 'app.log', '--out', 'reports', '--static'];
        const child = spawn(program, args, { cwd });
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
        child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
        child.on('exit', (code) => resolve({ code, text }));
      });
    const both = await Promise.all([run(), run()]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    const texts = both.map(({ text }) => text).sort();
    assert.match(texts[0]!, /8,000 new lines read/);
    // The second comes while the first is at work, or after it, and counts nothing twice either way.
    assert.match(texts[1]!, /another report is being written to reports|nothing new since the last run/);
  });
});
