/** Fields are found where the plainest way of looking for them finds them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile } from '../../../src/formats/template/compile.ts';
import { dialectOf } from '../../../src/formats/template/dialect.ts';
import { Matcher } from '../../../src/formats/template/match.ts';
import { decimalValue } from '../../../src/formats/template/number.ts';
import { templateFormat } from '../../../src/formats/template/template-format.ts';
import { inLong } from '../../long.ts';
import { layNaively } from './naive.ts';
import { chance, mutated, said } from './read.ts';

/** Format strings, and lines that they write. */
const EXAMPLES: readonly { readonly format: string; readonly lines: readonly string[] }[] = [
  {
    format: '%(pid) %(rss) [%(ctime)] %(method) %(uri) %(status) %(size) %(msecs)',
    lines: [
      '4002 40000000 [Sat Nov 21 22:26:40 2026] GET /export/77263271/edit 200 3718 22',
      '4002 -2147479552 [Sat Nov  1 22:26:41 2026] POST /a b?c=d 1 2 3 404 0 7',
    ],
  },
  {
    format: '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s" %(p)s %({memhog.rss}e)s',
    lines: [
      '10.0.0.1 - - [22/Nov/2026:18:52:02 +0000] "GET /a b HTTP/1.1" 200 12 "-" "curl (x) - y" <77> 4194304.5',
      '::1 - bob [22/Nov/2026:18:52:03 +01:00] "POST /users/9?x=y" HTTP/1.1" 404 - "http://a" "Mozilla "GET / HTTP/1.1" 200 4 "-" "-" <9> 88" <77> 4194304',
    ],
  },
  {
    format:
      '{"rss": %(rss), "rssM": %(rssM), "uri": "%(uri)", "pid": %(pid), "t": "%(ctime)", "ua": "%(uagent)", "id": "%(var.HTTP_X_RSS)"}',
    lines: [
      '{"rss": -4194304, "rssM": 2100, "uri": "/a", "pid": 77, "t": "Sun Nov 22 18:52:02 2026", "ua": "x", "id": "5"}',
    ],
  },
  {
    format: '%(strftime:%Y%m%d-%T %z) %(pid) %(uri) %(memory_kb) %(route) %(proto) %(core)end%(nothing) ',
    lines: [
      '20261122-18:52:02 +0100 7 /a 4096.25 /a/:id HTTP/1.1 3end- ',
      '20261122- 8:52:02 Z 7 /a 4096. - - -1end ',
    ],
  },
  {
    format: '%(ctime)|%(uri)|%(proto)|%(wid)|%(vszM)|%(rssM)|%(uagent)|x%(switches)',
    lines: ['Sun Nov 22 18:52:02 2026|/a|HTTP/1.1|3|200|100|a|b|x12'],
  },
  { format: '%(rss) %(uri) [%(ctime)] %(pid)', lines: ['4096 /a [Sun Nov 22 18:52:02 2026] 8'] },
];

/** What each byte of each line is changed into. */
const LETTERS = Buffer.from('0 9-."[]/:\x00\xff', 'latin1');

/** Lines with each byte changed, and others changed at random. */
function* changed(lines: readonly string[], random: (below: number) => number): Generator<Uint8Array> {
  for (const line of lines) {
    for (let at = 0; at < line.length; at++) {
      const bytes = Buffer.from(line);
      bytes[at] = LETTERS[random(LETTERS.length)]!;
      yield bytes;
    }
  }
  for (let i = 0; i < inLong(1500, 50_000); i++) yield mutated(lines[random(lines.length)]!, random);
}

describe('the fields of a format string', () => {
  for (const [i, { format, lines }] of EXAMPLES.entries()) {
    const template = compile(dialectOf(format).parts(format));
    const random = chance(17 + i);

    it(`stand where a plain search finds them: ${format}`, () => {
      const matcher = new Matcher(template);
      const { starts, ends, numbers } = matcher.places;
      for (const bytes of [...lines.map((line) => Buffer.from(line)), ...changed(lines, random)]) {
        const naive = layNaively(template, Buffer.from(bytes).toString('latin1'));
        const around = Buffer.concat([Buffer.from('7 '), bytes, Buffer.from('7 7"')]);
        const fit = matcher.match(around, 2, 2 + bytes.length);
        const found = template.fields.map((_, place) => (starts[place]! < 0 ? -1 : starts[place]! - 2));
        const stops = template.fields.map((_, place) => (starts[place]! < 0 ? -1 : ends[place]! - 2));
        const { starts: from, ends: to } = naive;
        assert.deepEqual({ fit, starts: found, ends: stops }, { fit: naive.fit, starts: from, ends: to });
        for (const [place, { shape }] of template.fields.entries()) {
          const start = starts[place]!;
          if ((shape !== 'number' && shape !== 'decimal') || start < 0 || Number.isNaN(numbers[place]))
            continue;
          assert.equal(numbers[place], decimalValue(around, start, ends[place]!));
        }
      }
    });

    it(`mean the same whatever was read before: ${format}`, () => {
      const familiar = templateFormat(format);
      for (const bytes of changed(lines, random)) {
        said(familiar, lines[random(lines.length)]!);
        assert.deepEqual(said(familiar, bytes), said(templateFormat(format), bytes));
      }
    });
  }
});
