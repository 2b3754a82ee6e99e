import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Vocabulary } from '../../../src/formats/fields/vocabulary.ts';
import { Ltsv } from '../../../src/formats/ltsv/ltsv.ts';
import { survives } from '../fields/hostile.ts';
import { ltsv } from '../fields/reading.ts';

const LINE =
  'time:[22/Nov/2026:18:34:01 +0000]\thost:192.0.2.7\tpid:4021\treq:GET /export?a:b HTTP/1.1\tstatus:200\trss:61276160\tua:x y';

describe('LTSV', () => {
  it('is read, and its host is the client', () => {
    assert.deepEqual(ltsv(LINE), {
      ...{ kind: 'request', pid: 4021, time: 1795372441, status: 200, method: 'GET' },
      ...{ target: '/export?a:b', figures: { rss: 61276160 } },
    });
    assert.equal(ltsv('uri:/x\trss:61276160\thost:client').host, undefined);
    assert.equal(ltsv('uri:/x\tmem.used:51200\thost:web', { rss_kb: 'mem.used', host: 'host' }).host, 'web');
  });

  it('is not claimed without tabs, memory or a path', () => {
    for (const line of [
      '',
      'rss:61276160',
      'rss:61276160\tpid:7',
      'uri:/x\tpid:7',
      'uri:/x rss:61276160',
      '\trss:61276160\turi:/x',
      'a b:c\trss:61276160\turi:/x',
    ])
      assert.equal(ltsv(line).kind, 'foreign', line);
  });

  it('of any bytes never breaks the parser', () => survives(() => new Ltsv(new Vocabulary()), [LINE]));
});
