/** Lines of the probe: readings of the moment a request began, what is said of requests without one, findings of traces. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allFormats } from '../../../src/formats/formats.ts';
import { parseSpans } from '../../../src/formats/memhog/spans.ts';
import { FIGURES, LineRecord } from '../../../src/record.ts';
import type { LineKind } from '../../../src/record.ts';
import { fresh, mutated, randomFrom, read } from './reading.ts';

const FIGURES_TEXT =
  'every=4 rss=33570816 blocks=81234 gc=40/3/0 young=512 heap=9100288 small=7340032 alloc=glibc';
const TAIL = `memhog v=1 at=start pid=4711 seq=12 inflight=2 ${FIGURES_TEXT}`;
const OWN = `memhog v=1 at=start time=2026-11-22T18:52:02.123Z pid=4711 seq=12 inflight=2 ${FIGURES_TEXT} method=GET path="/users/7" route="/users/<int:id>" status=200 spans_every=4 spans="view.shop.user*1:9/-16,sql.select.user*12:340/51200" ms=3.117`;
const UWSGI = '192.0.2.7 - - [22/Nov/2026:18:58:47 +0000] "GET /users/7?x=1 HTTP/1.1" 200 512 ';
const GUNICORN = `${UWSGI}"-" "curl/7.88.1" `;
const CELERY =
  '[2026-11-22 19:02:17,224: INFO/ForkPoolWorker-1] proj.add[9a82389d-e8bf-4b5b-a1d9-54b264dcaf6c]: ';

/** What the first format that knows the line makes of it. */
function of(line: string): { kind: LineKind; by: string; record: LineRecord } {
  const bytes = Buffer.from(line);
  for (const format of allFormats()) {
    const record = new LineRecord();
    const kind = format.parse(bytes, 0, bytes.length, record);
    if (kind !== 'foreign') return { kind, by: format.name, record };
  }
  return { kind: 'foreign', by: '', record: new LineRecord() };
}

const figures = (record: LineRecord): Record<string, number> =>
  Object.fromEntries(
    FIGURES.map((name, i) => [name, record.figures[i]!] as const).filter(([, value]) => value > 0),
  );
const path = ({ pathBytes, pathStart, pathEnd }: LineRecord): string =>
  pathStart < 0 ? '' : Buffer.from(pathBytes.subarray(pathStart, pathEnd)).toString();

describe('a reading of the start of a request', () => {
  for (const [where, line, by, route] of [
    ['a line of its own', OWN, 'memhog', '/users/<int:id>'],
    ['a line of uWSGI', `${UWSGI}${TAIL} more=0`, 'access', ''],
    [
      'a line of uWSGI with the route',
      `${UWSGI}${TAIL} route="/users/<int:id>"`,
      'access',
      '/users/<int:id>',
    ],
    ['a line of Gunicorn', `${GUNICORN}${TAIL} route="/users/<int:id>"`, 'access', '/users/<int:id>'],
    ['a line of Celery', `${CELERY}${TAIL} task=proj.add status=SUCCESS ms=0.4`, 'celery', 'proj.add'],
  ] as const)
    it(`is whole in ${where}`, () => {
      const { kind, by: reader, record } = of(line);
      assert.deepEqual([kind, reader, record.route], ['request', by, route]);
      assert.deepEqual(figures(record), { rss: 33570816, live: 16440320, blocks: 81234 });
      const { atStart, every, pid, workerRequests, core } = record;
      assert.deepEqual(
        { atStart, every, pid, workerRequests, core },
        { atStart: true, every: 4, pid: 4711, workerRequests: 12, core: 1 },
      );
      if (by === 'access') assert.equal(path(record), '/users/7?x=1');
    });

  it('without figures counts as a request', () => {
    for (const line of [
      'memhog v=1 at=start pid=4711 seq=13 inflight=1 method=GET path="/a" status=200 ms=1.0',
      `${UWSGI}memhog v=1 at=start pid=4711 seq=13 inflight=1 more=0`,
      `${GUNICORN}memhog v=1 at=start pid=4711 seq=13 inflight=1`,
      `${CELERY}memhog v=1 at=start pid=4711 seq=13 inflight=1 task=proj.add status=SUCCESS ms=0.4`,
    ]) {
      const { kind, record } = of(line);
      assert.deepEqual(
        [kind, record.atStart, record.workerRequests, record.pid, figures(record), record.every],
        ['request', true, 13, 4711, {}, 0],
        line,
      );
    }
  });

  it('that was cut has no figure that could be wrong', () => {
    const whole = `${GUNICORN}${TAIL}`;
    const { record: full } = of(whole);
    for (let end = whole.indexOf(' every='); end < whole.length; end++) {
      const { record } = of(whole.slice(0, end));
      for (const [name, value] of Object.entries(figures(record)))
        assert.equal(value, figures(full)[name], whole.slice(0, end));
    }
  });

  it('does not take what is none', () => {
    for (const [from, to] of [
      ['every=4', 'every=x'],
      ['small=7340032', 'small=-5'],
      ['heap=9100288', 'heap=1e9'],
    ] as const) {
      const { kind, record } = of(OWN.replace(from, to));
      assert.equal(kind, 'request');
      if (from.startsWith('every')) assert.equal(record.every, 0);
      if (!from.startsWith('every')) assert.equal(figures(record)['live'], undefined);
    }
  });

  it('leaves nothing behind for the next line', () => {
    const record = new LineRecord();
    const { memhog } = fresh();
    const [first, second] = [
      Buffer.from(OWN),
      Buffer.from('memhog v=1 pid=5 seq=1 rss=4096 method=GET path="/"'),
    ];
    memhog.parse(first, 0, first.length, record);
    record.reset();
    memhog.parse(second, 0, second.length, record);
    assert.deepEqual([record.atStart, record.every, record.spans], [false, 0, []]);
  });

  it('is none at the end: fields of the probe without at=start say nothing of one', () => {
    const { record } = of(OWN.replace(' at=start', ''));
    assert.deepEqual([record.atStart, record.every], [false, 0]);
    assert.deepEqual(figures(record), { rss: 33570816, blocks: 81234 });
    assert.equal(of(OWN.replace('at=start', 'at=end')).record.atStart, false);
  });
});

describe('spans', () => {
  it('are read as they are written', () => {
    assert.deepEqual(of(OWN).record.spans, [
      { name: 'view.shop.user', count: 1, blocks: 9, bytes: -16 },
      { name: 'sql.select.user', count: 12, blocks: 340, bytes: 51200 },
    ]);
  });

  it('that are broken are left out, whatever they are', () => {
    assert.deepEqual(parseSpans('a*1:2/3,b*1:2,*1:2/3,c*x:1/1,d*1:2/3'), [
      { name: 'a', count: 1, blocks: 2, bytes: 3 },
      { name: 'd', count: 1, blocks: 2, bytes: 3 },
    ]);
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { count, blocks, bytes } of parseSpans(text))
          assert.ok([count, blocks, bytes].every(Number.isSafeInteger));
      }),
    );
  });
});

describe('findings of a trace', () => {
  const LINE =
    'memhog v=1 trace=line time=2026-11-22T18:52:02.123Z pid=4711 since=2026-11-22T18:51:00.000Z endpoint="GET\\u0020/search" calls=92 file=shop/views.py line=31 function=_search_all bytes=42013.2 blocks=9.00 holder="functools._lru_cache_wrapper\\u0020of\\u0020shop.views.search"';

  it('are no requests, and are told whole', () => {
    const { kind, by, record } = of(LINE);
    assert.deepEqual([kind, by, record.reason], ['ignored', 'memhog', 'finding of a trace']);
    const { finding } = record;
    assert.ok(finding);
    assert.deepEqual(
      { ...finding, fields: Object.fromEntries(finding.fields) },
      {
        ...{ kind: 'line', endpoint: 'GET /search', pid: 4711 },
        ...{ time: Date.UTC(2026, 10, 22, 18, 52, 2) / 1000, since: Date.UTC(2026, 10, 22, 18, 51) / 1000 },
        fields: {
          ...{ calls: '92', file: 'shop/views.py', line: '31' },
          ...{ function: '_search_all', bytes: '42013.2', blocks: '9.00' },
          holder: 'functools._lru_cache_wrapper of shop.views.search',
        },
      },
    );
  });

  it('stand in lines of their own alone: nobody can put one into the line of a server', () => {
    for (const line of [`${GUNICORN}${LINE}`, `Not Found: /${LINE}`, `INFO ${LINE}`])
      assert.equal(of(line).record.finding, undefined, line);
  });

  it('any bytes are read without a throw', () => {
    const random = randomFrom(47);
    const { memhog, access } = fresh();
    for (let run = 0; run < 40_000; run++) {
      read(memhog, mutated(run % 2 === 0 ? LINE : OWN, random, 1 + Math.floor(random() * 4)));
      read(access, mutated(`${GUNICORN}${TAIL} route="/a"`, random, 1 + Math.floor(random() * 3)));
    }
  });
});
