/** Texts of the user's: configurations, rules, format strings, patterns. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readPresent } from '../../src/advise/present/read.ts';
import { readConfig } from '../../src/cli/config.ts';
import { allFormats } from '../../src/formats/formats.ts';
import { Pipeline } from '../../src/pipeline.ts';
import { encode } from '../../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Template } from '../../src/record.ts';
import { Router } from '../../src/routes/router.ts';
import { LINES } from './corpus.ts';
import { brokenJson } from './json-mutations.ts';
import { brokenLine, wordy } from './mutations.ts';
import { assertExpected, assertUnpolluted, inTime } from './target.ts';
import type { Target } from './target.ts';

const textOf = ({ fixed, segments }: Template): string => JSON.stringify([fixed, segments]);

const folder = mkdtempSync(join(tmpdir(), 'memhog-fuzz-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const CONFIG = JSON.stringify({
  inputs: ['access.log'],
  routes: ['/blog/:slug', '/files/**'],
  keepQuery: ['type'],
  top: 5,
  fields: { rss: 'mem.rss' },
  acknowledged: [{ endpoint: 'GET /export', until: '2026-12-31', note: 'known' }],
  keep: 30,
  workers: 4,
  memory: '4G',
});

const configProperty = (): fc.IRawProperty<unknown> => {
  const path = join(folder, 'memhog.json');
  return fc.property(brokenJson(CONFIG), (text) => {
    writeFileSync(path, text);
    try {
      const { routes = [], keepQuery = [], fields = {}, logFormat, pattern } = readConfig(path, folder);
      inTime(() => {
        const router = new Router({ rules: routes, keepQuery });
        for (const target of LINES.slice(0, 40)) router.template(target, 0, target.length);
        allFormats({
          fields,
          ...(logFormat === undefined ? {} : { logFormats: [logFormat] }),
          ...(pattern === undefined ? {} : { patterns: [pattern] }),
        });
      });
    } catch (error) {
      assertExpected(error, 'UsageError');
    }
    assertUnpolluted();
  });
};

const RULE_WORDS = [
  '/',
  '*',
  '**',
  ':id',
  '{id}',
  '{rest:path}',
  '<int:id>',
  '<path:x>',
  '<',
  '{',
  'a',
  'aa',
  'b',
  '?',
  '.',
  '%',
];

/** A target has one template, the same each time, whatever the rules; it cannot pass for a placeholder of ours. */
const routeProperty = (): fc.IRawProperty<unknown> =>
  fc.property(
    fc.array(wordy(RULE_WORDS), { maxLength: 4 }),
    fc.array(fc.constantFrom('type', 'q', '', '__proto__', 'a'), { maxLength: 2 }),
    fc.array(
      fc.oneof(
        brokenLine,
        wordy([...RULE_WORDS, '?type=', '&q=', '#', ';v=', '/a/1/']).map((text) => Buffer.from(text)),
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
    (rules, keepQuery, targets) => {
      inTime(() => {
        try {
          const router = new Router({ rules, keepQuery });
          const texts = (): string[] =>
            targets.map((target) => textOf(router.template(target, 0, target.length)));
          const first = texts();
          assert.deepEqual(texts(), first);
          const other = new Router({ rules, keepQuery });
          const backwards = targets.map((_, i) => targets[targets.length - 1 - i]!);
          for (const target of backwards) other.template(target, 0, target.length);
          assert.deepEqual(
            targets.map((target) => textOf(other.template(target, 0, target.length))),
            first,
          );
          for (const text of first) assert.ok(text.length < 30_000, 'a template without bound');
        } catch (error) {
          assertExpected(error, 'UsageError');
        }
      });
    },
  );

const FORMAT_WORDS = [
  '%(rss)',
  '%(rssM)',
  '%(uri)',
  '%(pid)',
  '%(',
  ')',
  '%%',
  '%({rss}o)s',
  '%(p)s',
  '%(r)s',
  '%m',
  '%{mega}M',
  '%p',
  '%r',
  ' ',
  '"',
  '[',
  ']',
  '%(ltime)',
  '%(micros)',
  '%t',
  '%(method)',
];
const PATTERN_WORDS = [
  '(?<rss>',
  '\\d+',
  ')',
  '(?<pid>\\d+)',
  '(?<path>\\S+)',
  '(',
  '(a+)+',
  '[',
  ']',
  '{1,9999}',
  '*',
  '+',
  '?',
  '|',
  '(?=',
  '\\1',
  '.',
  '^',
  '$',
  '(?<rss_mb>\\d+)',
];

/** A format string or pattern of anybody's is refused in words, or reads any line in time. */
const optionsProperty = (): fc.IRawProperty<unknown> =>
  fc.property(
    wordy(FORMAT_WORDS),
    wordy(PATTERN_WORDS),
    fc.boolean(),
    fc.array(brokenLine, { maxLength: 3 }),
    (format, pattern, isFormat, lines) => {
      inTime(() => {
        try {
          const pipeline = new Pipeline(
            DEFAULT_SETTINGS,
            isFormat ? { logFormats: [format] } : { patterns: [pattern] },
          );
          pipeline.open({ name: 'a.log', machine: 'm' }, 'a.log');
          for (const line of lines) pipeline.line(line, 0, line.length, 0);
          encode(pipeline.toProfile());
        } catch (error) {
          assertExpected(error, 'UsageError');
        }
      });
    },
  );

const PRESENT_WORDS = [
  '[uwsgi]\n',
  'max-requests',
  '=',
  ' ',
  '\n',
  'reload-on-rss',
  '1000',
  '--',
  'gunicorn ',
  "'",
  '"',
  '\\',
  '#',
  '(',
  ')',
  '{',
  'workers',
  'pm.max_requests',
  'ENV',
  '$(',
  '`',
  'Exec',
  ',',
  '*',
  '**',
  'or ',
  'int(',
  'import os\n',
];

const presentProperty = (): fc.IRawProperty<unknown> =>
  fc.property(
    fc.constantFrom(
      'uwsgi.ini',
      'gunicorn.conf.py',
      'puma.rb',
      'x.service',
      'Procfile',
      'x.toml',
      'x.yaml',
      'x',
    ),
    wordy(PRESENT_WORDS),
    (name, text) => {
      inTime(() => {
        try {
          readPresent(name, text);
        } catch (error) {
          assertExpected(error, 'UsageError');
        }
      });
      assertUnpolluted();
    },
  );

/** See the top of this file. */
export const TEXT_TARGETS: readonly Target[] = [
  { name: 'memhog.json', property: configProperty, weight: 2 },
  { name: 'routes', property: routeProperty, weight: 3 },
  { name: '--log-format, --pattern', property: optionsProperty, weight: 3 },
  { name: 'advise --check', property: presentProperty, weight: 1 },
];
