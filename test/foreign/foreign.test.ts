/** Logs of other programs, many of them full of memory figures and of text that looks like ours: not one line is claimed. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it } from 'node:test';
import { Pipeline } from '../../src/pipeline.ts';
import type { OnRecord } from '../../src/record-reader.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { memhog } from '../cli/world.ts';

const FOLDER = import.meta.dirname;
const LOGS = readdirSync(FOLDER).filter((name) => name.endsWith('.log'));

/** The kernel's word on a process it killed is no false claim: it ends a life, whoever's it was. */
const OF_KERNEL = /Out of memory: Killed process|oom-kill:|oom_reaper: reaped/;

/** How the message ends when nothing is of use: with a command, a flag, or what else to give. */
const WAY_OUT =
  /(?:`memhog (?:check|formats|setup)[^`]*`|--pattern|--log-format|`heroku [^`]+`|give the log of)/;

const linesOf = (name: string): string[] =>
  readFileSync(join(FOLDER, name), 'utf8').replace(/\n$/, '').split('\n');

/** `<`, `>` and `&` are escaped by docker. */
function inDockerJson(line: string): string {
  const log = JSON.stringify(`${line}\n`).replace(
    /[<>&]/g,
    (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`,
  );
  return `{"log":${log},"stream":"stdout","time":"2026-11-22T18:34:01.123456789Z"}`;
}

const WAYS: readonly (readonly [string, (line: string) => string])[] = [
  ['bare', (line) => line],
  ['in docker json', inDockerJson],
  ['in syslog', (line) => `Nov 22 18:34:01 web1 app[77]: ${line}`],
  ['in the JSON of a shipper', (line) => JSON.stringify({ log: line, kubernetes: { pod_name: 'web-1' } })],
  ['in syslog in docker json', (line) => inDockerJson(`<30>Nov 22 18:34:01 web1 app[77]: ${line}`)],
];

/** What was claimed of the lines: `kind format: line`. */
function claims(lines: readonly string[]): string[] {
  const found: string[] = [];
  const line: OnRecord = (kind, _, format, { bytes, start, end }) => {
    if (kind === 'foreign' || kind === 'ignored') return;
    const text = Buffer.from(bytes.subarray(start, end)).toString();
    if (kind === 'lifecycle' && OF_KERNEL.test(text)) return;
    found.push(`${kind} ${format.name}: ${text}`);
  };
  const pipeline = new Pipeline(DEFAULT_SETTINGS, {}, { line });
  pipeline.open({ name: 'foreign.log', machine: 'web1' }, 'foreign.log');
  for (const line of lines) {
    const bytes = Buffer.from(line);
    pipeline.line(bytes, 0, bytes.length, 0);
  }
  pipeline.end();
  const { coverage } = pipeline.toProfile();
  if (coverage.requests + coverage.samples + coverage.readings > 0 && found.length === 0)
    found.push(`${coverage.requests} requests, ${coverage.samples} samples`);
  return found;
}

it('there are many of them', () => {
  assert.ok(LOGS.length >= 45, `${LOGS.length}`);
  for (const name of LOGS) assert.ok(linesOf(name).length >= 6, name);
});

for (const name of LOGS) {
  describe(basename(name, '.log'), () => {
    for (const [way, wrapped] of WAYS) {
      it(`${way}: nothing is claimed`, () => {
        assert.deepEqual(claims(linesOf(name).map(wrapped)), []);
      });
    }

    it('parse says in one line that nothing is of use, and what to do', async () => {
      const { code, stdout, stderr } = await memhog(['parse', name], { cwd: FOLDER });
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^memhog: [^\n]{20,}\n$/);
      assert.match(stderr.slice(-160), WAY_OUT);
    });

    it('check names the first lines', async () => {
      const { code, stdout, stderr } = await memhog(['check', name, '--output', 'json'], { cwd: FOLDER });
      assert.equal(code, 2);
      assert.equal(stderr, '');
      const report: unknown = JSON.parse(stdout);
      assert.ok(typeof report === 'object' && report !== null && 'failed' in report && 'lines' in report);
      assert.equal(report.lines, linesOf(name).length);
      assert.ok(Array.isArray(report.failed) && report.failed.length > 0);
      const { stdout: text } = await memhog(['check', name], { cwd: FOLDER, columns: 100 });
      assert.match(text, /^ {2}line \d+ {2}\S/m);
    });
  });
}

it('all of them in one file', () => {
  assert.deepEqual(claims(LOGS.flatMap(linesOf)), []);
});
