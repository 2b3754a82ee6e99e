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

/** So many bytes of a file are read at first. Of gzip they nearly always hold more text than they take. */
const FIRST = 4096;
/** No head that is packed into so few bytes is longer (8 MiB). */
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
 * The same for a file that begins with plain text, as it stands or in gzip, without the streams that a whole file is read
 * through: of a thousand profiles they would take a good part of the time, and of one small log as well. Undefined for any
 * other, whatever is wrong with it.
 */
function quickHead(path: string, most: number): Buffer | undefined {
  try {
    const head = textOf(firstBytes(path))?.subarray(0, most);
    return head?.length === most && isPlain(head) ? head : undefined;
  } catch {
    return undefined;
  }
}

/** The text that a file of these first bytes begins with; undefined for a compression that takes more to read. */
function textOf(bytes: Buffer): Buffer | undefined {
  const compression = compressionOf(bytes);
  if (compression === undefined) return bytes;
  if (compression !== 'gzip') return undefined;
  return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_UNPACKED });
}

function firstBytes(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const block = Buffer.alloc(FIRST);
    return block.subarray(0, readSync(file, block, 0, block.length, 0));
  } finally {
    closeSync(file);
  }
}
