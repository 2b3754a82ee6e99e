import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { innerOf, peeled, requestLine } from './unwrapped.ts';

const MSG = requestLine();

describe('Passenger', () => {
  it("says the application's process id", () => {
    assert.deepEqual(peeled(`App 12345 output: ${MSG}`), [MSG, '', 12345, '']);
    assert.deepEqual(peeled(`App 12345 stdout: ${MSG}`), [MSG, '', 12345, '']);
    const prefix = '[ N 2026-11-22 18:34:01.1234 99/T5 age/Cor/App.cpp:123 ]: ';
    assert.deepEqual(peeled(`${prefix}App 12345 output: ${MSG}`), [MSG, '', 12345, '2026-11-22T18:34:01']);
  });
  it('leaves its other messages alone', () => {
    for (const line of [
      '[ N 2026-11-22 18:34:01.1234 99/T5 age/Cor/x.cpp:1 ]: Server up',
      'App x output: y',
      'App 1 says: y',
    ])
      assert.equal(peeled(line)[0], line);
  });
});

describe("uWSGI's log encoder", () => {
  it('reads message and time, whatever they are called', () => {
    assert.deepEqual(peeled(JSON.stringify({ t: 1795373547, l: MSG })), [MSG, '', 0, '2026-11-22T18:52:27']);
    assert.deepEqual(peeled(JSON.stringify({ line: MSG, millis: 1795373547123 })), [
      MSG,
      '',
      0,
      '2026-11-22T18:52:27',
    ]);
    assert.deepEqual(peeled(JSON.stringify({ x: MSG, date: '2026-11-22T18:52:27+0000' })), [
      MSG,
      '',
      0,
      '2026-11-22T18:52:27',
    ]);
    assert.deepEqual(peeled(JSON.stringify({ l: MSG, ts: 1795373547.25 })), [
      MSG,
      '',
      0,
      '2026-11-22T18:52:27',
    ]);
  });
  it('splits a message of several lines', () =>
    assert.deepEqual(
      innerOf([JSON.stringify({ t: 1795373547, l: 'one 1\ntwo\n' })]).map(({ text }) => text),
      ['one 1', 'two'],
    ));
  it('leaves the JSON of loggers alone', () => {
    for (const value of [
      { level: 30, time: 1795373547000, pid: 7, hostname: 'h', msg: 'request completed', rss: 16433152 },
      { level: 'info', message: 'GET / 200', timestamp: '2026-11-22T18:52:27Z' },
      { rss: 1795373547, path: 'GET /x' },
      { t: 1795373547, path: '/x' },
      { t: 12, l: 'a b' },
      { t: 1795373547 },
    ])
      assert.equal(peeled(JSON.stringify(value))[0], JSON.stringify(value));
  });
});

describe('colour', () => {
  it('is taken off a line that begins with it', () => {
    assert.equal(peeled(`\u001b[1;31m${MSG}\u001b[0m`)[0], MSG);
    assert.equal(peeled(`Nov 22 18:34:01 web1 app: \u001b[0m${MSG}`)[0], MSG);
    assert.equal(peeled('\u001b[')[0], '');
  });
});

describe('lines of servers', () => {
  const lines = [
    '127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET / HTTP/1.1" 200 2 "-" "curl/7.88.1"',
    '[22/Nov/2026:18:58:47 +0000] <31910> "GET /a?i=1 HTTP/1.1" 200 D=490 rss=20033536',
    '[2026-11-22 18:58:44 +0000] [31909] [INFO] Booting worker with pid: 31909',
    '[2026-11-22 19:02:17,217: INFO/MainProcess] Task proj.tasks.add[9a82389d] received',
    '[22-Nov-2026 19:05:10] NOTICE: [pool www] child 1837 started',
    '- -  22/Nov/2026:19:05:09 +0000 "GET /i.php?n=100" 200 /tmp/i.php 61.819 104452 80.88%',
    'time=2026-11-22T18:34:01Z level=info method=GET path=/x rss=16433152',
    'time:2026-11-22T18:34:01Z\tmethod:GET\tpath:/x\trss:16433152',
    'at=info method=GET path="/" host=x dyno=web.1 status=200',
    'memhog v=1 time=2026-11-22T18:34:01.000Z pid=7 rss=16433152',
    'Sun Nov 22 18:53:52 2026 - *** HARAKIRI ON WORKER 1 (pid: 123, try: 1, graceful: yes) ***',
    'spawned uWSGI worker 1 (pid: 27993, cores: 1)',
    '2026-11-22 18:34:01.123 UTC [77] LOG:  checkpoint complete',
    'INFO:     127.0.0.1:47580 - "GET /a?i=1 HTTP/1.1" 200 OK',
  ];
  for (const line of lines)
    it(`are left as they are: ${line.slice(0, 40)}`, () => assert.deepEqual(peeled(line), [line, '', 0, '']));
});
