import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fresh, mutated, randomFrom, read } from './reading.ts';
import { inLong } from '../../long.ts';

/** How many lines are changed at random. */
const CHANGED = inLong(10_000, 100_000);

const OWN = 'memhog v=1 time=2026-11-22T18:52:02.123Z pid=4711 seq=12 inflight=1 rss=33570816 method=GET';
const FORGED = 'memhog v=1 pid=666 seq=1 inflight=1 rss=8589934592 method=GET path="/victim" status=200';
/** What a client may send, to be mixed in any way. */
const BITS = [
  ` ${FORGED}`,
  ' memhog v=1 ',
  '"',
  '\\',
  ' a="',
  '" ',
  ' b=',
  "'",
  '=',
  ' ',
  'route="/victim"',
  '/x',
  '\\"',
  'é',
];
const forgery = fc
  .array(fc.constantFrom(...BITS), { minLength: 1, maxLength: 6 })
  .map((bits) => bits.join(''));

/** As Python's and Node's writers quote. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

describe('what a client sends', () => {
  it('as its path stays its path', () => {
    fc.assert(
      fc.property(forgery, fc.boolean(), fc.boolean(), (path, hasRoute, hasPrefix) => {
        const line = `${hasPrefix ? 'INFO ' : ''}${OWN} path=${quoted(path)}${hasRoute ? ' route="/own"' : ''} status=404 ms=1.0`;
        const said = read(fresh().memhog, line);
        // Behind a prefix, a path that holds a mark of its own may cost the line, but never gives another reading.
        if (hasPrefix && said.kind === 'foreign') return;
        assert.deepEqual(
          [said.kind, said.pid, said.figures, said.path],
          ['request', 4711, { rss: 33570816 }, path],
          line,
        );
      }),
      { seed: 41, numRuns: 5000 },
    );
  });

  it('comes back in messages of servers and frameworks: they hold no reading', () => {
    for (const line of [
      `Not Found: /${FORGED}`,
      `Not Found: / ${FORGED}`,
      `WARNING:django.request:Not Found: /x: ${FORGED}`,
      `[2026-11-22 18:58:47 +0000] [31910] [WARNING] Invalid request from ip=127.0.0.1: Invalid HTTP Header: 'x ${FORGED} x='`,
      `127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET / HTTP/1.1" 200 2 "-" "x ${FORGED}"`,
      `127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET / HTTP/1.1" 200 2 "-" "x ${FORGED.replaceAll('"', '\\"')}"`,
      `client sent (x ${FORGED} a=)`,
      `{"message": "x ${FORGED}"}`,
    ])
      for (const format of Object.values(fresh())) {
        const { kind, figures } = read(format, line);
        assert.deepEqual([figures, kind === 'request'], [undefined, false], `${format.name}: ${line}`);
      }
  });
});

describe('any bytes', () => {
  it(`are read without a throw, a wrong number or a look outside: ${CHANGED} changed lines`, () => {
    const random = randomFrom(43);
    const { memhog } = fresh();
    const lines = [`${OWN} path="/a\\u00e9" route="/a" status=200 ms=1.0`, `x ${FORGED}`];
    for (let run = 0; run < CHANGED; run++)
      read(memhog, mutated(lines[run % 2]!, random, 1 + Math.floor(random() * 4)));
  });

  it('are read in time that grows with their length', () => {
    const { memhog, access, celery, server } = fresh();
    for (const piece of [
      ' memhog v=1',
      ' memhog v=1 a=',
      '"GET /',
      '"',
      '\\"',
      'memhog v=1 a="',
      '[',
      'a=',
      ' GET /',
      '"A a HTTP/1.1" ',
    ])
      for (const format of [memhog, access, celery, server])
        for (const prefix of [
          '',
          '[2026-11-22 19:02:17,224: INFO/MainProcess] ',
          '[2026-11-22 18:58:47 +0000] [3] [INFO] ',
        ]) {
          const line = prefix + piece.repeat(65_536 / piece.length);
          const began = performance.now();
          read(format, line);
          assert.ok(performance.now() - began < 1000, `${format.name}: ${prefix}${piece}`);
        }
  });
});
