import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Vocabulary } from '../../../src/formats/fields/vocabulary.ts';
import { JsonLines } from '../../../src/formats/json/json-lines.ts';
import { chance, mutated } from '../template/read.ts';
import { survives } from '../fields/hostile.ts';
import { json, read } from '../fields/reading.ts';

const make = (): JsonLines => new JsonLines(new Vocabulary());
const PINO =
  '{"level":30,"time":1795372441123,"pid":4021,"hostname":"web-1","req":{"id":1,"method":"GET","url":"/export?id=7","headers":{"host":"example.com","path":"/no"}},"res":{"statusCode":200},"responseTime":8,"rss":61276160,"heapUsed":24117248,"msg":"request completed"}';
const BUNYAN =
  '{"name":"app","hostname":"web-1","pid":4021,"level":30,"req":{"method":"GET","url":"/export?id=7"},"res":{"statusCode":200},"memory":{"rss":61276160},"msg":"","time":"2026-11-22T18:34:01.123Z","v":0}';
const WINSTON =
  '{"level":"info","message":"GET /export","timestamp":"2026-11-22T18:34:01.123Z","metadata":{"pid":4021,"method":"GET","url":"/export?id=7","status":200,"rss":"58.44 MB"}}';

describe('JSON lines', () => {
  const said = {
    kind: 'request',
    pid: 4021,
    host: 'web-1',
    time: 1795372441,
    status: 200,
    method: 'GET',
    target: '/export?id=7',
  };

  it('of pino, bunyan and winston are read', () => {
    assert.deepEqual(json(PINO), { ...said, figures: { rss: 61276160, live: 24117248 } });
    assert.deepEqual(json(BUNYAN), { ...said, figures: { rss: 61276160 } });
    const { host, ...rest } = said;
    assert.equal(host, 'web-1');
    assert.deepEqual(json(WINSTON), { ...rest, figures: { rss: 61_278_781 } });
  });

  it('are not claimed without memory and a path', () => {
    for (const line of [
      '{}',
      '{"msg":"member of discussion","path":"/x"}',
      '{"level":30,"time":1,"pid":7,"req":{"method":"GET","url":"/x"},"res":{"statusCode":200},"msg":"request completed"}',
      '{"log":"x\\n","stream":"stdout","time":"2026-11-22T18:34:01.123456789Z"}',
      '{"rss":61276160}',
      '{"rss":61276160,"path":"/x"',
      '{"rss":61276160,"path":"/x"}x',
      '[{"rss":61276160,"path":"/x"}]',
      '"rss"',
      '{rss:61276160,path:/x}',
    ])
      assert.equal(json(line).kind, 'foreign', line);
  });

  it('with memory and no path are ignored once others were read', () => {
    const format = make();
    assert.equal(read(format, '{"rss":61276160}').kind, 'foreign');
    assert.equal(read(format, PINO).kind, 'request');
    assert.equal(read(format, '{"rss":61276160}').kind, 'ignored');
  });

  it('of odd shapes are harmless', () => {
    const deep = `${'{"a":'.repeat(20_000)}{"rss":6e7,"path":"/x"}${'}'.repeat(20_000)}`;
    assert.equal(json(deep).kind, 'foreign');
    const line =
      '{"__proto__":{"rss":1e8,"path":"/no"},"constructor":{"prototype":{"rss":1e8}},"rss":6e7,"path":"/x"}';
    assert.deepEqual(json(line), { kind: 'request', target: '/x', figures: { rss: 6e7 } });
    assert.equal(json('{"__proto__":{"rss":1e8},"path":"/x"}').kind, 'foreign');
    assert.equal(json('{"rss":6e7,"path":"/\\ud800\\udfff\\ud800"}').kind, 'request');
    assert.equal(json('{"rss":6e7,"pid":1e999,"status":-1e999,"time":1e400,"path":"/x"}').kind, 'request');
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])));
    assert.equal(json(`${many.slice(0, -1)},"rss":6e7,"path":"/x"}`).kind, 'foreign');
    const surrogates = `{"rss":6e7,"path":"/${'\\ud800'.repeat(3000)}","url":"/${'x'.repeat(9000)}"}`;
    assert.equal(json(surrogates).kind, 'request');
  });

  it('in which a known name stands twice with unlike values are given up, for one may be forged', () => {
    for (const line of [
      '{"rss":6e7,"rss":7e7,"path":"/x"}',
      '{"uri":"/about","rss":"999999999","rss":"61276160"}',
      '{"rss":"61276160","uri":"/about","rss":"999999999","pid":"7"}',
      '{"rss":"61276160","uri":"/about","r\\u0073s":"999999999","pid":"7"}',
      '{"rss":"61276160","pid":"7","uri":"/a","pid":"8","uri":"/a"}',
      '{"rss":61276160,"pid":7,"uri":"/a","pid":8}',
      '{"rss":61276160,"pid":7,"uri":"/a","pid":"8"}',
      '{"rss":61276160,"status":200,"path":"/a","path":"/b"}',
      '{"rss":61276160,"req":{"method":"GET","url":"/a"},"req":{"method":"GET","url":"/b"}}',
      '{"memory":{"rss":61276160},"memory":{"rss":71276160},"method":"GET","url":"/b"}',
    ])
      assert.deepEqual(
        [json(line).kind, json(line).reason],
        ['malformed', 'a field that stands twice'],
        line,
      );
    for (const line of [
      '{"rss":6e7,"rss":6e7,"path":"/x","path":"/x"}',
      // As pino-http writes its properties: when the response begins, and when it ends.
      '{"pid":7,"req":{"method":"GET","url":"/a"},"rss":60000000,"rss":60200000,"res":{"statusCode":200}}',
      '{"name":"a","rss":6e7,"name":"b","path":"/x"}',
      '{"rss":6e7,"path":"/x","msg":"\\"rss\\":7"}',
    ])
      assert.equal(json(line).figures?.['rss'], 6e7, line);
  });

  it('are read like JSON.parse reads them, or not at all: 8,000 mutations', () => {
    const random = chance(5);
    let isRead = 0;
    for (let i = 0; i < 8000; i++) {
      const line = Buffer.from(mutated([PINO, BUNYAN, WINSTON][i % 3]!, random)).toString();
      const read = json(line);
      if (read.kind === 'foreign' || read.kind === 'malformed') continue;
      isRead++;
      assert.doesNotThrow(() => void JSON.parse(line), line);
      // Written anew it means the same, unless a name stood twice in it: then it is shorter.
      const anew = JSON.stringify(JSON.parse(line));
      if (Buffer.byteLength(anew) >= Buffer.byteLength(line)) assert.deepEqual(read, json(anew), line);
    }
    assert.ok(isRead > 800, String(isRead));
  });

  it('with names without end keep memory bounded and known ones known', () => {
    const format = make();
    for (let i = 0; i < 10_000; i++) read(format, `{"rss":6e7,"path":"/x","name${i}":1}`);
    assert.equal(read(format, PINO).kind, 'request');
  });

  it('of any bytes never break the parser', () => survives(make, [PINO, BUNYAN, WINSTON]));
});
