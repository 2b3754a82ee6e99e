import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Landmark } from '../../src/formats/format.ts';
import { allFormats } from '../../src/formats/formats.ts';
import { nearestFormats } from '../../src/formats/nearest.ts';
import { inLong } from '../long.ts';

const GIVEN = [
  '%(addr) [%(ctime)] pid=%(pid) "%(method) %(uri) %(proto)" %(status) rss=%(rss)',
  '%(h)s %(l)s %(t)s %(p)s "%(r)s" %(s)s rss=%(rss)s',
  '%R - %u %t "%m %r" %s %{kilo}M pid=%p',
];
const FORMATS = allFormats({ logFormats: GIVEN });

const SIGNS = [
  '[',
  ' ',
  '\t',
  '"',
  '{',
  '=',
  '-',
  '.',
  '1',
  'a',
  'A',
  'é',
  'a=',
  'a:',
  '1.',
  'a ',
  ' [',
  ' A/',
];
SIGNS.push(
  '{"',
  '"A ',
  'rss',
  'mem',
  'S[',
  ' rss=',
  ' a=b',
  ' a="',
  'memhog v=1 ',
  'memhog v=1 rss=',
  '1.1 1 ',
);

/** Milliseconds of this process's own time, however busy the machine is. */
function spent(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const repeated = (sign: string, length: number): string =>
  sign.repeat(length / sign.length + 1).slice(0, length);

describe('landmarks', () => {
  // 64 KiB takes about 1 ms where time is linear, and seconds where it is quadratic.
  const MOST = 300;

  /** With a sign at the end that nothing fits, all has to be tried. */
  const ENDS = inLong(['\u0001'], ['', '\u0001']);

  for (const { name, about } of FORMATS)
    for (const { what, pattern } of about.landmarks)
      it(`of ${name} are looked for in linear time: ${what}`, () => {
        const own = about.example.split(/(?<=[^\w])/);
        for (const sign of new Set([...SIGNS, ...own]))
          for (const length of [2048, 65_536])
            for (const end of ENDS) {
              const line = repeated(sign, length) + end;
              const time = spent(() => pattern.test(line));
              assert.ok(time < MOST, `${JSON.stringify(sign)} x ${length}: ${time} ms`);
            }
      });

  it('would be found out if they were not', () => {
    const slow: Landmark = { what: '', pattern: /(?:a.*)?b/ };
    assert.ok(spent(() => slow.pattern.test(repeated('a', 65_536))) > MOST);
  });
});

describe('nearestFormats', () => {
  const nearest = (line: string, logFormats: readonly string[] = []): ReturnType<typeof nearestFormats> => {
    const bytes = Buffer.from(line);
    return nearestFormats(allFormats({ logFormats }), bytes, 0, bytes.length);
  };

  it('says where a figure that is none stands', () => {
    const [first] = nearest('{"pid":7,"rss":-5,"path":"/x"}');
    assert.deepEqual([first?.format.name, first?.column], ['json', 16]);
    assert.match(first?.missing ?? '', /figure/);
  });

  it('says of every format string where a line stops fitting it', () => {
    const format = '%(uri) %(user) %(rss)';
    const lines = { 'x 1': [3, /memory/], 'x y 1 ': [6, /end/] } as const;
    for (const [line, [column, missing]] of Object.entries(lines)) {
      const found = nearest(line, [format]).find(({ format: { name } }) => name === 'uwsgi-log-format');
      assert.equal(found?.column, column, line);
      assert.match(found.missing, missing, line);
    }
  });

  it('tells two format strings apart by their titles', () => {
    const long = '%(pid) %(method) %(uri) %(addr) %(status) %(rss)';
    const titles = nearest('7 GET x 1', [long, `${long} [%(ctime)]`]).map(({ format }) => format.about.title);
    assert.equal(new Set(titles).size, titles.length);
  });
});
