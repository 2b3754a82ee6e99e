import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WrittenTimes, writtenTime } from '../../../src/formats/fields/time.ts';
import { chance, mutated } from '../template/read.ts';
import { inLong } from '../../long.ts';

const TIMES = [
  '2026-11-22T18:34:01.123Z',
  '2026-11-22 18:34:01',
  '22/Nov/2026:18:34:01 +0000',
  '[22/Nov/2026:18:34:01 +0000]',
  '22/Nov/2026:18:34:01',
  '1795373641.123',
  '1795373641123',
];

describe('times of fields', () => {
  it('are the same whatever was read before', () => {
    const random = chance(9);
    const times = new WrittenTimes();
    let known = 0;
    for (let i = 0; i < inLong(40_000, 400_000); i++) {
      const text = TIMES[random(TIMES.length)]!;
      const bytes = random(3) === 0 ? Buffer.from(text) : mutated(text, random);
      const around = Buffer.concat([Buffer.from('2'), bytes, Buffer.from('01:01:01 7')]);
      const time = writtenTime(around, 1, 1 + bytes.length);
      assert.equal(times.read(around, 1, 1 + bytes.length), time, Buffer.from(bytes).toString());
      if (time > 0) known++;
    }
    assert.ok(known > 10_000, `${known}`);
  });
});
