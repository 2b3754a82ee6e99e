/** What lies beside a log that is followed: its rotated pieces and the file at its path, as they are now. */
import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { InputWarning } from './chunks.ts';
import { compressionOf } from './decompress.ts';
import { TELLING } from './identity.ts';
import type { FoundFile } from './identity.ts';
import { olderFirst } from './order.ts';
import { handleChunks } from './packed-piece.ts';
import { errorCode, readFailure } from './read-failure.ts';
import { logOf, pieceOf, withoutCompression } from './source-name.ts';
import { textChunks } from './text-chunks.ts';

/** A file found, its head no longer than `TELLING`. */
export interface FoundPiece extends FoundFile {
  readonly isPacked: boolean;
  /** When it was last written to (milliseconds since 1970); `changed` may be later, to have it taken for new. */
  readonly written: number;
}

/** The log to look for. */
export interface LogPlace {
  readonly path: string;
  readonly name: string;
  readonly source: string;
  /** Paths that are followed as logs of their own and are no pieces of this one. */
  readonly others: ReadonlySet<string>;
}

/** What was found. */
export interface Around {
  /** In the order in which they were written; the file at the log's path, if there is one, is the last. */
  readonly files: readonly FoundPiece[];
  /** The log's path without symbolic links. */
  readonly path: string;
  /** What is wrong with files that could not be read. */
  readonly warnings: readonly InputWarning[];
  /** Whether nothing has been renamed, removed, made or shortened since: only then do the files found belong together. */
  readonly isStill: () => Promise<boolean>;
}

/** Device and inode, as text. */
export const inodeOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

/** Looks at the log and its pieces. Never throws: what cannot be read is left out, with a warning. */
export async function lookAround(place: LogPlace): Promise<Around> {
  const path = await realpath(place.path).catch(() => place.path);
  const warnings: InputWarning[] = [];
  const before = await listing(path, place, warnings);
  const files: FoundPiece[] = [];
  for (const piece of inOrder([...before.keys()], path)) {
    const name = piece === path ? place.name : join(dirname(place.name), basename(piece));
    try {
      files.push(await lookAtPiece({ path: piece, name, source: place.source }));
    } catch (cause) {
      const { message } = readFailure(name, cause);
      if (errorCode(cause) !== 'ENOENT') warnings.push({ code: 'unreadable', text: message });
    }
  }
  const isStill = async (): Promise<boolean> => isUnmoved(before, await listing(path, place, []));
  return { files, path, warnings, isStill };
}

type Listing = ReadonlyMap<string, BigIntStats>;

async function listing(path: string, place: LogPlace, warnings: InputWarning[]): Promise<Listing> {
  const folder = dirname(path);
  const log = pieceOf(path).kind === 'stamp' ? logOf(path) : basename(path);
  const entries = await readdir(folder).catch((cause: unknown) => {
    const text = `the folder of ${readFailure(place.name, cause).message}; rotated pieces of it cannot be found`;
    if (errorCode(cause) !== 'ENOENT') warnings.push({ code: 'unreadable', text });
    return [basename(path)];
  });
  const found = new Map<string, BigIntStats>();
  for (const entry of entries) {
    const piece = join(folder, entry);
    if (piece !== path && (logOf(entry) !== log || place.others.has(piece))) continue;
    const stats = await stat(piece, { bigint: true }).catch(() => undefined);
    if (stats?.isFile() === true) found.set(piece, stats);
  }
  // Beside the plain file, its compressed twin is still being made of it.
  for (const piece of found.keys()) {
    const plain = withoutCompression(piece);
    if (plain !== piece && found.has(plain)) found.delete(piece);
  }
  return found;
}

function inOrder(pieces: readonly string[], current: string): string[] {
  const older = pieces.filter((piece) => piece !== current);
  older.sort((a, b) => olderFirst({ name: a }, { name: b }));
  return pieces.includes(current) ? [...older, current] : older;
}

function isUnmoved(before: Listing, after: Listing): boolean {
  const isThere = ([path, { size, ...was }]: [string, BigIntStats]): boolean => {
    const now = after.get(path);
    return now?.dev === was.dev && now.ino === was.ino && now.size >= size;
  };
  return before.size === after.size && [...before].every(isThere);
}

async function lookAtPiece(file: Pick<FoundFile, 'path' | 'name' | 'source'>): Promise<FoundPiece> {
  const handle = await open(file.path, 'r');
  try {
    const stats = await handle.stat({ bigint: true });
    const raw = await firstBytes(handle);
    const isPacked = compressionOf(raw) !== undefined;
    const head = isPacked ? await firstText(handle, file.name) : raw;
    const [size, changed] = [Number(stats.size), Number(stats.mtimeMs)];
    return { ...file, inode: inodeOf(stats), size, changed, written: changed, head, isPacked };
  } finally {
    await handle.close();
  }
}

/** The first `TELLING` bytes of the file, or all there are. */
export async function firstBytes(handle: FileHandle): Promise<Buffer> {
  const block = Buffer.allocUnsafe(TELLING);
  const { bytesRead } = await handle.read(block, 0, TELLING, 0);
  return block.subarray(0, bytesRead);
}

async function firstText(handle: FileHandle, name: string): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of textChunks(handleChunks(handle), { name, onWarning: () => undefined })) {
    head = Buffer.concat([head, chunk.subarray(0, TELLING - head.length)]);
    if (head.length >= TELLING) break;
  }
  return head;
}
