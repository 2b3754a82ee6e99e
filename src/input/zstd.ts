import { Decompress } from 'fzstd';
import { ByteReader } from './byte-reader.ts';
import type { Chunks } from './chunks.ts';
import { copyOf } from './chunks.ts';

/** The window the zstd program itself accepts without being told `--long`: 128 MiB. */
const MAX_WINDOW = 134_217_728;
const MAX_BLOCK = 131_072;
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;

/**
 * The content of a Zstandard stream (RFC 8878), all its frames one after the other, skippable ones left out.
 *
 * Frames and blocks are told apart here and fzstd gets them one at a time: it would otherwise hand out everything a
 * chunk expands to at once, and take any window size from a frame it meets on the way. Memory: the window and one
 * block of at most 128 KiB. fzstd does not check content checksums. Throws CutShort at an early end.
 */
export async function* unzstd(source: Chunks): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  try {
    while (!(await reader.atEnd())) {
      const magic = await reader.take(4);
      const word = littleEndian(magic);
      if (word === FRAME_MAGIC) yield* frame(reader, copyOf(magic));
      else if (word - (word % 16) === SKIPPABLE_MAGIC) await reader.skip(littleEndian(await reader.take(4)));
      else throw new Error('no zstd frame where one should begin');
    }
  } finally {
    await reader.close();
  }
}

async function* frame(reader: ByteReader, magic: Uint8Array): AsyncGenerator<Uint8Array> {
  const descriptor = (await reader.take(1))[0]!;
  const fields = copyOf(await reader.take(fieldBytes(descriptor)));
  checkFields(descriptor, fields);
  let out: Uint8Array[] = [];
  const decoder = new Decompress((bytes) => out.push(bytes));
  decoder.push(Uint8Array.from([...magic, descriptor, ...fields]));
  for (let last = false; !last;) {
    const header = copyOf(await reader.take(3));
    const word = littleEndian(header);
    const size = word >>> 3;
    if (size > MAX_BLOCK) throw new Error('block too large');
    last = (word & 1) === 1;
    const isRun = ((word >>> 1) & 3) === 1;
    decoder.push(header);
    // A copy, because fzstd may keep what it is given.
    decoder.push(copyOf(await reader.take(isRun ? 1 : size)));
    yield* out;
    out = [];
  }
  const hasChecksum = (descriptor & 4) !== 0;
  decoder.push(hasChecksum ? copyOf(await reader.take(4)) : new Uint8Array(0), true);
  yield* out;
}

/** Length of a frame header behind its descriptor byte (RFC 8878, 3.1.1.1): window, dictionary id, content size. */
function fieldBytes(descriptor: number): number {
  const isSingle = (descriptor & 32) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3]!;
  const content = [isSingle ? 1 : 0, 2, 4, 8][descriptor >>> 6]!;
  return (isSingle ? 0 : 1) + dictionary + content;
}

function checkFields(descriptor: number, fields: Uint8Array): void {
  if ((descriptor & 8) !== 0) throw new Error('reserved bit set');
  if ((descriptor & 3) !== 0) throw new Error('it needs a dictionary');
  if (windowBytes(descriptor, fields) > MAX_WINDOW) throw new Error('it needs a window of more than 128 MiB');
}

function windowBytes(descriptor: number, fields: Uint8Array): number {
  const isSingle = (descriptor & 32) !== 0;
  if (isSingle) return littleEndian(fields) + (fields.length === 2 ? 256 : 0);
  const base = 2 ** (10 + (fields[0]! >>> 3));
  return base + (base / 8) * (fields[0]! & 7);
}

/** Up to eight bytes, lowest first; exact up to 2^53, and larger than any limit beyond. */
function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
}
