/** What the tests of this folder share: making folders, feeding chunks, gathering lines. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Chunks, InputWarning } from '../../src/input/chunks.ts';
import type { OnLine } from '../../src/input/lines.ts';

/** A line as handed on, copied: its bytes as latin1 and its offset. */
export interface Seen {
  readonly text: string;
  readonly offset: number;
}

/** A line taker that copies what it gets into `seen`. */
export function collector(): { readonly seen: Seen[]; readonly onLine: OnLine } {
  const seen: Seen[] = [];
  const onLine: OnLine = (buf, start, end, offset) => {
    seen.push({ text: Buffer.from(buf.subarray(start, end)).toString('latin1'), offset });
  };
  return { seen, onLine };
}

/** Warnings gathered into a list. */
export function warnings(): {
  readonly list: InputWarning[];
  readonly onWarning: (warning: InputWarning) => void;
} {
  const list: InputWarning[] = [];
  return { list, onWarning: (warning) => list.push(warning) };
}

/** The bytes in pieces of `size`, all in one block that is overwritten each time, as a file is read. */
export async function* inPieces(bytes: Uint8Array, size: number): Chunks {
  const block = Buffer.alloc(size); // A Buffer, whose slice() copies nothing, as files give.
  for (let from = 0; from < bytes.length; from += size) {
    const part = bytes.subarray(from, from + size);
    block.set(part);
    // A turn of the event loop in between, as between two reads.
    await Promise.resolve();
    yield block.subarray(0, part.length);
  }
}

/** Everything in `chunks`, copied into one Buffer. */
export async function gather(chunks: Chunks): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

/** Runs `use` in a new folder that is removed afterwards. */
export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'memhog-test-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
