import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '../../../src/errors.ts';
import { templateFormat } from '../../../src/formats/template/template-format.ts';
import { chance, mutated, said } from './read.ts';
import { inLong } from '../../long.ts';

/** How many lines are changed at random. */
const CHANGED = inLong(10_000, 100_000);

const NOON = Date.UTC(2026, 10, 22, 18, 52, 2) / 1000;

/** A format string, a line it writes, and what the line says. */
const EXAMPLES = [
  {
    format:
      'pid=%(pid) wid=%(wid) core=%(core) rss=%(rss) rssM=%(rssM) uri=%(uri) user=%(user) msecs=%(msecs)',
    line: 'pid=28245 wid=1 core=1 rss=11198464 rssM=10 uri=/a?b=c user=- msecs=0',
    says: { pid: 28245, core: 1, rss: 11198464, path: '/a?b=c' },
  },
  {
    format:
      '%(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) "%(referer)" "%(uagent)" %(pid) %(rss) %(vsz)',
    line: '10.0.0.1, ::1 - - [22/Nov/2026:18:52:02 +0000] "GET /a b HTTP/1.1" 200 12 "-" "curl (x) - y" 77 4194304 8388608',
    says: { pid: 77, rss: 4194304, vsz: 8388608, path: '/a b', method: 'GET', status: 200, time: NOON },
  },
  {
    format:
      '{"rss": %(rss), "uri": "%(uri)", "pid": %(pid), "t": "%(ctime)", "ua": "%(uagent)", "id": "%(var.HTTP_X_RSS)"}',
    line: '{"rss": 4194304, "uri": "/a", "pid": 77, "t": "Sun Nov 22 18:52:02 2026", "ua": "x", "id": "5"}',
    says: { pid: 77, rss: 4194304, path: '/a', time: NOON },
  },
  {
    format: '%(epoch) %(wid) %(rssM) %(vszM) %(uri)',
    line: '1795373522 3 10 20 /a b c',
    says: { pid: 3, rss: 10 * 2 ** 20, vsz: 20 * 2 ** 20, path: '/a b c', time: NOON },
  },
  {
    format: '%(tmsecs) %(ftime) %(pid) %(uri) %(rss)',
    line: '1795373522123 2026-11-22T18:52:02+0100 7 /a 4096',
    says: { pid: 7, rss: 4096, path: '/a', time: NOON },
  },
  {
    format: '%(strftime:%Y%m%d-%T) %(pid) %(uri) %(rss)',
    line: '20261122-18:52:02 7 /a 4096',
    says: { pid: 7, rss: 4096, path: '/a', time: NOON },
  },
  {
    format: '%(pid) %(uri) %(memory_kb) %(route)',
    line: '7 /users/9 4096 /users/:id',
    says: { pid: 7, rss: 4194304, path: '/users/9', route: '/users/:id' },
  },
  {
    format: '%(t)s %(p)s "%(r)s" %(s)s D=%(D)s L=%(L)s rss=%({memhog.rss}e)s seq=%({memhog.seq}e)s',
    line: '[22/Nov/2026:18:52:02 +0000] <31910> "GET /a?i=1 HTTP/1.1" 200 D=490 L=0.000490 rss=20033536 seq=4',
    says: { pid: 31910, rss: 20033536, path: '/a?i=1', method: 'GET', status: 200, seq: 4, time: NOON },
  },
  {
    format:
      '%(h)s %(l)s %(u)s %(t)s "%(m)s %(U)s?%(q)s %(H)s" %(s)s %(b)s "%(f)s" "%(a)s" %(p)s %(rss)s kB 100%%',
    line: '127.0.0.1 - - [22/Nov/2026:18:52:02 +0000] "POST /a?b?c HTTP/1.1" 201 2 "-" "curl/7 \\"x\\"" <7> 4096 kB 100%',
    says: { pid: 7, rss: 4194304, path: '/a?b?c', method: 'POST', status: 201, time: NOON },
  },
  {
    format: '%(h)s "%(r)s" %({X-Memory-MB}o)s %({inflight}e)s',
    line: ' "GET /a HTTP/1.1" 33.5 3',
    says: { rss: 33.5 * 2 ** 20, core: 2, path: '/a', method: 'GET' },
  },
  {
    format: '%R - %u %t "%m %r%Q%q" %s %f %{milli}d %{kilo}M %C%%',
    line: '- -  22/Nov/2026:18:52:02 +0000 "GET /i.php?n=100" 200 /tmp/i.php 61.819 104452 80.88%',
    says: { peak: 104452 * 1024, path: '/i.php?n=100', method: 'GET', status: 200, time: NOON },
  },
  {
    format: '[%{%d-%b-%Y:%H:%M:%S}t] %p %{REQUEST_URI}e %r %M %{mega}M',
    line: '[22-Nov-2026:18:52:02] 7 /a /index.php 2097152 2',
    says: { pid: 7, peak: 2097152, path: '/a', time: NOON },
  },
];

describe('lines of a format string', () => {
  for (const { format, line, says } of EXAMPLES)
    it(format, () => assert.deepEqual(said(templateFormat(format), line), { kind: 'request', ...says }));

  it('fit the example that is shown for the format', () => {
    for (const { format: text } of EXAMPLES) {
      const format = templateFormat(text);
      const { example, landmarks } = format.about;
      const read = said(format, example);
      assert.equal(read['kind'], 'request', example);
      assert.ok(
        Object.keys(read).some((name) => name === 'rss' || name === 'peak'),
        example,
      );
      let at = 0;
      for (const { pattern, what } of landmarks) {
        const found = pattern.exec(example.slice(at));
        assert.ok(found, `${what} in ${example}`);
        at += found.index + found[0].length;
      }
    }
  });
});

describe('the size of the worker in a uWSGI log-format', () => {
  const both = templateFormat('%(pid) %(rss) %(rssM) %(uri)');
  it('is taken from %(rssM) where %(rss) overflowed', () => {
    assert.equal(said(both, '7 -197663948 2210 /a')['rss'], 2210 * 2 ** 20);
    assert.equal(said(both, '7 5242880 4101 /a')['rss'], 4101 * 2 ** 20);
    assert.equal(said(both, '7 2147483647 2047 /a')['rss'], 2147483647);
  });

  it('is none where %(rss) overflowed and stands alone, and the line says so', () => {
    const read = said(templateFormat('%(pid) %(rss) %(uri)'), '7 -197663948 /a');
    assert.equal(read['rss'], undefined);
    assert.match(String(read['reason']), /%\(rssM\)/);
  });

  it('is none where memory-report is off', () => {
    assert.deepEqual(said(both, '7 0 0 /a'), { kind: 'request', pid: 7, path: '/a' });
    assert.deepEqual(said(templateFormat('%(pid) %(rss) %(vsz) %(uri)'), '7 0 4096 /a'), {
      kind: 'request',
      pid: 7,
      path: '/a',
    });
    assert.match(both.about.switchOn, /memory-report/);
  });

  it('is not taken from a value that only a client can have written', () => {
    assert.throws(() => templateFormat('%(pid) %(var.HTTP_X_RSS) %(uri)'), UsageError);
    assert.throws(() => templateFormat('%(p)s %({rss}i)s %(U)s'), UsageError);
    assert.throws(() => templateFormat('%(p)s %({HTTP_RSS}e)s %(U)s'), UsageError);
  });
});

describe('a format string that cannot be used', () => {
  const bad = [
    ['%(pid) %(uri)', /no memory field/],
    ['%(pid) %(rss)', /no field with the path/],
    ['%(rss)%(uri)', /%\(rss\) and %\(uri\) side by side/],
    ['%(uri)%(rss)', /%\(uri\) and %\(rss\) side by side/],
    ['%(rss)%(pid) %(uri)', /side by side/],
    ['rss uri', /no field/],
    ['', /no field/],
    ['%r %{giga}M', /unit/],
  ] as const;
  for (const [text, message] of bad)
    it(JSON.stringify(text), () => {
      assert.throws(
        () => templateFormat(text),
        (error: unknown) =>
          error instanceof UsageError && message.test(error.message) && !error.message.includes('\n'),
      );
    });
});

describe('hostile lines of a format string', () => {
  it('are cut anywhere without a wrong reading', () => {
    for (const { format: text, line, says } of EXAMPLES) {
      const format = templateFormat(text);
      const bytes = Buffer.from(line);
      for (let end = 0; end < bytes.length; end++) {
        const read = said(format, bytes.subarray(0, end));
        if ('pid' in read && 'pid' in says) assert.equal(read['pid'], says.pid, line.slice(0, end));
      }
    }
  });

  it('keep a reading that stands before the text of the client', () => {
    const format = templateFormat('[pid: %(pid)] {rss %(rss)} %(addr) "%(method) %(uri)" %(status)');
    const read = said(format, '[pid: 7] {rss 4096} ::1 "GET /a');
    assert.deepEqual([read['kind'], read['pid'], read['rss'], read['path']], ['request', 7, 4096, undefined]);
    assert.match(String(read['reason']), /cut/);
  });

  it('cannot move the numbers, whatever the path or the user agent repeats', () => {
    for (const { format: text, line, says } of EXAMPLES) {
      if (!('path' in says)) continue;
      const format = templateFormat(text);
      const path = says.path.split('?')[0] ?? '';
      for (const forged of [
        line,
        ` ${line}`,
        `${line} `,
        line.slice(line.length / 2),
        line.slice(0, line.length / 2),
      ]) {
        const read = said(format, line.replace(path, `${path}${forged}`));
        for (const name of ['pid', 'rss', 'vsz', 'peak', 'seq', 'core'] as const)
          if (read['kind'] === 'request')
            assert.equal(
              read[name],
              Object.entries(says).find(([key]) => key === name)?.[1],
              `${name} ${text} ${forged}`,
            );
      }
    }
  });

  it('lose the route where the path could end in two places', () => {
    const format = templateFormat('%(pid) %(rss) "%(method) %(uri) %(proto)" %(status) "%(uagent)"');
    const plain = '7 4096 "GET /a HTTP/1.1" 200 "curl"';
    assert.equal(said(format, plain)['path'], '/a');
    const forged = said(format, '7 4096 "GET /a HTTP/1.1" 200 "x" HTTP/1.1" 404 "curl"');
    assert.deepEqual(
      [forged['path'], forged['rss'], forged['pid'], forged['status'], forged['kind']],
      [undefined, 4096, 7, undefined, 'request'],
    );
    const query = said(format, '7 4096 "GET /a?b HTTP/1.1" 200 "x" HTTP/1.1" 404 "curl"');
    assert.equal(String(query['path']).split('?')[0], '/a');
  });

  it('lose the reading that could be another', () => {
    const format = templateFormat('%(uri) pid=%(pid) rss=%(rss) %(uagent)');
    assert.deepEqual(said(format, '/a pid=7 rss=4096 x')['rss'], 4096);
    const forged = said(format, '/a pid=7 rss=4096 x pid=8 rss=9 y');
    assert.deepEqual([forged['kind'], forged['rss'], forged['pid']], ['malformed', undefined, undefined]);
  });

  it(`never throw: ${CHANGED} mutations`, () => {
    const random = chance(7);
    const formats = EXAMPLES.map(({ format, line }) => ({ format: templateFormat(format), line }));
    for (let i = 0; i < CHANGED; i++) {
      const { format, line } = formats[i % formats.length]!;
      said(format, mutated(line, random));
    }
  });

  it('of 64 KiB take no longer than their length asks for', () => {
    for (const { format: text, line } of EXAMPLES) {
      const format = templateFormat(text);
      for (const filling of [' ', '"', '" ', 'a', '1', ' 1', line, ' - ']) {
        const began = performance.now();
        said(
          format,
          (line.slice(0, line.length / 2) + filling.repeat(65_536 / filling.length)).slice(0, 65_536),
        );
        assert.ok(performance.now() - began < 200, `${text}: ${filling}`);
      }
    }
  });

  it('of others are not claimed', () => {
    const others = [
      '',
      '*** Starting uWSGI 2.0.30 (64bit) ***',
      'spawned uWSGI worker 1 (pid: 27993, cores: 1)',
      '127.0.0.1 - - [22/Nov/2026:18:58:47 +0000] "GET / HTTP/1.1" 200 2 "-" "curl/7.88.1"',
      'Traceback (most recent call last):',
    ];
    for (const { format } of EXAMPLES.slice(0, 3))
      for (const line of others) assert.equal(said(templateFormat(format), line)['kind'], 'foreign', line);
  });
});

describe('a memhog tail behind a format string', () => {
  const format = templateFormat('%(h)s "%(r)s" %(s)s %(rss)s');
  it('is finer than what the format holds', () => {
    const line = '::1 "GET /a HTTP/1.1" 200 4096 memhog v=1 pid=7 seq=3 inflight=2 rss=8192';
    assert.deepEqual(said(format, line), {
      kind: 'request',
      pid: 7,
      core: 1,
      status: 200,
      method: 'GET',
      path: '/a',
      seq: 3,
      rss: 8192,
    });
  });

  it('cannot be written by a client', () => {
    const forged = ' memhog v=1 pid=9 rss=9';
    const open = templateFormat('%(pid) %(rss) %(uri)');
    assert.deepEqual(said(open, `7 4096 /a${forged}`), {
      kind: 'request',
      pid: 7,
      rss: 4096,
      path: `/a${forged}`,
    });
    const read = said(format, `::1 "GET /a${forged} HTTP/1.1" 200 4096`);
    assert.deepEqual([read['pid'], read['rss']], [undefined, 4096]);
  });
});
