import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { innerOf, peeled, requestLine } from './unwrapped.ts';

const MSG = requestLine();
const AT = '2026-11-22T18:34:01';
const STAMP = `${AT}.123456789Z`;

const docker = (log: string, stream = 'stdout', more: object = {}): string =>
  JSON.stringify({ log, stream, ...more, time: STAMP }).replaceAll('>', '\\u003e');
const textsOf = (lines: readonly string[]): readonly string[] => innerOf(lines).map(({ text }) => text);

describe("Docker's json-file", () => {
  it('unescapes the line', () => {
    assert.match(docker(`${MSG}\n`), /=\\u003e/);
    assert.deepEqual(peeled(docker(`${MSG}\n`)), [MSG, '', 0, AT]);
  });
  it('takes its members in any order, and attributes', () => {
    assert.equal(peeled(JSON.stringify({ time: STAMP, stream: 'stderr', log: 'a b\n' }))[0], 'a b');
    assert.equal(peeled(docker('a b\n', 'stdout', { attrs: { tag: 'x}"', n: [1, { y: 2 }] } }))[0], 'a b');
    assert.equal(
      peeled(`{ "log" : "a b\\r\\n" , "stream":"stdout", "time":"${STAMP}" }`.replace('{ ', '{'))[0],
      'a b',
    );
  });
  it('joins a line that was split, each stream by itself', () => {
    const pieces = [
      docker(MSG.slice(0, 40)),
      docker('other, ', 'stderr'),
      docker(MSG.slice(40, 90)),
      docker('whole\n', 'stderr'),
    ];
    assert.deepEqual(textsOf([...pieces, docker(`${MSG.slice(90)}\n`)]), ['other, whole', MSG]);
  });
  it('gives a joined line the offset of its first piece', () => {
    const first = docker('whole\n');
    const inner = innerOf([first, docker('split, '), docker('joined\n')]);
    assert.deepEqual(
      inner.map(({ offset }) => offset),
      [0, first.length + 1],
    );
  });
  it('leaves other objects alone', () => {
    for (const line of [
      '{"log":"a b"}',
      `{"log":"a b","stream":"stdout","time":"${STAMP}","pid":1}`,
      '{"log":1,"stream":"stdout","time":"yesterday"}',
      `{"log":"a b","stream":"stdout","time":"${STAMP}"`,
      `{"log":"a b","stream":"stdout","time":"${STAMP}"}}`,
    ])
      assert.equal(innerOf([line], (text) => text !== 'a b')[0]?.text, line);
  });
});

describe('CRI', () => {
  const cri = (tag: string, text: string, stream = 'stdout'): string =>
    `${AT}.123456789+00:00 ${stream} ${tag} ${text}`;
  it('reads a whole line', () => assert.deepEqual(peeled(cri('F', MSG)), [MSG, '', 0, AT]));
  it('reads further tags', () => assert.equal(peeled(cri('F:x', MSG))[0], MSG));
  it('reads an empty line', () => assert.deepEqual(textsOf([cri('F', ''), `${AT}.1Z stdout F`]), ['', '']));
  it('joins partial lines, each stream by itself', () => {
    const lines = [
      cri('P', 'a'),
      cri('P', 'x', 'stderr'),
      cri('P', 'b'),
      cri('F', 'y', 'stderr'),
      cri('F', 'c'),
    ];
    assert.deepEqual(textsOf(lines), ['xy', 'abc']);
  });
  it('hands on the last line of a container that ended without a newline', () =>
    assert.deepEqual(textsOf([cri('F', 'a'), cri('P', 'b')]), ['a', 'b']));
});

describe('kubectl logs', () => {
  it('names pod and container', () =>
    assert.deepEqual(peeled(`[pod/web-6f7-x/app] ${MSG}`), [MSG, 'web-6f7-x/app', 0, '']));
  it('has a time before the message', () =>
    assert.deepEqual(peeled(`[pod/web/app] ${STAMP} ${MSG}`), [MSG, 'web/app', 0, AT]));
  it('leaves a uWSGI head alone', () => assert.equal(peeled(MSG)[0], MSG));
});

describe('docker logs -t', () => {
  it('peels the time', () => assert.deepEqual(peeled(`${STAMP} ${MSG}`), [MSG, '', 0, AT]));
  it("leaves an application's own time alone", () => {
    for (const time of [`${AT}.123Z`, `${AT}Z`, `${AT}.123456+01:00`, '2026-11-22 18:34:01,123'])
      assert.equal(peeled(`${time} GET /x`)[0], `${time} GET /x`);
  });
});

describe('docker compose', () => {
  it('names the container', () => assert.deepEqual(peeled(`web-1  | ${MSG}`), [MSG, 'web-1', 0, '']));
  it('is padded and coloured, and may hold a time', () => {
    assert.deepEqual(peeled(`web-1       | ${MSG}`), [MSG, 'web-1', 0, '']);
    assert.deepEqual(peeled(`\u001b[36mweb-1  | \u001b[0m${STAMP} ${MSG}`), [MSG, 'web-1', 0, AT]);
    assert.deepEqual(peeled('web-1  |'), ['', 'web-1', 0, '']);
  });
  it('leaves a log format with bars between its fields alone', () => {
    for (const line of [
      '27994 | 16433152 | GET /',
      'GET | /x | 3',
      'web-1 |x',
      'Memory usage: 123456 | PID: 4413',
    ])
      assert.equal(peeled(line)[0], line);
  });
});
