/** Lines written for a server of Node's own: their fields, their number, and that nothing forges or breaks them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { memhog, memhogHttp } from '../../src/node/index.ts';
import type { MemhogOptions } from '../../src/node/index.ts';
import { fieldsOf } from './fields.ts';
import { withServer } from './server.ts';

const answer: RequestListener = (_request, response) => void response.end('ok');

/** The listener behind memhog, its lines collected. */
const behind =
  (listener: RequestListener, options: MemhogOptions = {}) =>
  (lines: string[]): RequestListener =>
    memhogHttp(listener, { write: (line) => lines.push(line), ...options });

const number = (line: string, name: string): number => Number(fieldsOf(line).get(name));

describe('memhogHttp', () => {
  it('writes one line for each request, with every field in its unit', async () => {
    const before = process.memoryUsage();
    await withServer(behind(answer), async ({ lines, send, written }) => {
      await send('/users/7?token=secret#x', 'DELETE');
      await written(1);
      const fields = fieldsOf(lines[0]!);
      assert.deepEqual(
        [...fields.keys()],
        ['v', 'time', 'pid', 'seq', 'inflight', 'rss', 'live', 'method', 'path', 'status', 'ms'],
      );
      assert.equal(fields.get('time'), new Date(fields.get('time') ?? '').toISOString());
      assert.ok(Math.abs(Date.parse(fields.get('time') ?? '') - Date.now()) < 10_000);
      assert.equal(fields.get('pid'), String(process.pid));
      assert.equal(fields.get('method'), 'DELETE');
      assert.equal(fields.get('path'), '/users/7');
      assert.equal(fields.get('status'), '200');
      assert.ok(number(lines[0]!, 'ms') < 10_000);
      // Bytes: neither pages nor KiB.
      const rss = number(lines[0]!, 'rss');
      assert.ok(rss > 0.5 * before.rss && rss < 2 * before.rss, `${rss} against ${before.rss}`);
      const live = number(lines[0]!, 'live');
      assert.ok(live > 0.25 * before.heapUsed && live < 4 * before.heapUsed, `${live} of ${before.heapUsed}`);
    });
  });

  it('counts the requests of the process, and those in progress', async () => {
    const waiting: (() => void)[] = [];
    const hold: RequestListener = (_request, response) => void waiting.push(() => response.end());
    await withServer(behind(hold), async ({ lines, send, written }) => {
      const sent = [send('/a'), send('/b'), send('/c')];
      while (waiting.length < 3) await wait(2);
      for (const [i, release] of waiting.entries()) {
        release();
        await written(i + 1);
      }
      await Promise.all(sent);
      assert.deepEqual(
        lines.map((line) => number(line, 'inflight')),
        [3, 2, 1],
      );
      const first = number(lines[0]!, 'seq');
      assert.deepEqual(
        lines.map((line) => number(line, 'seq')),
        [first, first + 1, first + 2],
      );
    });
  });

  it('reads memory when the response has been sent, not when the request came', async () => {
    const kept: Buffer[] = [];
    const leak: RequestListener = (_request, response) => {
      kept.push(Buffer.alloc(64 << 20, 1));
      response.end();
    };
    await withServer(behind(leak), async ({ lines, send, written }) => {
      const before = process.memoryUsage.rss();
      await send('/');
      await written(1);
      assert.ok(number(lines[0]!, 'rss') > before + (48 << 20));
      assert.ok(number(lines[0]!, 'live') > 64 << 20, 'what objects hold outside the heap counts');
      assert.equal(kept.length, 1);
    });
  });

  it('writes a line without a status when the client has gone before an answer', async () => {
    const silent: RequestListener = () => undefined;
    await withServer(behind(silent), async ({ lines, port, written }) => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\n');
      await wait(30);
      socket.destroy();
      await written(1);
      assert.equal(fieldsOf(lines[0]!).has('status'), false);
      assert.equal(fieldsOf(lines[0]!).get('path'), '/slow');
    });
  });

  it('lets no path forge a field, a line or a second tail', () => {
    const hostile = '/a" memhog v=1 pid=1 seq=1 inflight=1 rss=9\\"\u00e9\u007f\u0001=';
    const request = { method: 'G"E T\n', url: hostile };
    const lines: string[] = [];
    const closed: (() => void)[] = [];
    const response = {
      statusCode: 200,
      headersSent: true,
      once: (_event: 'close', listener: () => void) => closed.push(listener),
    };
    memhog({ write: (line) => lines.push(line), host: 'web 1' })(request, response, () => undefined);
    closed[0]!();
    assert.match(lines[0]!, /^[ -~]+$/);
    const fields = fieldsOf(lines[0]!);
    assert.equal(fields.get('path'), hostile);
    assert.equal(fields.get('method'), 'G"E T\n');
    assert.equal(fields.get('host'), 'web 1');
    assert.equal(lines[0]!.split(' memhog').length, 1);
  });

  it('keeps a line below what a pipe takes in one piece', async () => {
    await withServer(behind(answer), async ({ lines, send, written }) => {
      await send(`/${'a'.repeat(9000)}`);
      await send(`/${'"'.repeat(9000)}`);
      await written(2);
      for (const line of lines) {
        assert.ok(line.length < 4096, String(line.length));
        assert.ok((fieldsOf(line).get('path')?.length ?? 0) >= 200);
      }
    });
  });

  it('does not let its own failure reach the application', async () => {
    const write = (): never => {
      throw new Error('the disk is full');
    };
    await withServer(behind(answer, { write }), async ({ send }) => {
      assert.equal(await send('/'), 200);
      assert.equal(await send('/'), 200);
    });
  });

  it('writes once where two stand before one another, the outer one', async () => {
    const twice = (lines: string[]): RequestListener => {
      const inner = memhog({ write: () => lines.push('inner') });
      return behind((request, response) => inner(request, response, () => response.end()))(lines);
    };
    await withServer(twice, async ({ lines, send, written }) => {
      await send('/x');
      await written(1);
      assert.equal(fieldsOf(lines[0]!).get('path'), '/x');
    });
  });

  it('leaves V8 alone where that is asked', async () => {
    await withServer(behind(answer, { heap: false }), async ({ lines, send, written }) => {
      await send('/');
      await written(1);
      assert.equal(fieldsOf(lines[0]!).has('live'), false);
    });
  });
});
