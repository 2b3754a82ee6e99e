import { ReadableStream } from 'node:stream/web';
import xzDecompress from 'xz-decompress';
import { CutShort } from './byte-reader.ts';
import type { Chunks } from './chunks.ts';

/** What xz-embedded's return codes mean (its xz.h, enum xz_ret). */
const CODES: Readonly<Record<string, string>> = {
  '3': 'out of memory',
  '4': 'it needs a dictionary larger than memhog takes',
  '5': 'bytes that are no xz data',
  '6': 'it uses a filter or a checksum that memhog does not know',
  '7': 'damaged data',
};
const CUT_SHORT = '8';

/**
 * The content of an xz stream, all its streams one after the other, with padding between them.
 * Memory: the dictionary (8 MiB at the usual level, 64 MiB at -9) and blocks of 64 KiB.
 * Throws CutShort at an early end. Only one xz stream is decoded at a time in a process: a second one waits
 * until the first is finished or closed.
 */
export async function* unxz(source: Chunks): AsyncGenerator<Uint8Array> {
  try {
    yield* new xzDecompress.XzReadableStream(webStream(source));
  } catch (error) {
    const code =
      error instanceof Error ? /failed with error code (\d+)$/.exec(error.message)?.[1] : undefined;
    if (code === undefined) throw error;
    throw code === CUT_SHORT ? new CutShort() : new Error(CODES[code] ?? `xz code ${code}`);
  }
}

/** Empty chunks are left out: the decoder takes one for the end. */
function webStream(source: Chunks): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let next = await chunks.next();
        while (next.done !== true && next.value.length === 0) next = await chunks.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await chunks.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}
