/** A line of a shape that was seen before is read without looking up its names, and means the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Vocabulary } from '../../../src/formats/fields/vocabulary.ts';
import { JsonLines } from '../../../src/formats/json/json-lines.ts';
import { chance, mutated } from '../template/read.ts';
import { read } from '../fields/reading.ts';
import { inLong } from '../../long.ts';

const NUMBERS = [
  ...[
    '0',
    '7',
    '00',
    '-1',
    '-',
    '12.5',
    '12.',
    '.5',
    '1e3',
    '1E-2',
    '1e',
    '123456789012345',
    '1234567890123456',
  ],
  ...[
    'true',
    'null',
    'nul',
    '[1,{"a":2}]',
    '{"a":2}',
    '{"rss":1}',
    '"7"',
    '""',
    '"a\\"b"',
    '"a\\u0041"',
    '"\u0001"',
    'é',
  ],
];

/** A line as a logger writes it, some of its values drawn at random. */
function line(random: (below: number) => number): string {
  const value = (usual: string): string => (random(4) === 0 ? NUMBERS[random(NUMBERS.length)]! : usual);
  const rss = value(String(61_276_160 + random(9) * 4096));
  const url = value(`"/export/${random(9)}"`);
  const status = value('200');
  const time = value('1795372441123');
  return [
    `{"level":30,"time":${time},"pid":4021,"req":{"method":"GET","url":${url}},"res":{"statusCode":${status}},"responseTime":${value('8')},"rss":${rss},"msg":"done"}`,
    `{"pid": 7, "path": ${url}, "mem": {"rss": ${rss}}, "status": ${status}}`,
    `{"path":${url},"rss":${rss},"took":${value('3')},"pid":${value('12')}}`,
  ][random(3)]!;
}

describe('JSON lines of a shape that is known', () => {
  it('mean what they mean to a parser that knows none', () => {
    const random = chance(11);
    const familiar = new JsonLines(new Vocabulary());
    for (let i = 0; i < inLong(4000, 100_000); i++) {
      const text = line(random);
      const bytes = random(3) === 0 ? mutated(text, random) : Buffer.from(text);
      const fresh = new JsonLines(new Vocabulary());
      // Whether a line of memory alone is worth a word depends on those before it.
      for (const one of [fresh, familiar]) read(one, '{"path":"/x","uss":61276160}');
      assert.deepEqual(read(familiar, bytes), read(fresh, bytes), bytes.toString());
    }
  });
});
