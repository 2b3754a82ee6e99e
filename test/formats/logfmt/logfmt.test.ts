import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Vocabulary } from '../../../src/formats/fields/vocabulary.ts';
import { Logfmt } from '../../../src/formats/logfmt/logfmt.ts';
import { survives } from '../fields/hostile.ts';
import { logfmt } from '../fields/reading.ts';

const LOGRAGE =
  'method=GET path=/jobs/833552.json format=json controller=JobsController action=show status=200 duration=58.33 view=40.43 db=15.26 rss=187654144';
const RUBY = `I, [2026-11-22T18:34:01.123456 #4413]  INFO -- : ${LOGRAGE}`;
const QUOTED =
  'time="2026-11-22T18:34:01Z" level=info msg="a b=c \\"path=/no\\"" pid=7 path="/a b?c=\\"d\\"" mem.rss="51.2 MB"';

describe('logfmt', () => {
  const said = {
    ...{ kind: 'request', status: 200, method: 'GET', target: '/jobs/833552.json' },
    ...{ route: 'JobsController#show', figures: { rss: 187654144 } },
  };

  it("of lograge is read, with the time and pid of Ruby's Logger before it", () => {
    assert.deepEqual(logfmt(LOGRAGE), said);
    assert.deepEqual(logfmt(RUBY), { ...said, pid: 4413, time: 1795372441 });
    assert.deepEqual(logfmt(`[2026-11-22 18:34:01] INFO ${LOGRAGE} pid=9`), {
      ...said,
      pid: 9,
      time: 1795372441,
    });
  });

  it('takes memory in the units that people add', () => {
    for (const [pair, rss] of [
      ['memory=178.9MB', 187590246],
      ['mem=183256kB', 187654144],
      ['rss_mb=178', 186646528],
      ['memory_kb=183256', 187654144],
    ] as const)
      assert.equal(logfmt(`method=GET path=/x ${pair}`).figures?.['rss'], rss, pair);
    assert.equal(logfmt('method=GET path=/x memory=183256').kind, 'ignored');
  });

  it('reads quoted values and does not look for pairs in them', () => {
    assert.deepEqual(logfmt(QUOTED), {
      kind: 'request',
      pid: 7,
      time: 1795372441,
      target: '/a b?c="d"',
      figures: { rss: 53687091 },
    });
  });

  it('may hold the time and process as Gunicorn prints them', () => {
    assert.deepEqual(
      logfmt('time=[22/Nov/2026:18:34:01 +0000] pid=<12> method=GET path=/a status=200 rss=29360128'),
      {
        ...{ kind: 'request', pid: 12, time: 1795372441, method: 'GET', target: '/a', status: 200 },
        figures: { rss: 29360128 },
      },
    );
    assert.equal(logfmt('time=[22/Nov/2026:18:34:01 +0000 pid=12 path=/a rss=29360128').kind, 'foreign');
  });

  it('gives up a line in which a name stands twice, for one may be forged', () => {
    assert.equal(logfmt('path=/x rss=99999999 rss=50000000').kind, 'malformed');
    assert.equal(logfmt('path=/x rss=50000000 path=/y').kind, 'malformed');
    assert.equal(logfmt('path=/x rss=50000000 rss=50000000').kind, 'request');
  });

  it('gives up a line that ends within quotes', () => {
    assert.equal(logfmt('rss=50000000 path=/x msg="cut').kind, 'malformed');
  });

  it('is not claimed without memory and a path, nor with a tail of memhog', () => {
    for (const line of [
      '',
      '=',
      'rss=',
      'rss=50000000',
      'path=/x status=200',
      'at=info method=GET path="/x" host=h dyno=web.1 status=200',
      'GET /x?rss=50000000&path=/y HTTP/1.1',
      '192.0.2.7 - - [22/Nov/2026:18:34:01 +0000] "GET /x?a=1&path=/y&rss=50000000 HTTP/1.1" 200 5',
      'memhog v=1 time=2026-11-22T18:34:01.000Z pid=7 rss=50000000 method=GET path="/x"',
      'path=/x ok memhog v=1 pid=7 rss=50000000',
    ])
      assert.equal(logfmt(line).kind, 'foreign', line);
  });

  it('of any bytes never breaks the parser', () =>
    survives(() => new Logfmt(new Vocabulary()), [LOGRAGE, RUBY, QUOTED]));
});
