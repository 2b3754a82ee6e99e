/** How the text of a file begins. */
import { closeSync, openSync, readSync } from 'node:fs';
import { constants, gunzipSync } from 'node:zlib';
import { isPlain } from './binary.ts';
import { compressionOf } from './decompress.ts';
import { readChunks } from './read-chunks.ts';
import { textChunks } from './text-chunks.ts';

/** A regular file. */
export interface NamedFile {
  readonly path: string;
  /** What to call it in messages. */
  readonly name: string;
}

/** So many bytes of a gzip file are unpacked at first: they nearly always hold more text than they take. */
const PACKED_HEAD = 4096;
/** No head that was packed into so few bytes is longer (8 MiB). */
const MOST_UNPACKED = 2 ** 23;

/** Hands on the first `most` bytes of text of a file, piece by piece. Throws InputError when it cannot be read. */
export async function readText(
  file: NamedFile,
  most: number,
  take: (part: Uint8Array) => void,
): Promise<void> {
  let length = 0;
  // What is wrong with a file is told when it is read for its lines.
  const options = { name: file.name, onWarning: () => undefined };
  for await (const chunk of textChunks(readChunks(file.path, file.name), options)) {
    const part = chunk.subarray(0, most - length);
    take(part);
    length += part.length;
    if (length >= most) return;
  }
}

/** The first bytes of text, at most `most`. Throws InputError when the file cannot be read. */
export async function headOf(file: NamedFile, most: number): Promise<Buffer> {
  const quick = quickHead(file.path, most);
  if (quick) return quick;
  const parts: Uint8Array[] = [];
  // The bytes are only valid during the call.
  await readText(file, most, (part) => parts.push(Uint8Array.from(part)));
  return Buffer.concat(parts);
}

/**
 * The same for a gzip file that begins with plain text, without the streams that a whole file is read through: of a thousand
 * profiles they would take a good part of the time. Undefined for any other, whatever is wrong with it.
 */
function quickHead(path: string, most: number): Buffer | undefined {
  try {
    const packed = firstBytes(path);
    if (compressionOf(packed) !== 'gzip') return undefined;
    const text = gunzipSync(packed, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: MOST_UNPACKED,
    });
    const head = text.subarray(0, most);
    return head.length === most && isPlain(head) ? head : undefined;
  } catch {
    return undefined;
  }
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const block = Buffer.alloc(PACKED_HEAD);
    return block.subarray(0, readSync(file, block, 0, block.length, 0));
  } finally {
    closeSync(file);
  }
}
