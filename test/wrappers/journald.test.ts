import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { innerOf, peeled, requestLine } from './unwrapped.ts';

const MSG = requestLine();
const AT = '2026-11-22T18:12:27';
const MICROS = String((Date.parse(`${AT}Z`) / 1000) * 1e6 + 123_456);

const entry = (message: unknown, more: object = {}): string =>
  JSON.stringify({
    __REALTIME_TIMESTAMP: MICROS,
    MESSAGE: message,
    _PID: '1234',
    _HOSTNAME: 'web1',
    ...more,
  });
const textsOf = (lines: readonly string[]): readonly string[] => innerOf(lines).map(({ text }) => text);
const bytesOf = (text: string): readonly number[] => [...Buffer.from(text)];

describe('journalctl -o json', () => {
  it('reads host, sender and time', () => assert.deepEqual(peeled(entry(MSG)), [MSG, 'web1', 1234, AT]));
  it('reads a message given as bytes', () => {
    assert.equal(peeled(entry(bytesOf(MSG)))[0], MSG);
    const inner = innerOf([entry([0x61, 0xff, 0x00, 0x62])]);
    assert.equal(inner[0]?.text, 'a\ufffd\u0000b');
  });
  it('reads several lines in one message', () => {
    assert.deepEqual(textsOf([entry('one\ntwo\r\n\nthree\n')]), ['one', 'two', '', 'three']);
    assert.deepEqual(textsOf([entry(bytesOf('one\ntwo'))]), ['one', 'two']);
  });
  it('reads a message given twice', () => {
    assert.deepEqual(textsOf([entry(['one', 'two'])]), ['one', 'two']);
    assert.deepEqual(textsOf([entry([bytesOf('one'), 'two'])]), ['one', 'two']);
  });
  it('reads a message too long to be shown as an empty line', () =>
    assert.deepEqual(textsOf([entry(null)]), ['']));
  it('joins a line that the journal broke', () => {
    const more = { _LINE_BREAK: 'line-max', _STREAM_ID: 'a1' };
    const lines = [
      entry(MSG.slice(0, 9), more),
      entry('other', { _STREAM_ID: 'b2' }),
      entry(MSG.slice(9), { _STREAM_ID: 'a1' }),
    ];
    assert.deepEqual(textsOf(lines), ['other', MSG]);
  });
  it("joins pieces of Docker's driver", () => {
    const more = { CONTAINER_NAME: 'shop', CONTAINER_PARTIAL_MESSAGE: 'true' };
    assert.deepEqual(textsOf([entry('one, ', more), entry('two', { CONTAINER_NAME: 'shop' })]), ['one, two']);
  });
  it('names the container, and then not the pid of the daemon', () => {
    const id = 'f'.repeat(64);
    assert.deepEqual(peeled(entry(MSG, { CONTAINER_NAME: 'shop', CONTAINER_ID_FULL: id })), [
      MSG,
      'web1/shop',
      0,
      AT,
    ]);
    assert.deepEqual(peeled(entry(MSG, { CONTAINER_ID_FULL: id })), [MSG, `web1/${id}`, 0, AT]);
  });
  it('leaves other objects alone', () => {
    for (const line of [
      JSON.stringify({ MESSAGE: 'a b' }),
      JSON.stringify({ MESSAGE: 'a b', _x: 1 }),
      entry('a b').slice(0, -1),
    ])
      assert.equal(innerOf([line], (text) => text !== 'a b')[0]?.text, line);
  });
});
