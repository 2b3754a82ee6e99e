/** uWSGI's `%(rss)` overflows at 2 GiB: what the formats that are found unaided make of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mendedSize } from '../../src/formats/overflow.ts';
import { unaided } from './unaided.ts';

const MIB = 2 ** 20;
const HEAD = '{address space usage: 66244608 bytes/63MB}';
const WAYS: Readonly<Record<string, (rss: string, mebi: number) => string>> = {
  logfmt: (rss, mebi) => `pid=7 wid=1 core=2 rss=${rss} rssM=${mebi} uri=/a user=- msecs=0`,
  JSON: (rss, mebi) => `{"pid":7,"core":2,"rss":${rss},"rssM":${mebi},"uri":"/a"}`,
  'JSON of texts': (rss, mebi) => `{"pid":"7","core":"2","rss":"${rss}","rssM":"${mebi}","uri":"/a"}`,
  'encoder JSON': (rss, mebi) =>
    `{"t":1795373547,"l":"pid=7 wid=1 core=2 rss=${rss} rssM=${mebi} uri=/a user=- msecs=0"}`,
  'encoder JSON with a member more': (rss, mebi) =>
    `{"t":1795373547,"l":"pid=7 wid=1 core=2 rss=${rss} rssM=${mebi} uri=/a user=- msecs=0","s":"web"}`,
  LTSV: (rss, mebi) => `pid:7\tcore:2\trss:${rss}\trssM:${mebi}\turi:/a`,
  'access line': (rss, mebi) =>
    `[22/Nov/2026:18:58:47 +0000] pid=7 core=2 "GET /a HTTP/1.1" 200 rss=${rss} rssM=${mebi}`,
  'default line': (rss, mebi) =>
    `${HEAD} {rss usage: ${rss} bytes/${mebi}MB} [pid: 7|app: -|req: -/-] 10.0.0.1 (-) {40 vars in 900 bytes} [Sun Nov 22 18:52:02 2026] GET /a => generated 5 bytes in 12 msecs (HTTP/1.1 200) 4 headers in 100 bytes (1 switches on core 2)`,
};

describe('RSS beyond 2 GiB', () => {
  for (const [way, line] of Object.entries(WAYS)) {
    it(`is that of rssM: ${way}`, () => {
      const cases = [
        ['11198464', 10, 11198464],
        ['-197663948', 2210, 2210 * MIB],
        ['536870912', 4608, 4608 * MIB],
      ] as const;
      for (const [rss, mebi, bytes] of cases) {
        const [read] = unaided([line(rss, mebi)]);
        assert.deepEqual(
          [read?.['kind'], read?.['pid'], read?.['core'], read?.['path'], read?.['rss'], read?.['reason']],
          ['request', 7, 2, '/a', bytes, undefined],
          line(rss, mebi),
        );
      }
    });
  }

  it('is none without rssM, and the line says why', () => {
    for (const line of [
      'pid=7 rss=-197663948 uri=/a',
      '{"pid":7,"rss":-197663948,"uri":"/a"}',
      '{"pid":"7","rss":"-197663948","uri":"/a"}',
      '[22/Nov/2026:18:58:47 +0000] "GET /a HTTP/1.1" 200 rss=-197663948',
    ]) {
      const [read] = unaided([line]);
      assert.deepEqual([read?.['kind'], read?.['rss']], ['request', undefined], line);
      assert.match(String(read?.['reason']), /2 GiB/, line);
    }
  });

  it('is read from rssM alone', () => {
    for (const line of ['{"pid":7,"rssM":4608,"uri":"/a"}', 'pid=7 rssM=4608 uri=/a'])
      assert.equal(unaided([line])[0]?.['rss'], 4608 * MIB, line);
  });
});

describe('mendedSize', () => {
  it('follows uWSGI for any size', () => {
    for (let mebi = 1; mebi < 20_000; mebi += 7) {
      const bytes = mebi * MIB + 4096;
      const printed = Math.max(0, Number(String(bytes | 0).slice(0, 10)));
      assert.equal(mendedSize(printed, mebi), mebi < 2048 ? bytes : mebi * MIB, String(mebi));
    }
    assert.equal(mendedSize(5e6, -1), 5e6);
    assert.equal(mendedSize(0, 0), 0);
  });

  it('takes no rssM that was cut', () => {
    assert.equal(mendedSize(61 * MIB, 6), 61 * MIB);
    assert.equal(mendedSize(512 * MIB, 51), 512 * MIB);
  });
});
