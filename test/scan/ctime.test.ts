import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CTIME_LENGTH, CtimeReader, looksLikeCtime } from '../../src/scan/ctime.ts';
import { NO_TIME } from '../../src/record.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

/** A time as C prints it: day of the month padded with a space. */
const ctime = (date: Date): string =>
  `${DAYS[date.getUTCDay()]!} ${MONTHS[date.getUTCMonth()]!} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)} ${date.getUTCFullYear()}`;

const read = (reader: CtimeReader, text: string): number => reader.read(Buffer.from(`[${text}]`), 1);

describe('CtimeReader', () => {
  it('reads every second, whatever it read before', () => {
    const reader = new CtimeReader();
    const date = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.nat(5), (day, step) => {
        for (const moment of [day, new Date(day.getTime() + step * 1000), day]) {
          const text = ctime(moment);
          assert.equal(text.length, CTIME_LENGTH);
          assert.ok(looksLikeCtime(Buffer.from(text), 0));
          assert.equal(read(reader, text), Math.floor(moment.getTime() / 1000), text);
        }
      }),
      { seed: 41, numRuns: 1000 },
    );
  });

  it('says so when it is no time', () => {
    const reader = new CtimeReader();
    for (const text of [
      'Sun anF 22 18:52:02 2026',
      'Sun Nov  0 18:52:02 2026',
      'Sun Nov 22 18:60:02 2026',
      'Sun Nov 22 1:5:52:02 2026',
      'Sun Nov 22 18:52:0\u00002026 ',
      'Sun Nov 2x 18:52:02 2026',
    ])
      assert.equal(read(reader, text.slice(0, CTIME_LENGTH)), NO_TIME, text);
    assert.equal(reader.read(new Uint8Array(30), 3), NO_TIME);
  });
});
