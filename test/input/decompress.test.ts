import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { InputError } from '../../src/errors.ts';
import type { Chunks } from '../../src/input/chunks.ts';
import type { Compression } from '../../src/input/decompress.ts';
import { compressionOf, decompress } from '../../src/input/decompress.ts';
import { gather, inPieces, warnings } from './collect-lines.ts';
import { COMPRESSIONS, ONE, SAMPLES, TWO, XZ_SHA256, ZSTD_SKIPPABLE } from './compressed-samples.ts';
import { inLong } from '../long.ts';

const PROGRAMS: Readonly<Record<Compression, string>> = {
  gzip: 'gzip',
  zstd: 'zstd',
  xz: 'xz',
  bzip2: 'bzip2',
};

function open(source: Chunks, compression: Compression, expansionFree?: number) {
  const { list, onWarning } = warnings();
  const limit = expansionFree === undefined ? {} : { expansionFree };
  return { list, text: decompress(source, { compression, name: 'x.log', onWarning, ...limit }) };
}

async function textOf(bytes: Uint8Array, compression: Compression, piece = 4096): Promise<string> {
  return (await gather(open(inPieces(bytes, piece), compression).text)).toString('latin1');
}

for (const compression of COMPRESSIONS) {
  const { one, two } = SAMPLES[compression];
  describe(compression, () => {
    it('is told by its first bytes', () => {
      assert.equal(compressionOf(one), compression);
      assert.equal(compressionOf(one.subarray(0, 1)), undefined);
    });

    it('reads pieces put together, in chunks of any size', async () => {
      const both = Buffer.concat([one, two, one]);
      for (const piece of [1, 2, 7, one.length, one.length + 1, 1000]) {
        assert.equal(await textOf(both, compression, piece), ONE + TWO + ONE, `pieces of ${piece}`);
      }
    });

    it('takes an empty chunk for nothing, not for the end', async () => {
      const withGaps = async function* (): Chunks {
        for (const byte of one) {
          yield new Uint8Array(0);
          await Promise.resolve();
          yield Uint8Array.of(byte);
          yield new Uint8Array(0);
          yield new Uint8Array(0);
        }
      };
      assert.equal((await gather(open(withGaps(), compression).text)).toString('latin1'), ONE);
    });

    it('refuses every cut that is not between two pieces, and names file and bytes', async () => {
      const both = Buffer.concat([one, two]);
      for (let end = 1; end < both.length; end++) {
        if (end === one.length) continue;
        for (const piece of [1, 4096]) {
          await assert.rejects(
            textOf(both.subarray(0, end), compression, piece),
            (error: unknown) => {
              assert.ok(error instanceof InputError);
              assert.doesNotMatch(error.message, /\n/);
              assert.match(
                error.message,
                new RegExp(`^x\\.log .* ${compression} stream .*after \\d+ bytes of text.*copy it again`),
              );
              return true;
            },
            `cut at ${end} of ${both.length}, pieces of ${piece}`,
          );
        }
      }
      assert.equal(await textOf(both.subarray(0, one.length), compression), ONE);
    });

    it('refuses damaged data', async () => {
      const damaged = Buffer.from(two);
      // zstd's decoder checks structure, not checksums: damage its block header.
      damaged.fill(0xff, compression === 'zstd' ? 6 : 10, 40);
      await assert.rejects(textOf(damaged, compression), InputError);
    });

    it('passes a failure of its source on and closes it when the reader stops', async () => {
      let closed = 0;
      const failing = async function* (): Chunks {
        try {
          yield* inPieces(one, 16);
          throw new InputError('the disk is gone');
        } finally {
          closed++;
        }
      };
      await assert.rejects(gather(open(failing(), compression).text), /the disk is gone/);
      const endless = async function* (): Chunks {
        try {
          for (;;) yield* inPieces(one, 4096);
        } finally {
          closed++;
        }
      };
      for await (const chunk of open(endless(), compression).text) {
        assert.ok(chunk.length > 0);
        break;
      }
      assert.equal(closed, 2);
    });

    it('agrees with the program on larger data', async (t) => {
      const lines = Array.from(
        { length: inLong(20_000, 60_000) },
        (_, n) => `${n} ${(n * 2654435761) % 4294967296} GET /a/b HTTP/1.1\n`,
      );
      const text = Buffer.from(lines.join(''));
      const program = spawnSync(PROGRAMS[compression], ['-c'], { input: text, maxBuffer: 2 ** 26 });
      if (program.error) {
        t.skip(`${PROGRAMS[compression]} is not installed`);
        return;
      }
      for (const piece of [1000, 262_144]) {
        const read = await gather(
          open(inPieces(Buffer.concat([program.stdout, one]), piece), compression).text,
        );
        assert.equal(Buffer.compare(read, Buffer.concat([text, Buffer.from(ONE)])), 0);
      }
      await assert.rejects(
        textOf(program.stdout.subarray(0, program.stdout.length >> 1), compression),
        /ends in the middle/,
      );
    });
  });
}

describe('decompress', () => {
  it('takes zero padding behind gzip members', async () => {
    const padded = Buffer.concat([SAMPLES.gzip.one, Buffer.alloc(700)]);
    for (const piece of [1, SAMPLES.gzip.one.length, 4096])
      assert.equal(await textOf(padded, 'gzip', piece), ONE);
  });

  it('takes padding between xz streams', async () => {
    const { one, two } = SAMPLES.xz;
    assert.equal(await textOf(Buffer.concat([one, Buffer.alloc(8), two]), 'xz'), ONE + TWO);
  });

  it('passes over skippable zstd frames, first, between and last', async () => {
    const { one, two } = SAMPLES.zstd;
    const bytes = Buffer.concat([ZSTD_SKIPPABLE, one, ZSTD_SKIPPABLE, two, ZSTD_SKIPPABLE]);
    assert.equal(compressionOf(bytes), 'zstd');
    for (const piece of [1, 5, 4096]) assert.equal(await textOf(bytes, 'zstd', piece), ONE + TWO);
  });

  it('reads 3,000 small zstd frames in one chunk', async () => {
    const { one } = SAMPLES.zstd;
    const frames = Array.from({ length: 3_000 }, () => one);
    assert.equal((await textOf(Buffer.concat(frames), 'zstd', 2 ** 22)).length, 3_000 * ONE.length);
  });

  it('refuses a zstd window beyond 128 MiB before making room for it', async () => {
    const { one } = SAMPLES.zstd;
    const greedy = Buffer.from(one);
    greedy[5] = 20 << 3;
    await assert.rejects(textOf(greedy, 'zstd'), /window of more than 128 MiB/);
    await assert.rejects(
      textOf(Buffer.concat([one, greedy]), 'zstd'),
      /after 40 bytes of text \(it needs a window/,
    );
  });

  it('says what it cannot do with an xz stream', async () => {
    await assert.rejects(textOf(XZ_SHA256, 'xz'), /a filter or a checksum that memhog does not know.*xzcat/);
  });

  it('stops what expands without end, keeps what came before and warns', async () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000));
    const { list, text } = open(inPieces(bomb, 4096), 'gzip', 1_000_000);
    let bytes = 0;
    for await (const chunk of text) bytes += chunk.length;
    assert.ok(bytes > 1_000_000 && bytes < 40_000_000, `${bytes}`);
    assert.deepEqual(
      list.map(({ code }) => code),
      ['expands-too-far'],
    );
    assert.match(list[0]!.text, /^x\.log was read only up to \d+ bytes/);
  });

  it('hands out a block of runs in bounded pieces', async () => {
    // A zstd frame of 1,000 blocks, each of 128 KiB of one byte: four bytes in, 131,072 out.
    const block = Buffer.from([
      ((131_072 << 3) | 2) & 0xff,
      ((131_072 << 3) >> 8) & 0xff,
      ((131_072 << 3) >> 16) & 0xff,
      0x61,
    ]);
    const last = Buffer.from([1, 0, 0]);
    const frame = Buffer.concat([
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58]),
      ...Array<Buffer>(1000).fill(block),
      last,
    ]);
    let greatest = 0;
    let bytes = 0;
    for await (const chunk of open(inPieces(frame, 4096), 'zstd').text) {
      greatest = Math.max(greatest, chunk.length);
      bytes += chunk.length;
    }
    assert.equal(bytes, 131_072_000);
    assert.ok(greatest <= 131_072);
  });
});
