import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BsdStamp } from '../../src/wrappers/stamps.ts';
import { innerOf, peeled, requestLine } from './unwrapped.ts';

const MSG = requestLine();
const AT = '2026-11-22T18:34:01';

/** The same, whatever year a time without one is taken for. */
function peeledYearless(line: string): readonly [string, string, number, string] {
  const [text, host, pid, time] = peeled(line);
  return [text, host, pid, time.slice(5)];
}

describe('syslog of RFC 3164', () => {
  const time = '11-22T18:34:01';
  const cases: readonly [what: string, header: string, host: string, pid: number, time: string][] = [
    ['a packet', '<30>Nov 22 18:34:01 web1 uwsgi[1234]: ', 'web1', 1234, time],
    ['a line of a file, without priority', 'Nov 22 18:34:01 web1 uwsgi[1234]: ', 'web1', 1234, time],
    ['a day of one digit', 'Nov  2 08:53:31 web1 uwsgi[1234]: ', 'web1', 1234, '11-02T08:53:31'],
    ['journalctl -o short-precise', 'Nov 22 18:34:01.123456 web1 uwsgi[1234]: ', 'web1', 1234, time],
    ['a tag without a process id', 'Nov 22 18:34:01 web1 uwsgi: ', 'web1', 0, time],
    ['a local packet, without host', '<30>Nov 22 18:34:01 uwsgi[1234]: ', '', 1234, time],
    ['an address for a host', 'Nov 22 18:34:01 2001:db8::7 uwsgi: ', '2001:db8::7', 0, time],
    ['a tag with a path', 'Nov 22 18:34:01 web1 app/web.1[77]: ', 'web1', 77, time],
    ['no tag', 'Nov 22 18:34:01 web1 ', 'web1', 0, time],
    ['a packet without time and host', '<30>uwsgi[12]: ', '', 12, ''],
    [
      "a container's id, with the daemon's pid",
      'Nov 22 18:34:01 web1 0123456789ab[900]: ',
      'web1/0123456789ab',
      0,
      time,
    ],
    ["a container's name", 'Nov 22 18:34:01 web1 docker/shop[900]: ', 'web1/shop', 0, time],
    ['supervisord, which names its program', 'Nov 22 18:34:01 web1 supervisord: shop_00 ', 'web1', 0, time],
    ["Gunicorn's own syslog", 'Nov 22 18:34:01 web1 gunicorn.shop.access: [31909] ', 'web1', 31909, time],
  ];
  for (const [what, header, host, pid, at] of cases)
    it(`reads ${what}`, () => assert.deepEqual(peeledYearless(header + MSG), [MSG, host, pid, at]));

  it("drops the NUL that Python's handler sends", () =>
    assert.equal(peeled(`Nov 22 18:34:01 h a: ${MSG}#000`)[0], MSG));

  it('takes a time without a year for the last that was not later than a day from now', () => {
    const stamp = new BsdStamp(Date.UTC(2027, 0, 1) / 1000);
    const of = (text: string): string => {
      assert.ok(stamp.read(Buffer.from(text), 0, text.length));
      return new Date(stamp.time * 1000).toISOString().slice(0, 10);
    };
    assert.equal(of('Jan  1 08:00:00'), '2027-01-01');
    assert.equal(of('Dec 31 08:00:00'), '2026-12-31');
    assert.equal(of('Jan  3 08:00:00'), '2026-01-03');
  });
});

describe('syslog with an ISO time', () => {
  const want = [MSG, 'web1', 1234, AT];
  it("reads rsyslog's file format", () =>
    assert.deepEqual(peeled(`${AT}.123456+00:00 web1 uwsgi[1234]: ${MSG}`), want));
  it('reads journalctl -o short-iso, older and newer', () => {
    assert.deepEqual(peeled(`${AT}+0000 web1 uwsgi[1234]: ${MSG}`), want);
    assert.deepEqual(peeled(`${AT}+00:00 web1 uwsgi[1234]: ${MSG}`), want);
  });
  it("reads rsyslog's forward format", () =>
    assert.deepEqual(peeled(`<30>${AT}.123456+00:00 web1 uwsgi[1234]: ${MSG}`), want));
});

describe('syslog of RFC 5424', () => {
  const cases: readonly [what: string, header: string, host: string, pid: number][] = [
    ['all fields', `<165>1 ${AT}.003Z web1 app 1234 ID47 [sd@32473 k="v"] `, 'web1', 1234],
    ['nil structured data', `<165>1 ${AT}.003Z web1 app 1234 - - `, 'web1', 1234],
    [
      'several elements, with escapes',
      `<1>1 ${AT}Z web1 app 1234 - [a x="\\"]\\\\" y=""][b@1] `,
      'web1',
      1234,
    ],
    ['a byte order mark', `<165>1 ${AT}Z web1 app 1234 - - \ufeff`, 'web1', 1234],
    ["rsyslog's second space", `<165>1 ${AT}Z web1 app 1234 - -  `, 'web1', 1234],
    ['a process that is no number', `<165>1 ${AT}Z web1 app main - - `, 'web1', 0],
    [
      "Docker's driver, whose pid is the daemon's",
      `<30>1 ${AT}Z web1 0123456789ab 900 0123456789ab - `,
      'web1/0123456789ab',
      0,
    ],
  ];
  for (const [what, header, host, pid] of cases)
    it(`reads ${what}`, () => assert.deepEqual(peeled(header + MSG), [MSG, host, pid, AT]));

  it('reads nil values everywhere', () =>
    assert.deepEqual(peeled(`<165>1 - - - - - - ${MSG}`), [MSG, '', 0, '']));

  it('leaves a broken header as it is', () => {
    for (const line of [
      '<165>1',
      '<165>1 - -',
      `<165>1 - - - - - [a x="1] ${MSG}`,
      '<165>2 x',
      '<9999>1 - - - - - - x',
    ])
      assert.equal(peeled(line)[1], '', line);
  });
});

describe('Heroku', () => {
  it('names the dyno in the command line', () => {
    assert.deepEqual(peeled(`${AT}.123456+00:00 app[web.1]: ${MSG}`), [MSG, 'web.1', 0, AT]);
    const router = 'at=info method=GET path="/" dyno=web.1 connect=0ms service=5ms status=200';
    assert.deepEqual(peeled(`${AT}.1+00:00 heroku[router]: ${router}`), [router, 'router', 0, AT]);
  });
  it('names the dyno in a drain, behind its token', () => {
    assert.deepEqual(peeled(`<190>1 ${AT}+00:00 host app web.1 - ${MSG}`), [MSG, 'web.1', 0, AT]);
    assert.deepEqual(peeled(`<190>1 ${AT}+00:00 d.5a-7 app web.1 - ${MSG}`), [MSG, 'd.5a-7/web.1', 0, AT]);
    assert.deepEqual(peeled(`<45>1 ${AT}+00:00 host heroku router - at=info`), ['at=info', 'router', 0, AT]);
  });
  it('takes the message of a drain for no structured data', () => {
    const line = '[INFO] started';
    assert.equal(peeled(`<190>1 ${AT}+00:00 host app web.1 - ${line}`)[0], line);
  });
});

describe('octet counting', () => {
  const packet = (msg: string): string => `<165>1 ${AT}Z web1 app 1234 - - ${msg}`;
  const counted = (text: string): string => `${Buffer.byteLength(text)} ${text}`;
  const textsOf = (line: string): readonly string[] => innerOf([line]).map(({ text }) => text);

  it('reads one frame', () => assert.deepEqual(peeled(counted(packet(MSG))), [MSG, 'web1', 1234, AT]));
  it('reads frames glued together', () =>
    assert.deepEqual(textsOf(counted(packet('one')) + counted(packet('zwei ü')) + counted(packet('3'))), [
      'one',
      'zwei ü',
      '3',
    ]));
  it('reads several lines under one header', () =>
    assert.deepEqual(
      innerOf([counted(packet('one\ntwo\r\nthree\n'))]).map(({ text, host }) => [text, host]),
      [
        ['one', 'web1'],
        ['two', 'web1'],
        ['three', 'web1'],
      ],
    ));
  it('takes the whole line where the count is wrong', () => {
    assert.deepEqual(textsOf(`20 ${packet(MSG)}`), [MSG]);
    assert.deepEqual(textsOf(`9000 ${packet(MSG)}`), [MSG]);
  });
  it('gives each frame the offset of its own', () => {
    const first = counted(packet('one'));
    assert.deepEqual(
      innerOf([first + counted(packet('two'))]).map(({ offset }) => offset),
      [0, first.length],
    );
  });
  it('has Logplex and RFC 3164 inside', () => {
    assert.deepEqual(peeled(counted(`<190>1 ${AT}+00:00 host app web.1 - ${MSG}`)), [MSG, 'web.1', 0, AT]);
    assert.deepEqual(peeledYearless(counted(`<30>Nov 22 18:34:01 web1 a[1]: ${MSG}`)), [
      MSG,
      'web1',
      1,
      AT.slice(5),
    ]);
  });
});
