/** Lines that one pass can read must say the same to the full parser, and all others must be left to it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { UwsgiDefault } from '../../../src/formats/uwsgi/default.ts';
import { PlainLine } from '../../../src/formats/uwsgi/plain-line.ts';
import { LineRecord } from '../../../src/record.ts';
import { CtimeReader } from '../../../src/scan/ctime.ts';

const SAMPLES = join(import.meta.dirname, '../../../samples/uwsgi');
const read = (name: string): string[] => {
  const bytes = readFileSync(join(SAMPLES, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1').split('\n');
};

const PLAIN =
  '{address space usage: 66244608 bytes/63MB} {rss usage: 16433152 bytes/15MB} [pid: 27994|app: 0|req: 1/1] 127.0.0.1 () {24 vars in 259 bytes} [Sun Nov 22 18:52:02 2026] GET /leak?x=1 => generated 2 bytes in 3 msecs (HTTP/1.1 200) 1 headers in 45 bytes (1 switches on core 0)';
const BARE = PLAIN.slice(PLAIN.indexOf('[pid'));

/** What a parse makes of a line, as plain data. */
function outcome(
  parse: (bytes: Uint8Array, end: number, record: LineRecord) => string,
  text: string,
): object {
  // The line stands within other bytes, as in a block that was read.
  const bytes = Buffer.from(`xx${text}yy`, 'latin1');
  const record = new LineRecord();
  const kind = parse(bytes, bytes.length - 2, record);
  const { pathStart, pathEnd, pathBytes, ...rest } = record;
  const path = pathStart < 0 ? null : Buffer.from(pathBytes).toString('latin1', pathStart, pathEnd);
  return { kind, path, ...rest, figures: [...record.figures] };
}

/** All that a record holds but the block its path stands in. */
const fieldsOf = (record: LineRecord): unknown[] =>
  Object.entries(record).filter(([name]) => name !== 'pathBytes');

const format = new UwsgiDefault();
const quick = (text: string): object => outcome((b, end, record) => format.parse(b, 2, end, record), text);
const full = (text: string): object =>
  outcome((b, end, record) => format.parseFully(b, 2, end, record), text);

/** Pieces that a forger, a cut or another server may put into a line. */
const PIECES = [
  ' ', '(', ')', '{', '}', '[', ']', '|', '/', '-', '0', '9', '99999999999999999', '\u0000', '\u00ff', '%20', '?', '',
  '[pid: 1|app: 0|req: 1/1] ', ' => generated 2 bytes in 3 msecs ', ' {24 vars in 259 bytes} [Sun Nov 22 18:52:02 2026] ',
  ' switches on core ', '(HTTP/1.1 200)', '{rss usage: 5 bytes/0MB} ', 'MB', ' bytes', ' via sendfile() ', ' micros', 'OTHER', 'get',
]; // prettier-ignore

describe('the plain line', () => {
  it('is what nearly every request line is', () => {
    const plain = new PlainLine(new CtimeReader());
    const isPlain = (text: string): boolean =>
      plain.read(Buffer.from(text, 'latin1'), 0, text.length, new LineRecord()) === text.length;
    assert.ok(isPlain(PLAIN) && isPlain(BARE));
    const lines = read('leaky-shop.log.gz').filter((line) => line.includes('[pid: '));
    assert.ok(lines.filter(isPlain).length > 0.95 * lines.length);
  });

  it('ends at the line feed after it, and holds what it holds alone', () => {
    const plain = new PlainLine(new CtimeReader());
    for (const text of [
      PLAIN,
      BARE,
      PLAIN.replace('18:52:02', '18:52:03'),
      PLAIN.replace('18:52:02', '18:5x:02'),
    ]) {
      const bytes = Buffer.from(`${text}\n${BARE}\n`, 'latin1');
      const [alone, among] = [new LineRecord(), new LineRecord()];
      const isWhole = new PlainLine(new CtimeReader()).read(Buffer.from(text), 0, text.length, alone) >= 0;
      assert.equal(plain.read(bytes, 0, bytes.length, among), isWhole ? text.length : -1, text);
      if (isWhole) assert.deepEqual(fieldsOf(among), fieldsOf(alone));
      // What has failed once is not taken for what it was before.
      assert.equal(plain.read(bytes, 0, bytes.length, among), isWhole ? text.length : -1, text);
    }
  });

  it('is told alike by one pass and by the full parser, in every sample', () => {
    let requests = 0;
    for (const name of ['leaky-shop.log.gz', 'recycled.log.gz']) {
      for (const line of read(name).slice(0, 4000)) {
        assert.deepEqual(quick(line), full(line), line);
        if (Object.values(quick(line))[0] === 'request') requests++;
      }
    }
    assert.ok(requests > 5000, `${requests} requests`);
  });

  it('and whatever is written over, cut out of or put into it', () => {
    const seeds = [PLAIN, BARE, ...read('leaky-shop.log.gz').slice(100, 140)];
    const line = fc.constantFrom(...seeds);
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    const change = fc.tuple(place, place, fc.constantFrom(...PIECES), fc.boolean());
    fc.assert(
      fc.property(line, fc.array(change, { minLength: 1, maxLength: 3 }), (text, changes) => {
        let changed = text;
        for (const [at, length, piece, isOver] of changes) {
          const from = Math.floor(at * changed.length);
          const to = isOver ? from + Math.floor(length * 6) : from;
          changed = changed.slice(0, from) + piece + changed.slice(to);
        }
        assert.deepEqual(quick(changed), full(changed), changed);
      }),
      { numRuns: 6000, seed: 8 },
    );
  });

  it('and with sizes that say two things', () => {
    for (const size of ['0', '00', '1', '4095', '2147483648', '9999999999', '66244608'])
      for (const mebi of ['0', '00', '1', '63', '999', '2048', '9999'])
        for (const place of ['66244608 bytes/63', '16433152 bytes/15']) {
          const changed = PLAIN.replace(place, `${size} bytes/${mebi}`);
          assert.deepEqual(quick(changed), full(changed), changed);
        }
  });

  it('and with every one of its bytes changed in turn', () => {
    for (const text of [PLAIN, BARE]) {
      for (let at = 0; at < text.length; at++) {
        for (const byte of ['0', ' ', 'x', '(', '\u0080']) {
          const changed = text.slice(0, at) + byte + text.slice(at + 1);
          assert.deepEqual(quick(changed), full(changed), changed);
        }
        assert.deepEqual(quick(text.slice(0, at)), full(text.slice(0, at)));
        assert.deepEqual(quick(text.slice(at)), full(text.slice(at)));
      }
    }
  });
});
