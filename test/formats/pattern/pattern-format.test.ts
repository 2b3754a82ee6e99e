import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '../../../src/errors.ts';
import { PatternFormat } from '../../../src/formats/pattern/pattern-format.ts';
import { chance, mutated, said } from '../template/read.ts';
import { inLong } from '../../long.ts';

/** How many lines are changed at random. */
const CHANGED = inLong(10_000, 100_000);

const NOON = Date.UTC(2026, 10, 22, 18, 52, 27) / 1000;
const WHOLE = String.raw`^(?P<time>\S+) pid=(?<pid>\d+) rss=(?<rss>\S+) (?<method>[A-Z]+) (?<path>\S+) (?<status>\d+)`;
const LINE = '2026-11-22T18:52:27Z pid=29783 rss=29360128 GET /export?id=7 200';

describe('lines of a pattern', () => {
  it('are read by its groups, in either way of naming them', () => {
    assert.deepEqual(said(new PatternFormat(WHOLE), LINE), {
      kind: 'request',
      pid: 29783,
      time: NOON,
      status: 200,
      method: 'GET',
      path: '/export?id=7',
      rss: 29360128,
    });
  });

  it('have memory in the unit that the name, the number or a group says', () => {
    const rss = (pattern: string, line: string): unknown => said(new PatternFormat(pattern), line)['rss'];
    assert.equal(rss(String.raw`(?<rss_kb>\d+)`, '4096'), 4194304);
    assert.equal(rss(String.raw`(?<rss_mb>[\d.]+)`, '1.5'), 1572864);
    assert.equal(rss(String.raw`(?<rss>\S+)`, '4096kB'), 4194304);
    assert.equal(rss(String.raw`rss (?<rss>.*)`, 'rss 4 MiB'), 4194304);
    assert.equal(rss(String.raw`(?<rss>\d+) (?<rss_unit>\w+)`, '4096 KiB'), 4194304);
    assert.equal(rss(String.raw`(?<rss>\S+)`, 'x'), undefined);
    assert.equal(rss(String.raw`(?<rss>\S+)`, '99999999999999999'), undefined);
    assert.equal(rss(String.raw`(?<rss>\S+)`, '-5'), undefined);
    assert.deepEqual(
      said(new PatternFormat(String.raw`(?<rss>\d+) (?<vsz>\d+) (?<blocks>\d+) (?<peak_mb>\d+)`), '1 2 3 4'),
      {
        kind: 'reading',
        rss: 1,
        vsz: 2,
        blocks: 3,
        peak: 4194304,
      },
    );
  });

  it('have a time however it is written', () => {
    const format = new PatternFormat(String.raw`^\[?(?<time>[^|]*?)\]?\|(?<rss>\d+)`);
    for (const time of [
      '2026-11-22T18:52:27.5+01:00',
      '2026-11-22 18:52:27,224',
      '22/Nov/2026:18:52:27 +0000',
      'Sun Nov 22 18:52:27 2026',
      '1795373547',
      '1795373547.25',
      '1795373547123',
      '1795373547123456',
    ])
      assert.equal(said(format, `${time}|9`)['time'], NOON, time);
    for (const time of ['', 'x', '12', '2026-13-40T99:00:00'])
      assert.equal(said(format, `${time}|9`)['time'], undefined, time);
  });

  it('name the worker by its process, its number or its name', () => {
    const format = new PatternFormat(
      String.raw`^(?<host>\S+) (?<worker>\S+) (?<task>\S+) (?<rss>\d+) ?(?<seq>\d*)`,
    );
    assert.deepEqual(said(format, 'web1 ForkPoolWorker-3 app.add 4096 17'), {
      kind: 'request', pid: 3, route: 'app.add', rss: 4096, seq: 17,
    }); // prettier-ignore
    assert.equal(said(format, 'web1 main app.add 4096')['pid'], undefined);
  });

  it('are those that the pattern finds, and no others', () => {
    for (const line of ['', LINE.slice(21), '127.0.0.1 - - "GET / HTTP/1.1"', '\u00ff\u00fe'])
      assert.deepEqual(said(new PatternFormat(WHOLE), line), { kind: 'foreign' }, line);
  });

  it(`never throw: ${CHANGED} mutations`, () => {
    const format = new PatternFormat(WHOLE);
    const random = chance(3);
    for (let i = 0; i < CHANGED; i++) said(format, mutated(LINE, random));
  });

  it('of 64 KiB take time in proportion, whatever the pattern', () => {
    for (const pattern of ['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*)*x', String.raw`(\w+\s?)*!`]) {
      const format = new PatternFormat(`${pattern}(?<rss>\\d+)`);
      const began = performance.now();
      assert.equal(said(format, 'a'.repeat(65_535) + '?')['kind'], 'foreign');
      assert.ok(performance.now() - began < 5000, pattern);
    }
  });
});

describe('a pattern that cannot be used', () => {
  const bad = [
    ['rss=(?<rss>\\d+', /column 1 .*missing closing \)/],
    ['x(?<rss>\\d+)(?=x)', /column 13 \(\(\?=\)/],
    ['(?<rss>\\d+) (\\w)\\2', /column 17 .*RE2 syntax/],
    ['(?<rss>[)', /column 8 .*missing closing \]/],
    ['(?<rss>a)(?<rss>b)', /duplicate/],
    ['(?<rss>\\d{1,5000})', /repeat/],
    ['(?<rss>(?:(?:a{100}){100}){100})', /repeat/],
    ['pid=(?<pid>\\d+)', /no group for the memory/],
    ['(?<rss>\\d+) (?<color>\\w+)', /\(\?<color>…\)/],
    ['(?<rss>\\d+) (?<vsz_unit>\\w+)', /vsz_unit/],
    ['', /no group for the memory/],
  ] as const;
  for (const [pattern, message] of bad)
    it(JSON.stringify(pattern), () => {
      assert.throws(
        () => new PatternFormat(pattern),
        (error: unknown) => {
          assert.ok(error instanceof UsageError, String(error));
          assert.match(error.message, message);
          return !error.message.includes('\n');
        },
      );
    });
});
