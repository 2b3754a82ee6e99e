/** From an input's raw bytes to its text: compression told by magic bytes and read through, binaries refused. */
import { InputError } from '../errors.ts';
import { BinaryLook } from './binary.ts';
import type { Chunks, InputWarning } from './chunks.ts';
import { copyOf } from './chunks.ts';
import { MAGIC_BYTES, compressionOf, decompress } from './decompress.ts';

/** Who hears of trouble with an input, and under which name. */
export interface TextOptions {
  readonly name: string;
  readonly onWarning: (warning: InputWarning) => void;
}

/**
 * The text in `raw`, decompressed where it must be. Throws InputError for a stream that is cut short or damaged and,
 * once 64 KiB or the end have shown it, for one that is no text; text before that point has been handed on by then.
 */
export async function* textChunks(raw: Chunks, options: TextOptions): AsyncGenerator<Uint8Array> {
  const chunks = raw[Symbol.asyncIterator]();
  try {
    const head = await firstBytes(chunks);
    const compression = compressionOf(head);
    const whole = startingWith(head, chunks);
    const text = compression === undefined ? whole : decompress(whole, { ...options, compression });
    yield* refusingBinary(text, options.name);
  } finally {
    await chunks.return?.();
  }
}

/** The first chunk, or a copy of the first few when it is too short to tell the compression. */
async function firstBytes(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  // Without a copy in the usual case; with one, since a chunk ends when the next is asked for.
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    if (head.length >= MAGIC_BYTES || !mayBeMagic(head)) break;
    head = copyOf(head);
  }
  return head;
}

/** False as soon as `head` cannot begin a compressed stream, so that a slow pipe is not held up for six bytes. */
function mayBeMagic(head: Uint8Array): boolean {
  const first = head[0];
  return (
    first === undefined ||
    first >= 0x80 ||
    first < 0x20 ||
    first === 0x28 ||
    first === 0x42 ||
    first >> 4 === 5
  );
}

async function* startingWith(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** Passes chunks through and looks at the first 64 KiB of them. */
async function* refusingBinary(text: Chunks, name: string): AsyncGenerator<Uint8Array> {
  const look = new BinaryLook();
  let isDone = false;
  for await (const chunk of text) {
    if (!isDone) {
      isDone = look.push(chunk);
      if (isDone) refuseBinary(look, name);
    }
    yield chunk;
  }
  if (!isDone) refuseBinary(look, name);
}

/** Throws InputError when what `look` has seen of the input `name` is no text. */
export function refuseBinary(look: BinaryLook, name: string): void {
  const reason = look.whyNotText();
  if (reason === undefined) return;
  const wayOut = reason.includes(':') ? '' : ', not a log; name the log the server writes';
  throw new InputError(`${name} is ${reason}${wayOut}`);
}
