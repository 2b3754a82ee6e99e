/** Compressed bytes, damaged. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textChunks } from '../../src/input/text-chunks.ts';
import { ONE, SAMPLES, TWO } from '../input/compressed-samples.ts';
import { assertExpected } from './target.ts';
import type { Target } from './target.ts';

const PACKED = Object.values(SAMPLES).flatMap(({ one, two }) => [one, two, Buffer.concat([one, two])]);

/** No damaged stream of so few bytes may give more, 64 MiB: a run of one byte in a block of bzip2 is the most. */
const MOST_TEXT = 1 << 26;

/** Damaged in some places, and given in chunks. */
const damaged = fc
  .tuple(
    fc.nat(PACKED.length - 1),
    fc.array(fc.tuple(fc.nat(300), fc.nat(255)), { maxLength: 4 }),
    fc.option(fc.nat(300)),
    fc.integer({ min: 1, max: 400 }),
  )
  .map(([which, bytes, cut, size]) => {
    const packed = Buffer.from(PACKED[which]!);
    for (const [at, byte] of bytes) packed[at % packed.length] = byte;
    return { packed: packed.subarray(0, cut ?? packed.length), size };
  });

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield Buffer.from(bytes.subarray(at, at + size));
  }
}

/** A damaged stream is read or refused in words. */
const inputProperty = (): fc.IRawProperty<unknown> =>
  fc.asyncProperty(damaged, async ({ packed, size }) => {
    let length = 0;
    try {
      const options = { name: 'x.log', onWarning: () => undefined };
      for await (const chunk of textChunks(inPieces(packed, size), options)) length += chunk.length;
    } catch (error) {
      assertExpected(error, 'InputError');
    }
    assert.ok(length <= MOST_TEXT, `${length} bytes of text`);
    if (PACKED.some((one) => one.equals(packed)))
      assert.ok([ONE, TWO, ONE + TWO].some((text) => text.length === length));
  });

/** See the top of this file. */
export const INPUT_TARGETS: readonly Target[] = [
  { name: 'gzip, zstd, xz, bzip2', property: inputProperty, weight: 2 },
];
