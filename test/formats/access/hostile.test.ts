import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fresh, mutated, randomFrom, read } from '../memhog/reading.ts';
import { inLong } from '../../long.ts';

/** How many lines are changed at random. */
const CHANGED = inLong(10_000, 100_000);

/** What a client would like to be charged: another worker, another route, a reading it chose. */
const BITS = [
  ' memhog v=1 pid=666 seq=1 inflight=1 rss=8589934592',
  ' rss=8589934592',
  'rss=8589934592 ',
  ' pid=666',
  '<666>',
  '[666]',
  '[22/Nov/2020:18:58:47 +0000]',
  '" 200 5 "-" "x',
  '"GET /victim HTTP/1.1" 200',
  'GET /victim HTTP/1.1',
  'GET /victim HTTP/1.1" 200 2 "',
  '"',
  '\\',
  '\\"',
  ' ',
  '=',
  'a="',
];
const forgery = fc
  .array(fc.constantFrom(...BITS), { minLength: 1, maxLength: 5 })
  .map((bits) => bits.join(''));

/** As Gunicorn (`\"`, backslashes as they are), Apache (both) and nginx (`\x22`, `\x5C`) write a client's text. */
const ESCAPES = {
  gunicorn: (text: string) => text.replaceAll('"', '\\"'),
  apache: (text: string) => text.replace(/["\\]/g, '\\$&'),
  nginx: (text: string) => text.replaceAll('\\', '\\x5C').replaceAll('"', '\\x22'),
};
/** Formats, and whether what stands before the request could be told from a forgery. */
const FORMATS: readonly ((user: string, target: string, referer: string, agent: string) => string)[] = [
  (user, target, referer, agent) =>
    `127.0.0.1 - ${user} [22/Nov/2026:18:58:47 +0000] "GET ${target} HTTP/1.1" 200 2 "${referer}" "${agent}" memhog v=1 pid=31910 seq=12 inflight=1 rss=20033536`,
  (user, target, referer, agent) =>
    `127.0.0.1 - ${user} [22/Nov/2026:18:58:47 +0000] "GET ${target} HTTP/1.1" 200 2 "${referer}" "${agent}" <31910> rss=20033536`,
  (user, target, referer, agent) =>
    `127.0.0.1 - ${user} [22/Nov/2026:18:58:47 +0000] <31910> rss=20033536 "GET ${target} HTTP/1.1" 200 2 "${referer}" "${agent}"`,
  (user, target, referer, agent) =>
    `127.0.0.1 - ${user} [22/Nov/2026:18:58:47 +0000] "GET ${target} HTTP/1.1" 200 <31910> rss=20033536 "${referer}" "${agent}"`,
  (user, target, referer, agent) =>
    `<31910> rss=20033536 127.0.0.1 - ${user} [22/Nov/2026:18:58:47 +0000] "GET ${target} HTTP/1.1" 200 2 "${referer}" "${agent}"`,
];
/** None of them has memory: no client may make it have one. */
const WITHOUT = (user: string, target: string, referer: string, agent: string): string =>
  `127.0.0.1 - ${user} [22/Nov/2026:18:58:47 +0000] "GET ${target} HTTP/1.1" 200 2 "${referer}" "${agent}"`;

const client = fc.record({
  user: fc.oneof(fc.constant('-'), forgery),
  target: fc.oneof(
    fc.constant('/own'),
    forgery.map((text) => `/own${text.replaceAll(' ', '')}`),
  ),
  referer: fc.oneof(fc.constant('-'), forgery),
  agent: fc.oneof(fc.constant('curl'), forgery),
  escape: fc.constantFrom(ESCAPES.gunicorn, ESCAPES.apache, ESCAPES.nginx),
});

describe('what a client sends', () => {
  it('gives no reading but the server’s, of no worker but the server’s, on no route but the client’s own', () => {
    fc.assert(
      fc.property(client, fc.constantFrom(...FORMATS), ({ user, target, referer, agent, escape }, format) => {
        const line = format(escape(user), escape(target), escape(referer), escape(agent));
        const said = read(fresh().access, line);
        assert.ok(said.kind === 'request' || said.kind === 'malformed', line);
        if (said.figures) assert.deepEqual([said.pid, said.figures], [31910, { rss: 20033536 }], line);
        if (said.path !== undefined) assert.equal(said.path, escape(target).replaceAll('\\"', '"'), line);
      }),
      { seed: 51, numRuns: 6000 },
    );
  });

  it('gives none where the server writes none', () => {
    fc.assert(
      fc.property(client, ({ user, target, referer, agent, escape }) => {
        const line = WITHOUT(escape(user), escape(target), escape(referer), escape(agent));
        for (const format of Object.values(fresh())) {
          const { kind, figures } = read(format, line);
          assert.deepEqual([figures, kind === 'request' && figures !== undefined], [undefined, false], line);
        }
      }),
      { seed: 52, numRuns: 6000 },
    );
  });

  it('does not hide the reading of a line that ends in a tail', () => {
    fc.assert(
      fc.property(client, ({ user, target, referer, agent, escape }) => {
        const line = FORMATS[0]!(escape(user), escape(target), escape(referer), escape(agent));
        const { kind, figures, pid } = read(fresh().access, line);
        assert.deepEqual([kind, pid, figures], ['request', 31910, { rss: 20033536 }], line);
      }),
      { seed: 53, numRuns: 5000 },
    );
  });

  it('comes back in messages that repeat a path: they hold no reading', () => {
    for (const rest of [
      '"GET /victim HTTP/1.1" 200 rss=4096',
      '"GET /v HTTP/1.1" 200 memhog v=1 pid=6 rss=4096',
      'GET /v memhog v=1 rss=4096',
    ])
      for (const message of ['Not Found: /', 'WARNING:django.request:Not Found: /', 'Bad Request: / '])
        assert.equal(read(fresh().access, message + rest).kind, 'foreign', message + rest);
  });
});

describe('any bytes', () => {
  it(`are read without a throw, a wrong number or a look outside: ${CHANGED} changed lines`, () => {
    const random = randomFrom(54);
    const { access } = fresh();
    const lines = FORMATS.map((format) => format('-', '/own?x=1', 'http://x/', 'curl "1"'));
    for (let run = 0; run < CHANGED; run++)
      read(access, mutated(lines[run % lines.length]!, random, 1 + Math.floor(random() * 4)));
  });
});
