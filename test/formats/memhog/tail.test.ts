import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayEndInTail, readTail, Tail } from '../../../src/formats/memhog/tail.ts';
import { chance, mutated } from '../template/read.ts';
import { inLong } from '../../long.ts';

const LINES = [
  '::1 "GET /a HTTP/1.1" 200 4096 memhog v=1 pid=7 seq=3 inflight=2 rss=8192',
  'memhog v=1 time=2026-11-22T18:52:02.123Z pid=4711 seq=12 inflight=1 rss=33570816 path="/users/7 =\\"" ms=1.5',
  '7 4096 /a memhog v=1 pid=7 rss=8192 route="/a b"\t ',
];

describe('the quick look for a memhog tail', () => {
  it('passes over no line that has one', () => {
    const random = chance(3);
    const tail = new Tail();
    let found = 0;
    for (let i = 0; i < inLong(20_000, 200_000); i++) {
      const bytes = mutated(LINES[random(LINES.length)]!, random);
      if (!readTail(bytes, 0, bytes.length, tail)) continue;
      found++;
      assert.ok(mayEndInTail(bytes, 0, bytes.length), Buffer.from(bytes).toString());
    }
    assert.ok(found > 1000, `${found}`);
  });

  it('turns away lines that end in no field', () => {
    const tell = (text: string): boolean => mayEndInTail(Buffer.from(text), 0, text.length);
    assert.deepEqual(['7 4096 /a 25', '', ' ', '=', '7 4096 /a=b 25 '].map(tell), Array(5).fill(false));
  });
});
