/** What fuzzing starts from: real lines of every format and wrapper, and what once went wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { allFormats } from '../../src/formats/formats.ts';

const ROOT = join(import.meta.dirname, '../..');

/** So many lines of each file, spread over it. */
const LINES_OF_FILE = 24;

function linesOf(path: string): string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
  const lines = text.split('\n').filter((line) => line !== '');
  const step = Math.max(1, Math.floor(lines.length / LINES_OF_FILE));
  return lines.filter((_, i) => i % step === 0).slice(0, LINES_OF_FILE + 1);
}

function logsIn(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .sort()
    .map((name) => join(ROOT, folder, name));
}

/** Real lines as bytes: samples, logs of other programs, and the example of each format. */
export const LINES: readonly Buffer[] = [
  ...allFormats().map(({ about }) => about.example),
  ...[...logsIn('samples', /\.log\.gz$/), ...logsIn('test/foreign', /\.log$/)].flatMap(linesOf),
].map((line) => Buffer.from(line, 'latin1'));

/** Bytes that have a meaning to some parser, or to none: put in anywhere. */
export const TOKENS: readonly Buffer[] = [
  '0',
  '-1',
  '9007199254740993',
  '99999999999999999999999999',
  '1e308',
  '-0.0',
  '0x7fffffff',
  'NaN',
  '[pid: 1|app: 0|req: 1/1]',
  '{rss usage: 1 bytes/0MB}',
  ' memhog v=1 ',
  'memhog v=1 pid=1 rss=1 path="/a"',
  '"\\u0000"',
  '\\"',
  '{"a":',
  '['.repeat(200),
  '{"a":'.repeat(80),
  '"'.repeat(64),
  '\\'.repeat(65),
  ' '.repeat(300),
  '%'.repeat(40),
  '/'.repeat(100),
  '/a'.repeat(700),
  '__proto__',
  'constructor',
  'toString=1',
  '\u001b[31m',
  '\u001b]8;;x\u0007',
  '\u009b2J',
  '\0',
  '\r',
  '\t',
  '\n',
  '\xff\xfe',
  '\xc3',
  '\xed\xa0\x80',
  '\xef\xbb\xbf',
  '\u202e',
  '<14>1 ',
  '2026-02-31T25:61:61Z',
  '9999-12-31T23:59:59.999999999+99:99',
  '[31/Feb/0000:99:99:99 +9999]',
  'Sun Nov  0 00:00:00 2026',
  ' P ',
  ' F ',
  '12 ',
  '65536 ',
].map((text) => Buffer.from(text, 'latin1'));
