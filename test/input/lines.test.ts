import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { LineSplitter, MAX_LINE } from '../../src/input/lines.ts';
import type { Seen } from './collect-lines.ts';
import { collector } from './collect-lines.ts';

function split(pieces: readonly Uint8Array[]) {
  const { seen, onLine } = collector();
  const splitter = new LineSplitter(onLine);
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return { seen, lines: splitter.lines, cutLines: splitter.cutLines };
}

/** The same answer found slowly, with strings. */
function slowly(text: string): Seen[] {
  const parts = text.split('\n');
  if (parts.at(-1) === '') parts.pop();
  let offset = 0;
  return parts.map((part) => {
    const seen = { text: part.replace(/\r$/, '').slice(0, MAX_LINE), offset };
    offset += part.length + 1;
    return seen;
  });
}

describe('LineSplitter', () => {
  it('keeps empty lines, takes one \\r off and counts a last line without newline', () => {
    const { seen, lines } = split([Buffer.from('a\r\n\n\r\nb\r\r\nc\rd\ne')]);
    assert.deepEqual(seen, [
      { text: 'a', offset: 0 },
      { text: '', offset: 3 },
      { text: '', offset: 4 },
      { text: 'b\r', offset: 6 },
      { text: 'c\rd', offset: 10 },
      { text: 'e', offset: 14 },
    ]);
    assert.equal(lines, 6);
  });

  it('finds nothing in nothing', () => {
    assert.deepEqual(split([]).seen, []);
    assert.deepEqual(split([new Uint8Array(0)]).seen, []);
  });

  it('equals the slow way for any bytes in any chunks', () => {
    const byte = fc.oneof(fc.constantFrom(10, 13, 0, 255, 97), fc.nat(255));
    const pieces = fc.array(
      fc.array(byte, { maxLength: 12 }).map((bytes) => Uint8Array.from(bytes)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(pieces, (all) => {
        const text = Buffer.concat(all).toString('latin1');
        assert.deepEqual(split(all).seen, slowly(text));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('cuts at MAX_LINE, not before, wherever the chunks end', () => {
    for (const length of [MAX_LINE - 1, MAX_LINE, MAX_LINE + 1, MAX_LINE + 2, 3 * MAX_LINE]) {
      for (const end of ['\n', '\r\n', '', '\r']) {
        const text = `${'x'.repeat(length)}${end}`;
        const bytes = Buffer.from(`${text}${end.endsWith('\n') ? 'next' : ''}`);
        for (const size of [1000, MAX_LINE, MAX_LINE + 1, 10 * MAX_LINE]) {
          const pieces: Buffer[] = [];
          for (let from = 0; from < bytes.length; from += size)
            pieces.push(bytes.subarray(from, from + size));
          const { seen, cutLines } = split(pieces);
          const label = `${length} ${JSON.stringify(end)} ${size}`;
          assert.equal(seen[0]!.text.length, Math.min(length, MAX_LINE), label);
          assert.equal(cutLines, length > MAX_LINE ? 1 : 0, label);
          if (end.endsWith('\n')) assert.deepEqual(seen[1], { text: 'next', offset: text.length }, label);
        }
      }
    }
  });

  it('passes over a line of 2 GB in bounded memory', () => {
    const block = Buffer.alloc(2 ** 20, 120);
    const before = process.memoryUsage().rss;
    const { seen, cutLines } = split([...Array<Buffer>(2048).fill(block), Buffer.from('\nafter')]);
    assert.equal(cutLines, 1);
    assert.deepEqual(seen[1], { text: 'after', offset: 2 ** 31 + 1 });
    assert.ok(process.memoryUsage().rss - before < 50 * 2 ** 20);
  });
});
