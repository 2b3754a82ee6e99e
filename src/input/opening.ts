/** Opening the files that a followed log is read from next. */
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { FollowedFile } from './followed-file.ts';
import { endOfLines } from './last-line.ts';
import { LineFeed } from './line-feed.ts';
import type { FeedHooks } from './line-feed.ts';
import type { Entry, OpenPiece } from './next-pieces.ts';
import { beginsCounted } from './octet-frames.ts';
import { PackedPiece } from './packed-piece.ts';
import { inodeOf } from './pieces-there.ts';

/** An entry and its file, which is undefined where the piece was open before. */
export interface Opening {
  readonly entry: Entry;
  readonly handle: FileHandle | undefined;
}

/** Opens what is not open; undefined, with nothing left open, when a file is not the one that was found. */
export async function openEntries(entries: readonly Entry[]): Promise<readonly Opening[] | undefined> {
  const openings: Opening[] = [];
  for (const entry of entries) {
    const handle =
      entry.kind === 'open' ? undefined : await open(entry.file.path, 'r').catch(() => 'refused');
    if (typeof handle === 'string') {
      await closeOpenings(openings);
      return undefined;
    }
    openings.push({ entry, handle });
    if (entry.kind === 'open' || !handle) continue;
    if (inodeOf(await handle.stat({ bigint: true })) === entry.file.inode) continue;
    await closeOpenings(openings);
    return undefined;
  }
  return openings;
}

/** Closes what was opened and is not wanted. */
export async function closeOpenings(openings: readonly Opening[]): Promise<void> {
  for (const { handle } of openings) await handle?.close();
}

/** How pieces begin. */
export interface PieceStart {
  /** Who takes their lines. */
  readonly hooks: FeedHooks;
  /** The log's own path: the file there grows. */
  readonly current: string;
  /** Whether that file is passed over to its last whole line. */
  readonly fromEnd: boolean;
}

/** The piece to read; the file of which it holds the rest is closed. */
export async function toPiece({ entry, handle }: Opening, start: PieceStart): Promise<OpenPiece> {
  if (entry.kind === 'open') return entry.piece;
  const { file } = entry;
  const isCurrent = file.path === start.current;
  const feed = entry.kind === 'rest' ? entry.of.feed : await newFeed(entry, handle!, isCurrent, start);
  feed.file = file.name;
  if (entry.kind === 'rest') await entry.of.close();
  if (file.isPacked) return new PackedPiece(file, handle!, feed, start.hooks.onWarning);
  const piece = new FollowedFile(file, handle!, feed, entry.kind === 'rest' && !isCurrent);
  if (!isCurrent) piece.learn(file, true);
  return piece;
}

async function newFeed(
  { file, offset }: Entry & { readonly kind: 'new' },
  handle: FileHandle,
  isCurrent: boolean,
  { hooks, fromEnd }: PieceStart,
): Promise<LineFeed> {
  const { size, head, name } = file;
  const from = fromEnd && isCurrent ? await endOfLines({ handle, size, head }) : offset;
  const mayBeCounted = from === 0 || beginsCounted(head);
  return new LineFeed({ file: name, offset: from, mayBeCounted }, hooks);
}
