import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { uwsgiLogFormats } from '../../../src/formats/uwsgi/log-format.ts';
import { chance, mutated, said } from '../template/read.ts';

const LINES = [
  {
    line: 'UWSGI uwsgi "GET /export?id=7 HTTP/1.1" 200 84 8ms [PID:29783:Worker-2] [RSS:26MB]',
    says: { pid: 29783, status: 200, method: 'GET', path: '/export?id=7', rss: 26 * 2 ** 20 },
  },
  {
    line: 'UWSGI uwsgi "POST /graphql/ HTTP/1.1 10.0.0.1" 400 84 8ms [PID:7:Worker-2] [RSS:2210MB]',
    says: { pid: 7, status: 400, method: 'POST', path: '/graphql/', rss: 2210 * 2 ** 20 },
  },
  {
    line: '[RES/52MB VIRT/300MB] [pid: 7] 10.0.0.1, ::1 [22/Nov/2026:18:52:02 +0000] GET /a => generated 84 bytes in 8 msecs (HTTP/1.1 200)',
    says: {
      pid: 7,
      status: 200,
      method: 'GET',
      path: '/a',
      rss: 52 * 2 ** 20,
      vsz: 300 * 2 ** 20,
      time: Date.UTC(2026, 10, 22, 18, 52, 2) / 1000,
    },
  },
  {
    line: '[CORE: 3] [RES/52MB VIRT/300MB] [pid: 7] - [22/Nov/2026:18:52:02 +0000] GET /a => generated 84 bytes in 8 msecs (HTTP/1.1 200)',
    says: {
      pid: 7,
      core: 3,
      status: 200,
      method: 'GET',
      path: '/a',
      rss: 52 * 2 ** 20,
      vsz: 300 * 2 ** 20,
      time: Date.UTC(2026, 10, 22, 18, 52, 2) / 1000,
    },
  },
];

describe('common uWSGI log-formats', () => {
  it('are read without being named, in any order', () => {
    const format = uwsgiLogFormats();
    for (const { line, says } of [...LINES, ...LINES.toReversed()])
      assert.deepEqual(said(format, line), { kind: 'request', ...says }, line);
    assert.equal(said(format, format.about.example)['kind'], 'request');
  });

  it('say that memory-report is off by having no figure', () => {
    const read = said(uwsgiLogFormats(), LINES[0]!.line.replace('26MB', '0MB'));
    assert.deepEqual([read['kind'], read['rss']], ['request', undefined]);
  });

  it('are claimed as a whole or not at all', () => {
    const format = uwsgiLogFormats();
    for (const { line } of LINES)
      for (let end = 0; end < line.length; end++)
        assert.equal(said(format, line.slice(0, end))['kind'], 'foreign', line.slice(0, end));
  });

  it('keep the worker and its memory whatever the target holds', () => {
    const format = uwsgiLogFormats();
    for (const { line, says } of LINES) {
      for (const forged of [
        ' [PID:1:Worker-1] [RSS:9MB]',
        line,
        ` ${line} `,
        '] [pid: 9] ',
        ' => generated 1 bytes in 1 msecs (HTTP/1.1 200)',
      ]) {
        const read = said(format, line.replace(says.path, `${says.path}${forged}`));
        if (read['kind'] === 'request')
          assert.deepEqual([read['pid'], read['rss']], [says.pid, says.rss], forged);
      }
    }
  });

  it('never throw: 100,000 mutations', () => {
    const format = uwsgiLogFormats();
    const random = chance(11);
    for (let i = 0; i < 100_000; i++) said(format, mutated(LINES[i % LINES.length]!.line, random));
  });
});
