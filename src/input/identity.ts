/** What a file is known by when its name has changed: inode, and the hash of its first text. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import type { ReadFile } from './positions.ts';
import { readChunks } from './read-chunks.ts';
import { textChunks } from './text-chunks.ts';

/** So much of the text tells one file from another, in bytes. */
export const TELLING = 4096;

/** So much of the text is looked into for its first time, in bytes. */
const HEAD = 65_536;

/** A file as it lies there now. */
export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly source: string;
  readonly inode: string;
  /** Bytes on disk, and when it was last written (milliseconds since 1970). */
  readonly size: number;
  readonly changed: number;
  /** Its first bytes of text (64 KiB, or all there is). */
  readonly head: Buffer;
}

/** SHA-256 of a text, in hex. */
export function digest(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Looks at a file. Throws InputError when it cannot be read. */
export async function lookAt(file: Pick<FoundFile, 'path' | 'name' | 'source'>): Promise<FoundFile> {
  let head = Buffer.alloc(0);
  // What is wrong with a file is told when it is read for its lines.
  const options = { name: file.name, onWarning: () => undefined };
  for await (const chunk of textChunks(readChunks(file.path, file.name), options)) {
    head = Buffer.concat([head, chunk.subarray(0, HEAD - head.length)]);
    if (head.length >= HEAD) break;
  }
  const { dev, ino, size, mtimeMs } = statSync(file.path, { bigint: true });
  return { ...file, inode: `${dev}:${ino}`, size: Number(size), changed: Number(mtimeMs), head };
}

/** Whether `found` begins with what `known` began with. A file of which nothing was known is like any. */
export function beginsAlike(known: ReadFile, found: FoundFile): boolean {
  return (
    found.head.length >= known.headLength && digest(found.head.subarray(0, known.headLength)) === known.head
  );
}
