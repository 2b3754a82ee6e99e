import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { InputError } from '../../src/errors.ts';
import type { Chunks } from '../../src/input/chunks.ts';
import { LineSplitter, MAX_LINE } from '../../src/input/lines.ts';
import { readPipedLines } from '../../src/input/piped.ts';
import { collector, inPieces, warnings } from './collect-lines.ts';
import { COMPRESSIONS, ONE, SAMPLES, TWO } from './compressed-samples.ts';

async function* each(pieces: readonly Uint8Array[]): Chunks {
  for (const piece of pieces) {
    await Promise.resolve();
    yield piece;
  }
}

async function piped(chunks: Chunks) {
  const { seen, onLine } = collector();
  const summary = await readPipedLines({ chunks, name: '-' }, { onLine, onWarning: warnings().onWarning });
  return { seen, ...summary };
}

function bulk(pieces: readonly Uint8Array[]) {
  const { seen, onLine } = collector();
  const splitter = new LineSplitter(onLine);
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return { seen, lines: splitter.lines, cutLines: splitter.cutLines };
}

async function assertSame(pieces: readonly Uint8Array[]): Promise<void> {
  const { seen, lines, cutLines, textBytes } = await piped(each(pieces));
  assert.deepEqual({ seen, lines, cutLines }, bulk(pieces));
  assert.equal(textBytes, Buffer.concat(pieces).length);
}

describe('readPipedLines', () => {
  it('gives the lines of LineSplitter for any bytes in any chunks', async () => {
    // Mostly readable, so that few runs end as binary files; those runs are checked to say so in both ways below.
    const byte = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(97, 98, 10, 13) },
      { weight: 1, arbitrary: fc.nat(255) },
    );
    const pieces = fc.array(
      fc.array(byte, { maxLength: 30 }).map((bytes) => Uint8Array.from(bytes)),
      { maxLength: 12 },
    );
    const readable = Buffer.from('0123456789'.repeat(60));
    await fc.assert(
      fc.asyncProperty(pieces, (all) => assertSame([...all.slice(0, 6), readable, ...all.slice(6)])),
      { seed: 2, numRuns: 500 },
    );
  });

  it('gives them for lines around the limit too', async () => {
    const length = fc.constantFrom(
      0,
      1,
      MAX_LINE - 1,
      MAX_LINE,
      MAX_LINE + 1,
      MAX_LINE + 2,
      2 * MAX_LINE + 5,
    );
    const line = fc
      .tuple(length, fc.constantFrom('\n', '\r\n', '\r\r\n'))
      .map(([n, end]) => `${'y'.repeat(n)}${end}`);
    const text = fc.tuple(
      fc.array(line, { maxLength: 5 }),
      fc.constantFrom('', 'z', '\r', 'z'.repeat(MAX_LINE + 1)),
    );
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom(999, 4096, MAX_LINE, MAX_LINE + 1, 2 ** 20),
        async ([lines, tail], size) => {
          const bytes = Buffer.from(lines.join('') + tail);
          const pieces: Buffer[] = [];
          for (let from = 0; from < bytes.length; from += size)
            pieces.push(bytes.subarray(from, from + size));
          await assertSame(pieces);
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  it('keeps every byte value as it is', async () => {
    const odd = Buffer.from(Array.from({ length: 256 }, (_, n) => n).filter((n) => n !== 10));
    const plain = Buffer.from(`\n${'plain text '.repeat(200)}\n`);
    await assertSame([odd.subarray(0, 131), odd.subarray(131), plain]);
  });

  it('hands a line on as soon as its newline is there', async () => {
    const { seen, onLine } = collector();
    const counts: number[] = [];
    const slow = async function* (): Chunks {
      for (const text of ['one\ntw', 'o\n', 'three']) {
        yield Buffer.from(text);
        await new Promise((resolve) => setImmediate(resolve));
        counts.push(seen.length);
      }
    };
    await readPipedLines({ chunks: slow(), name: '-' }, { onLine, onWarning: warnings().onWarning });
    assert.deepEqual(counts, [1, 2, 2]);
    assert.deepEqual(
      seen.map(({ text }) => text),
      ['one', 'two', 'three'],
    );
  });

  it('does not wait for six bytes when the first cannot begin a compressed stream', async () => {
    const { seen, onLine } = collector();
    const waiting = async function* (): Chunks {
      yield Buffer.from('a\n');
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(seen.length, 1);
    };
    await readPipedLines({ chunks: waiting(), name: '-' }, { onLine, onWarning: warnings().onWarning });
  });

  for (const compression of COMPRESSIONS) {
    it(`reads through ${compression}, byte by byte, from a Node stream`, async () => {
      const { one, two } = SAMPLES[compression];
      const source = Readable.from(inPieces(Buffer.concat([one, two]), 1000), { objectMode: false });
      const { seen } = await piped(source);
      assert.deepEqual(seen, bulk([Buffer.from(ONE + TWO)]).seen);
      assert.deepEqual((await piped(inPieces(Buffer.concat([one, two]), 1))).seen, seen);
    });
  }

  it('reports the failure of its source, of its compression and of its taker', async () => {
    const broken = async function* (): Chunks {
      yield Buffer.from('a\n');
      await Promise.resolve();
      throw Object.assign(new Error('EISDIR: illegal operation'), { code: 'EISDIR' });
    };
    await assert.rejects(
      piped(broken()),
      (error: unknown) => error instanceof InputError && error.message.startsWith('stdin is a directory'),
    );
    const cut = gzipSync('line\n'.repeat(1000));
    await assert.rejects(
      piped(inPieces(cut.subarray(0, cut.length - 3), 10)),
      /^InputError: stdin ends in the middle of its gzip/,
    );
    const throwing = () => {
      throw new Error('the taker fell over');
    };
    for (const text of ['a\nb\nc\n', 'no newline', 'a\n'.repeat(100_000)]) {
      const reading = readPipedLines(
        { chunks: inPieces(Buffer.from(text), 5000), name: '-' },
        { onLine: throwing, onWarning: throwing },
      );
      await assert.rejects(reading, /the taker fell over/);
    }
  });

  it('passes over a line of 300 MB in bounded memory', async () => {
    const endless = async function* (): Chunks {
      const block = Buffer.alloc(2 ** 20, 120);
      for (let n = 0; n < 300; n++) {
        yield block;
        await Promise.resolve();
      }
      yield Buffer.from('\nafter\n');
    };
    const { seen, cutLines } = await piped(endless());
    assert.equal(cutLines, 1);
    assert.deepEqual(seen[1], { text: 'after', offset: 300 * 2 ** 20 + 1 });
  });
});
