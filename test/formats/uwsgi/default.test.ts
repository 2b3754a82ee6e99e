import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fields, line, PLAIN } from './line.ts';
import { pieces, readLine } from './reading.ts';
import type { Reading } from './reading.ts';
import { reference } from './reference.ts';

const MEMORY = '{address space usage: 66244608 bytes/63MB} {rss usage: 16433152 bytes/15MB} ';
const MEMORY_2 = `${MEMORY}{uss usage: 9449472 bytes/9MB} {pss usage: 9761792 bytes/9MB} `;
const REST =
  '{24 vars in 259 bytes} [Sun Nov 22 18:52:02 2026] GET /leak?x=1 => generated 2 bytes in 3 msecs (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)';

/** The one piece of a line that has no other. */
function only(text: string): Reading {
  const all = readLine(text);
  assert.equal(all.length, 1, JSON.stringify(all));
  return all[0]!;
}

describe('uWSGI request line', () => {
  it('is read whole: the lines of the format’s description', () => {
    const first = only(
      '{address space usage: 66244608 bytes/63MB} {rss usage: 16433152 bytes/15MB} [pid: 27994|app: 0|req: 1/1] 127.0.0.1 () {24 vars in 259 bytes} [Sun Nov 22 18:52:02 2026] GET /leak?x=1 => generated 2 bytes in 3 msecs (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)',
    );
    assert.deepEqual(first, {
      kind: 'request', pid: 27994, app: 0, own: 1, all: 1, core: 0, time: Date.UTC(2026, 10, 22, 18, 52, 2) / 1000, status: 200,
      method: 'GET', target: '/leak?x=1', figures: { rss: 16433152, vsz: 66244608 }, reason: '', event: '', length: first.length,
    }); // prettier-ignore
    const second = only(
      '{address space usage: 152367104 bytes/145MB} {rss usage: 27701248 bytes/26MB} [pid: 29783|app: -1|req: -1/4] 2001:db8::7 (bob) {30 vars in 266 bytes} [Sun Nov  2 08:53:31 2026] GET /st/hostname => generated 3 bytes in 800 micros via sendfile() (HTTP/1.0 200) 2 headers in 84 bytes (0 switches on core 1)',
    );
    assert.deepEqual(
      [second.app, second.own, second.all, second.core, second.target],
      [-1, -1, 4, 1, '/st/hostname'],
    );
    assert.equal(second.time, Date.UTC(2026, 10, 2, 8, 53, 31) / 1000);
    const third = only(
      '[pid: 28200|app: 0|req: 4/7]  () {34 vars in 659 bytes} [Sun Nov 22 18:52:08 2026] POST /api/v1/x => generated 0 bytes in 308900 msecs (HTTP/2.0 500) 6 headers in 0 bytes (6 switches on core 0)',
    );
    assert.deepEqual(
      [third.pid, third.method, third.target, third.status, third.figures],
      [28200, 'POST', '/api/v1/x', 500, {}],
    );
  });

  it('carries uss and pss with memory-report 2', () => {
    const { figures } = only(`${MEMORY_2}[pid: 7|app: 0|req: 1/1] 127.0.0.1 () ${REST}`);
    assert.deepEqual(figures, { rss: 16433152, vsz: 66244608, pss: 9761792, uss: 9449472 });
  });

  it('may begin with the site asked for', () => {
    for (const vhost of ['example.com ', 'localhost:8000 ', '[::1] '])
      assert.equal(only(line({ vhost })).target, '/leak?x=1', vhost);
  });

  it('takes any address and any user', () => {
    for (const address of ['', '::1', '10.0.0.1, 10.0.0.2', '<IP ADDRESS HIDDEN>', '() {', '[x]'])
      for (const user of ['', 'bob', 'bob (x) {y}'])
        assert.equal(only(line({ address, user })).target, '/leak?x=1', `${address} ${user}`);
  });

  it('keeps the target as it stands', () => {
    for (const target of [
      '',
      '*',
      '/',
      '/a b',
      '/a => generated b',
      '/a => generated 2 bytes',
      'http://h/a',
      '/é\u00ff',
      '/a (HTTP/1.1 200)',
      '/[pid: 1|app: 0]',
      '/ ',
    ])
      assert.equal(only(line({ target })).target, target, target);
    const forged =
      '/a?q= => generated 9 bytes in 9 msecs (HTTP/1.1 200) 1 headers in 1 bytes (1 switches on core 7)';
    assert.deepEqual(
      [only(line({ target: forged })).target, only(line({ target: forged })).core],
      [forged, 0],
    );
  });

  it('knows each unit, way and protocol', () => {
    for (const unit of ['msecs', 'micros'])
      for (const via of [' ', ' via sendfile() ', ' via route() ', ' via offload() '])
        for (const protocol of ['HTTP/1.0', 'HTTP/1.1', 'HTTP/2', 'HTTP/2.0', 'HTTP/3.0', ''])
          assert.equal(
            only(line({ unit, via, protocol, status: 304 })).status,
            304,
            `${unit}${via}${protocol}`,
          );
  });

  it('gives methods that strangers make up one name', () => {
    assert.equal(only(line({ method: 'PURGE' })).method, 'PURGE');
    assert.equal(only(line({ method: 'FOO' })).method, 'OTHER');
    assert.equal(only(line({ method: '' })).target, '/leak?x=1');
  });

  it('reads the stand-in of a line over 4096 bytes as a request without a target', () => {
    const read = only(
      `${MEMORY}[pid: 7|app: 0|req: 5/9] 0.0.0.0 () {24 vars in 5259 bytes} [Sun Nov 22 18:52:02 2026] - - => generated 2 bytes in 3 msecs (- 200) 1 headers in 45 bytes (1 switches on core 0)`,
    );
    assert.deepEqual(
      [read.kind, read.reason, read.target, read.status, read.pid, read.figures['rss']],
      ['request', '', undefined, 200, 7, 16433152],
    );
  });

  it('gives up figures that cannot be', () => {
    for (const digits of ['99999999999999999999', '140737488355328', '', '-1', '1e9'])
      assert.deepEqual(only(line({ memory: `{rss usage: ${digits} bytes/1MB} ` })).figures, {}, digits);
  });

  it('agrees with the slow reading on valid lines of every shape', () => {
    fc.assert(
      fc.property(fields, (f) => {
        const text = line(f);
        const { method, target, ...wanted } = reference(text);
        const read = only(text);
        const { kind, method: name, target: found, ...rest } = read;
        assert.equal(kind, 'request');
        assert.equal(found, target);
        assert.ok(name === method || name === 'OTHER');
        assert.deepEqual({ ...rest, ...wanted }, rest);
      }),
      { seed: 11, numRuns: 2000 },
    );
  });

  it('leaves a time that is none unsaid', () => {
    for (const ctime of [
      'Sun Foo 22 18:52:02 2026',
      'Sun Nov 42 18:52:02 2026',
      'Sun Nov 22 25:52:02 2026',
      'Sun Nov 22 1;:52:02 2026',
      'Sun Nov 22 18:52:02 0000',
    ])
      assert.deepEqual([only(line({ ctime })).time, only(line({ ctime })).target], [-1, '/leak?x=1'], ctime);
  });
});

describe('text around the uWSGI request line', () => {
  it('does not change what the line says', () => {
    for (const before of [
      'Nov 22 18:34:01 host uwsgi[1234]: ',
      'web-1  | ',
      '2026-11-22T18:34:01.123Z stdout F ',
      'printed without newline',
      'héllo ',
    ])
      assert.deepEqual(
        [only(before + line()).target, only(before + line()).pid],
        ['/leak?x=1', PLAIN.pid],
        before,
      );
  });

  it('leaves to others what stands in quotes: a member of a JSON object, a text that a client sent', () => {
    for (const text of [
      `{"log":"${line().replace('>', '\\u003e')}\\n","stream":"stdout"}`,
      `192.0.2.1 - - "GET / HTTP/1.1" 200 5 "-" "${line()}"`,
    ])
      assert.deepEqual(pieces(text), []);
  });

  it('takes no reading from a broken line behind other text', () => {
    for (const text of [`Not Found: /x ${line().slice(0, 130)}`, `INFO seen ${line().slice(0, 200)}`])
      assert.deepEqual(
        pieces(text).map(({ kind, pid }) => [kind, pid]),
        [['malformed', 0]],
      );
  });
});
