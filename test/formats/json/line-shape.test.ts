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

/** Lines as loggers write them: of every sort that is read in a way of its own. */
const LINES: readonly string[] = [
  '{"level":30,"time":1795300000000,"pid":4002,"hostname":"web-1","req":{"method":"GET","url":"/users/12?page=1"},"res":{"statusCode":200},"responseTime":87,"rss":40000000,"msg":"request completed"}',
  '{"level":30,"time":"2026-11-22T18:34:01.123Z","pid":4021,"hostname":"web-1","req":{"method":"post","url":"http://x.y/a"},"route":"/a/:id","res":{"statusCode":404},"responseTime":8.25,"rss":61276160,"heapUsed":24117248,"external":5000000,"blocks":12,"msg":"done"}',
  '{"pid": 7, "path": "/x", "mem": {"rss": 61276160}, "status": 200, "worker":"w1", "host":"web-1"}',
  '{"path":"/x","url":"/y","rss_kb":61276,"took":3,"pid":12,"host":"example.org"}',
  '{"path":"/x","rss":"61276160","pid":"12","seq":4,"inflight":2,"core":3}',
  '{"path":"/x","rss":61276160,"rss_mb":60,"vsz":1e9,"pid":-1,"worker":3}',
  '{"controller":"A","action":"b","path":"/x","rss":61276160,"status":404,"time":1795300000}',
  '{"task":"a.b","rss":61276160,"pid":3}',
  '{"path":"/x","memory":61276160,"pid":3}',
  '{"path":"/x","uss":61276160,"pid":3,"pid":3,"url":""}',
  '{"request":"GET /a HTTP/1.1","rss":-2147479552,"rssM":2049,"vsz":4294967296}',
  '{"ts":"22/Nov/2026:18:52:02 +0000","path":"*","peak_memory":12000000,"id":null,"list":[1,{"rss":2}]}',
];
/** What each byte is changed into. */
const LETTERS = Buffer.from('"\\,:{}019 .e-/\x00\x80\xff', 'latin1');

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

  const asFresh = (familiar: JsonLines, bytes: Uint8Array): void => {
    const fresh = new JsonLines(new Vocabulary());
    read(fresh, '{"path":"/x","uss":61276160}');
    assert.deepEqual(read(familiar, bytes), read(fresh, bytes), Buffer.from(bytes).toString());
  };

  it('mean it with any byte changed', () => {
    const random = chance(12);
    for (const text of LINES) {
      const familiar = new JsonLines(new Vocabulary());
      read(familiar, '{"path":"/x","uss":61276160}');
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at++) {
        for (let i = 0; i < inLong(3, LETTERS.length); i++) {
          read(familiar, text);
          const changed = Buffer.from(bytes);
          changed[at] = LETTERS[inLong(random(LETTERS.length), i)]!;
          asFresh(familiar, changed);
        }
      }
    }
  });

  it('mean it however many shapes there are, and changed in several places', () => {
    const random = chance(13);
    const familiar = new JsonLines(new Vocabulary());
    read(familiar, '{"path":"/x","uss":61276160}');
    for (let i = 0; i < inLong(5000, 100_000); i++) {
      // Some in a row of one sort, so that its shape is still known when one of them is changed.
      const text = LINES[Math.floor(i / 4) % LINES.length]!;
      asFresh(familiar, i % 4 === 3 ? mutated(text, random) : Buffer.from(text));
    }
  });
});
