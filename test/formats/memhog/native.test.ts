import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lineOf } from '../../../src/node/line.ts';
import { fresh, read } from './reading.ts';
import type { Said } from './reading.ts';

const LINE =
  'memhog v=1 time=2026-11-22T18:52:02.123Z pid=4711 seq=12 inflight=3 rss=33570816 method=GET path="/users/7" route="/users/<int:id>" status=200 ms=3.117';
const SAID: Said = {
  kind: 'request',
  pid: 4711,
  seq: 12,
  core: 2,
  time: '2026-11-22T18:52:02',
  status: 200,
  method: 'GET',
  route: '/users/<int:id>',
  path: '/users/7',
  figures: { rss: 33570816 },
};
const native = (line: string, around = ''): Said => read(fresh().memhog, line, around);

describe('a line of memhog’s middleware', () => {
  it('says all', () => assert.deepEqual(native(LINE), SAID));

  it('is its own example', () => {
    const { memhog } = fresh();
    assert.equal(read(memhog, memhog.about.example).kind, 'request');
    let at = 0;
    for (const { pattern } of memhog.about.landmarks) {
      const rest = memhog.about.example.slice(at);
      const match = pattern.exec(rest);
      assert.ok(match, String(pattern));
      at += match.index + match[0].length;
    }
  });

  it('says so behind any prefix, and before blanks', () => {
    for (const prefix of [
      'INFO:memhog:',
      '2026-11-22 19:02:17,224 INFO memhog ',
      '[2026-11-22 18:58:47 +0000] [31910] [INFO] ',
      '127.0.0.1 "GET /other HTTP/1.1" 200 ',
      'memhog v=1 ',
    ])
      assert.deepEqual(native(`${prefix} ${LINE}  \r`), SAID, prefix);
  });

  it('takes its time from the prefix when it has none of its own', () => {
    const line = LINE.replace(/ time=\S+/, '');
    assert.equal(native(line).time, undefined);
    assert.equal(native(`2026-11-22 19:02:17,224 INFO ${line}`).time, '2026-11-22T19:02:17');
    assert.equal(native(`[2026-11-22 18:58:47 +0000] [31910] [INFO] ${line}`).time, '2026-11-22T18:58:47');
  });

  it('is what the Node probe writes, whatever the path', () => {
    for (const path of [
      '/',
      '/a b',
      '/"x\\',
      '/é\u0000\u007f',
      '/ memhog v=1 pid=1 rss=4096 path="/x"',
      '/=',
    ]) {
      const entry = {
        ...{ time: 1795373522123, pid: 9, host: 'web-1', seq: 3, inflight: 1 },
        ...{
          memory: { rss: 4096 * 9, live: 77 },
          method: 'GET',
          path,
          route: '/:id',
          status: 201,
          duration: 1.5,
        },
      };
      assert.deepEqual(native(lineOf(entry)), {
        ...{ kind: 'request', pid: 9, seq: 3, time: new Date(1795373522000).toISOString().slice(0, 19) },
        ...{
          status: 201,
          method: 'GET',
          route: '/:id',
          host: 'web-1',
          path,
          figures: { rss: 36864, live: 77 },
        },
      });
    }
  });

  it('of a job has its name for a route', () => {
    assert.deepEqual(native('memhog v=1 pid=5 seq=1 inflight=1 rss=4096 task=proj.add status=SUCCESS ms=1'), {
      ...{ kind: 'request', pid: 5, seq: 1, route: 'proj.add', figures: { rss: 4096 } },
    });
  });

  it('knows every figure, and skips keys that it does not know', () => {
    const line =
      'memhog v=1 pid=5 vsz=6 pss=5 uss=4 live=3 blocks=2 new_key="a \\" b" x=y rss=4096 method=GET path="/"';
    assert.deepEqual(native(line).figures, { rss: 4096, vsz: 6, pss: 5, uss: 4, live: 3, blocks: 2 });
  });

  it('puts its host inside what the wrapper names', () => {
    const line = LINE.replace('pid=', 'host="web-1" pid=');
    assert.equal(native(line).host, 'web-1');
    assert.equal(native(line, 'web-1').host, 'web-1');
    assert.equal(native(line, 'node-7').host, 'node-7/web-1');
    assert.equal(native(line, 'node-7/web-1').host, 'node-7/web-1');
  });

  it('has no number that is not whole and of this world', () => {
    for (const value of ['-1', '1.5', '1e9', 'x', '9999999999999999', '""', '0', 'NaN', '0x10'])
      for (const key of ['rss', 'pid', 'seq', 'inflight', 'status']) {
        const line = LINE.replace(new RegExp(` ${key}=\\d+`), ` ${key}=${value}`);
        const { figures, pid, seq, status, kind } = native(line);
        assert.equal(kind, 'request');
        if (key === 'rss') assert.equal(figures, undefined, line);
        if (key === 'pid') assert.equal(pid, undefined, line);
        if (key === 'seq') assert.ok(seq === undefined || seq === 0, line);
        if (key === 'status') assert.equal(status, undefined, line);
      }
  });

  it('is malformed when it is cut or of another version, and foreign when it is none', () => {
    assert.equal(native(LINE.replace('v=1', 'v=2')).reason, 'memhog line of another version');
    assert.equal(native('memhog v=1 pid=4711 rss=33570816').reason, 'memhog line without a request');
    assert.equal(native('memhog v=1 pid=4711 rss=4096 path="/us').reason, 'cut or broken memhog line');
    for (const line of [
      '',
      'memhog',
      'memhog ',
      'a memhog v=1 line',
      'x memhog v=1 pid=1 rss=4096',
      `x${LINE}`,
    ])
      assert.equal(native(line).kind, 'foreign', line);
  });

  it('never says something else for being cut', () => {
    for (let end = 0; end < LINE.length; end++) {
      const said = native(LINE.slice(0, end));
      if (said.kind !== 'request') continue;
      assert.deepEqual([said.pid, said.seq, said.figures], [4711, 12, { rss: 33570816 }]);
      assert.ok(said.path === undefined || said.path === '/users/7');
      assert.ok(said.route === undefined || said.route === '/users/<int:id>');
    }
  });
});
