import { Readable, pipeline } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { errorCode } from './read-failure.ts';
import { CutShort } from './byte-reader.ts';
import type { Chunks } from './chunks.ts';
import { copyOf } from './chunks.ts';

const OUT_BYTES = 262_144;
/** What came in one piece is unpacked in one piece, if it becomes no longer than this (4 MiB): a stream takes longer to set up. */
const MOST_AT_ONCE = 2 ** 22;

/**
 * The content of a gzip stream (RFC 1952), all its members one after the other; zero padding behind the last is fine.
 * Memory: a few blocks of 256 KiB. Throws CutShort at an early end, zlib's own error for damaged data.
 */
export async function* gunzip(source: Chunks): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) {
    yield* gunzipStream([]);
    return;
  }
  const head = copyOf(first.value);
  const second = await chunks.next();
  const whole = second.done === true ? unpacked(head) : undefined;
  if (whole) yield whole;
  else yield* gunzipStream(following([head, ...(second.done === true ? [] : [second.value])], chunks));
}

/** All of it; undefined where it is too long or does not end as it should. */
function unpacked(bytes: Uint8Array): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_AT_ONCE, chunkSize: OUT_BYTES });
  } catch {
    return undefined;
  }
}

async function* following(
  first: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* gunzipStream(source: Chunks | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzipper = createGunzip({ chunkSize: OUT_BYTES });
  // The pipe reads ahead, so it gets copies; two in flight are enough to keep zlib busy.
  const input = Readable.from(copies(source), { highWaterMark: 2 });
  // Failures of either side arrive through the loop below, which reads the far end.
  pipeline(input, gunzipper, () => undefined);
  try {
    yield* gunzipper;
  } catch (error) {
    throw errorCode(error) === 'Z_BUF_ERROR' ? new CutShort() : error;
  } finally {
    await closed(input);
  }
}

/** Destroys the stream and waits until it has closed what it reads from. */
async function closed(stream: Readable): Promise<void> {
  if (stream.closed) return;
  await new Promise((resolve) => stream.once('close', resolve).destroy());
}

async function* copies(source: Chunks | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) if (chunk.length > 0) yield copyOf(chunk);
}
