import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fresh, read } from '../memhog/reading.ts';
import type { Said } from '../memhog/reading.ts';

const TAIL = ' memhog v=1 pid=31910 seq=12 inflight=1 rss=20033536';
const access = (line: string): Said => read(fresh().access, line);
const TIME = '2026-11-22T18:58:47';
const READ: Said = { kind: 'request', pid: 31910, method: 'GET', figures: { rss: 20033536 } };
const FULL: Said = { ...READ, seq: 12, time: TIME, status: 200, path: '/a?i=1' };
const CLF = '127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET /a?i=1 HTTP/1.1" 200 2 "-" "curl/7.88.1"';

const without = (said: Said, ...keys: readonly (keyof Said)[]): Said => ({
  kind: said.kind,
  ...Object.fromEntries(Object.entries(said).filter(([key]) => !keys.some((one) => one === key))),
});

/** Lines without a tail, their formats made of the same atoms, and what they say. */
const WITH_FIELDS: Record<string, Said> = {
  '[22/Nov/2026:18:58:47 +0000] <31910> "GET /a?i=1 HTTP/1.1" 200 D=490 M=0 L=0.000490 rss=20033536': FULL,
  '<31910> rss=20033536 [22/Nov/2026:18:58:47 +0000] "GET /a?i=1 HTTP/1.1" 200': FULL,
  'pid=31910 rss=20033536 "GET /a?i=1 HTTP/1.1" 200': without(FULL, 'time'),
  '[31910] [22/Nov/2026:18:58:47 +0000] 200 "GET /a?i=1 HTTP/1.1" 2 rss=20033536': without(FULL, 'status'),
  'time=[22/Nov/2026:18:58:47 +0000] pid=<31910> request="GET /a?i=1 HTTP/1.1" status=200 rss=20033536': FULL,
  [`${CLF} pid=31910 rss=20033536`]: FULL,
  [`${CLF} pid=<31910> rss=20033536`]: FULL,
  [`${CLF} 490 <31910> rss: 20033536`]: FULL,
  [`${CLF} [31910] rss:20033536`]: FULL,
  [`${CLF} pid=31910, mem=20033536,`]: FULL,
  [`${CLF} pid=31910 rss_kb=19564`]: FULL,
  [`${CLF} pid=31910 rss=19564KiB`]: FULL,
  [`${CLF} pid=31910 memory=19564kB`]: FULL,
  '127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET /a?i=1 HTTP/1.1" 200 pid=31910 rss=20033536 "-" "curl/7.88.1"':
    FULL,
  '2026-11-22T18:58:47.123Z pid=31910 rss=20033536 "GET /a?i=1 HTTP/1.1" 200': FULL,
  '2026-11-22 18:58:47,123 pid=31910 "GET /a?i=1 HTTP/1.1" 200 rss=20033536': FULL,
  '22/Nov/2026:18:58:47 +0000 pid=31910 "GET /a?i=1 HTTP/1.1" 200 rss=20033536': FULL,
  '[2026-11-22 18:58:47 +0000] 127.0.0.1 - "GET /a?i=1 HTTP/1.1" 200 1.234 pid=31910 rss=20033536': FULL,
  'INFO:     127.0.0.1:47580 - "GET /a?i=1 HTTP/1.1" 200 OK pid=31910 rss=20033536': without(FULL, 'time'),
  'INFO:     pid=31910 127.0.0.1:47580 - "GET /a?i=1 HTTP/1.1" 200 OK rss=20033536': without(FULL, 'time'),
  '127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET /a?i=1" 200 pid=31910 rss=20033536': FULL,
};

describe('an access line with a memhog tail', () => {
  it('of Gunicorn says all', () => assert.deepEqual(access(CLF + TAIL), FULL));

  it('is its own example', () => {
    const { about } = fresh().access;
    assert.deepEqual(access(about.example).figures, { rss: 20033536 });
    let at = 0;
    for (const { pattern } of about.landmarks) {
      const match = pattern.exec(about.example.slice(at));
      assert.ok(match, String(pattern));
      at += match.index + match[0].length;
    }
  });

  it('of others says what it has', () => {
    assert.deepEqual(
      access(`INFO:     127.0.0.1:47580 - "GET /a?i=1 HTTP/1.1" 200 OK${TAIL}`),
      without(FULL, 'time'),
    );
    assert.deepEqual(
      access(`[2026-11-22 18:58:47 +0000] 127.0.0.1 - "GET /a?i=1 HTTP/2" 200 1.234${TAIL}`),
      FULL,
    );
    assert.deepEqual(access(`127.0.0.1:5000 - "GET /a?i=1 3"${TAIL}`), {
      ...without(FULL, 'time', 'status', 'method', 'path'),
      reason: 'no request before the memory',
    });
  });

  it('without quotes says what stands there in bare words', () => {
    assert.deepEqual(access(`[22/Nov/2026:18:58:47 +0000] GET /a?i=1 200${TAIL}`), FULL);
    assert.deepEqual(access(`hello${TAIL}`), {
      ...{ kind: 'request', pid: 31910, seq: 12, figures: { rss: 20033536 } },
      reason: 'no request before the memory',
    });
  });

  it('takes requests in progress beside it for cores', () => {
    assert.equal(access(CLF + TAIL.replace('inflight=1', 'inflight=4')).core, 3);
    assert.equal(access(CLF + TAIL.replace(' inflight=1', '')).core, undefined);
  });

  it('has no reading when it is cut in it, and never a wrong one', () => {
    const line = CLF + TAIL;
    for (let end = 0; end < line.length; end++) {
      const { kind, figures, pid, path } = access(line.slice(0, end));
      assert.equal(figures, undefined, line.slice(0, end));
      if (kind === 'request') assert.deepEqual([pid, path], [31910, '/a?i=1']);
    }
  });

  it('has the target as it was sent, where the server escaped a quote in it', () => {
    const target = (written: string): string | undefined =>
      access(`127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET ${written} HTTP/1.1" 200 2 "-" "-"${TAIL}`)
        .path;
    assert.equal(target('/a\\"b\\"'), '/a"b"');
    assert.equal(target('/a\\b'), '/a\\b');
  });

  it('of another version is malformed', () => {
    assert.equal(access(CLF + TAIL.replace('v=1', 'v=2')).reason, 'memhog tail of another version');
  });
});

describe('an access line with fields of the user’s own', () => {
  it('is read in any order of the same atoms', () => {
    for (const [line, said] of Object.entries(WITH_FIELDS))
      assert.deepEqual(access(line), without(said, 'seq'), line);
  });

  it('takes seq and inflight, and a tail named in the middle', () => {
    const middle = `[22/Nov/2026:18:58:47 +0000]${TAIL} "GET /a?i=1 HTTP/1.1" 200`;
    assert.deepEqual(access(middle), FULL);
    assert.deepEqual(access(`${TAIL.trim()} "GET /a?i=1 HTTP/1.1" 200`), without(FULL, 'time'));
    assert.equal(access(middle.replace('inflight=1', 'inflight=2')).core, 1);
  });

  it('is a request without a reading when the field is empty', () => {
    for (const value of ['-', '', 'x', '-1', '0', '1e9', '99999999999999999999'])
      assert.equal(access(`${CLF} pid=31910 rss=${value}`).figures, undefined);
    assert.equal(access(`${CLF} pid=31910 rss=-`).kind, 'request');
  });

  it('has no reading when it is cut in the figure', () => {
    for (let digits = 1; digits < 8; digits++)
      assert.equal(access(`${CLF} pid=31910 rss=${'20033536'.slice(0, digits)}`).figures, undefined);
  });

  it('reads fractions and units', () => {
    assert.deepEqual(access(`${CLF} rss=1.5MiB vsz=2g pss=3k uss=7B`).figures, {
      ...{ rss: 1572864, vsz: 2147483648, pss: 3072, uss: 7 },
    });
  });
});

describe('an access line without memory', () => {
  it('is foreign, until the stream had one with memory', () => {
    const { access: format, memhog } = fresh();
    assert.equal(read(format, CLF).kind, 'foreign');
    read(format, CLF + TAIL);
    assert.deepEqual(read(format, CLF), { kind: 'ignored', reason: 'access line without memory' });
    const other = fresh();
    assert.equal(read(other.access, CLF).kind, 'foreign');
    read(other.memhog, memhog.about.example);
    assert.equal(read(other.access, CLF).kind, 'ignored');
  });

  it('and other lines are foreign also then', () => {
    const { access: format } = fresh();
    read(format, CLF + TAIL);
    for (const line of [
      '',
      ' ',
      'hello',
      '- -  22/Nov/2026:19:05:09 +0000 "GET /i.php?n=100" 200 /tmp/i.php 61.819 104452 80.88%',
      '{"request":"GET / HTTP/1.1","rss":4096}',
      '[pid: 3|app: 0|req: 1/1] 127.0.0.1 () {24 vars in 259 bytes} [Sun Nov 22 18:52:02 2026] GET /x => generated 2 bytes in 3 msecs (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)',
      'SELECT "A b" FROM x',
      '"GET / HTTP/1.1',
      'time:[22/Nov/2026:18:58:47 +0000]\treq:GET / HTTP/1.1\trss:4096',
    ])
      assert.equal(read(format, line).kind, 'foreign', line);
  });
});

describe('the server of an access line', () => {
  it('is Gunicorn where the tail is that of its logger, and not known from fields of your own', () => {
    const { access: format } = fresh();
    assert.equal(format.name, 'access');
    read(format, CLF + TAIL);
    assert.equal(format.name, 'gunicorn-access');
    read(format, `${CLF} pid=31910 rss=20033536`);
    assert.equal(format.name, 'access');
  });
});
