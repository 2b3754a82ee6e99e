/** What docs/nightly.md gives to paste is run, or checked by the program that reads it, wherever that is here. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { decode } from '../src/profile/codec.ts';
import { merge } from '../src/profile/merge.ts';
import { QUOTED_COMMAND } from './cli/command.ts';
import { onDay, shopKeeping } from './cli/keeping-shop.ts';
import { folderWith } from './cli/shop-log.ts';
import { memhog } from './cli/world.ts';
import { inLong } from './long.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../docs/nightly.md'), 'utf8');

/** Days of the log that logrotate rotates, and requests of each. */
const ROTATED = inLong({ days: [21, 22], requests: 1000 }, { days: [20, 21, 22], requests: 4000 });

/** The blocks of a language, in order. */
const blocksOf = (language: string): readonly string[] =>
  [...TEXT.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block);

/** Whether the machine has this program. */
const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

/** A folder with `memhog` in it, to be put into PATH. */
function withCommand(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'memhog'), `#!/bin/sh\nexec ${QUOTED_COMMAND} "$@"\n`);
  chmodSync(join(bin, 'memhog'), 0o755);
  return { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` };
}

/** The text with the places of a real machine put into `folder`. */
const moved = (text: string, folder: string): string =>
  text
    .replaceAll('/var/log/uwsgi', join(folder, 'log'))
    .replaceAll('/var/lib/memhog', folder)
    .replaceAll('/etc/memhog', folder)
    .replaceAll('/run/uwsgi', folder)
    .replaceAll('/tmp/memhog-report.txt', join(folder, 'said.txt'));

/** A folder with a log of `text` and the configuration of the document. */
function placeWith(text: string): string {
  const folder = folderWith();
  mkdirSync(join(folder, 'log'));
  writeFileSync(join(folder, 'log', 'app.log'), text);
  writeFileSync(join(folder, 'memhog.json'), moved(blocksOf('json')[0]!, folder));
  return folder;
}

/** Runs `memhog report` as somebody does who stands in the folder. */
async function reportIn(folder: string): Promise<void> {
  const { code, stderr } = await memhog(['report'], { cwd: folder, machine: hostname() });
  assert.equal(code, 0, stderr);
}

/** Requests in all profiles of the reports. */
function requestsIn(folder: string): number {
  const reports = join(folder, 'reports');
  return readdirSync(reports)
    .filter((name) => name.endsWith('.memhog'))
    .map((name) => decode(gunzipSync(readFileSync(join(reports, name))).toString('utf8')))
    .reduce((left, right) => merge(left, right)).coverage.requests;
}

describe('docs/nightly.md', () => {
  it('has flags that memhog knows', async () => {
    const lines = [...blocksOf('sh'), ...blocksOf('yaml')].join('').split('\n');
    const calls = lines.flatMap(
      (line) => /(?:^|: )memhog (report|ack|compare) (.*)/.exec(line)?.slice(1) ?? [],
    );
    assert.ok(calls.length >= 8);
    for (let i = 0; i < calls.length; i += 2) {
      const help = (await memhog([calls[i]!, '--help'])).stdout;
      for (const [flag] of calls[i + 1]!.matchAll(/--[a-z-]+/g)) assert.match(help, new RegExp(`${flag}\\b`));
    }
  });

  const ways = blocksOf('logrotate');

  it('shows both ways of logrotate', () => {
    assert.deepEqual(
      ways.map((text) => text.includes('copytruncate')),
      [false, true],
    );
  });

  for (const [i, way] of ways.entries())
    it(
      `counts every line once with logrotate, ${way.includes('copytruncate') ? 'copytruncate' : 'create'}`,
      { skip: !has('logrotate') },
      async () => {
        const days = ROTATED.days.map((day) => onDay(shopKeeping(1, day, ROTATED.requests), day));
        const folder = placeWith('');
        const env = withCommand(folder);
        const config = join(folder, 'logrotate.conf');
        const text = moved(way, folder).replace('create 0640 www-data adm', 'create 0640');
        writeFileSync(config, text);
        for (const log of days) {
          // Every other part comes after the night's rotation, as it does on a machine that never stops.
          const half = log.indexOf('\n', log.length / 2) + 1;
          appendFileSync(join(folder, 'log', 'app.log'), log.slice(0, half));
          // The first run is by hand, as the text says.
          if (log === days[0]) await reportIn(folder);
          const { status, stderr } = spawnSync('logrotate', ['-f', '-s', join(folder, 'state'), config], {
            env,
            encoding: 'utf8',
          });
          assert.equal(status, 0, stderr);
          appendFileSync(join(folder, 'log', 'app.log'), log.slice(half));
        }
        const pieces = readdirSync(join(folder, 'log')).sort();
        const packed = days.slice(1).map((_, k) => `app.log.${k + 2}.gz`);
        assert.deepEqual(pieces, ['app.log', 'app.log.1', ...packed], String(i));
        await reportIn(folder);
        assert.equal(requestsIn(folder), days.length * ROTATED.requests);
      },
    );

  it('gives cron a line that speaks only when something is new', () => {
    const [line = ''] = blocksOf('crontab');
    const match = /^(\S+ \S+ \S+ \S+ \S+) (\S+) (.*)\n$/.exec(line);
    assert.ok(match, 'five times, a user, a command');
    // A per cent sign is a line end to cron.
    assert.doesNotMatch(match[3]!, /%/);
    const folder = placeWith(onDay(shopKeeping(0, 21), 21));
    const env = withCommand(folder);
    const run = (): string =>
      spawnSync('sh', ['-c', moved(match[3]!, folder)], { env, encoding: 'utf8' }).stdout;
    assert.equal(run(), '');
    appendFileSync(join(folder, 'log', 'app.log'), onDay(shopKeeping(40, 22), 22));
    assert.match(run(), /GET \/cart: leak, .*, new/);
    assert.equal(run(), '');
  });

  it('gives systemd units that it accepts', { skip: !has('systemd-analyze') }, () => {
    const [service = '', timer = ''] = blocksOf('ini');
    const folder = folderWith({ 'memhog-report.service': service, 'memhog-report.timer': timer });
    const units = ['memhog-report.service', 'memhog-report.timer'].map((name) => join(folder, name));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...units], {
      encoding: 'utf8',
    });
    const ours = stderr.split('\n').filter((line) => line.includes('memhog-report'));
    assert.deepEqual([status, ours], [0, []], stderr);
    const when = /^OnCalendar=(.*)$/m.exec(timer)?.[1] ?? '';
    assert.equal(spawnSync('systemd-analyze', ['calendar', when]).status, 0);
  });

  it('gives GitHub Actions steps that run', () => {
    const [workflow = ''] = blocksOf('yaml');
    const runs = [...workflow.matchAll(/run: (memhog (?:report|compare) .*)/g)].map(
      ([, command = '']) => command,
    );
    assert.equal(runs.length, 2);
    const folder = folderWith({ 'app.log': shopKeeping(40, 12), 'main.log': shopKeeping(0, 11) });
    const env = { ...withCommand(folder), GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
    const shell = (command: string): number | null =>
      spawnSync('bash', ['-e', '-c', command], { cwd: folder, env }).status;
    assert.equal(shell('memhog profile main.log > main.memhog'), 0);
    assert.deepEqual(runs.map(shell), [0, 1]);
    const summary = readFileSync(join(folder, 'summary.md'), 'utf8');
    assert.match(summary, /^### memhog, 2026-11-22$/m);
    assert.match(summary, /^\*\*New: `GET \/cart`/m);
    assert.ok(readdirSync(join(folder, 'reports')).includes('index.html'));
  });
});
