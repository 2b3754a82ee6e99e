/**
 * Which bytes of which files nobody has read yet.
 *
 * Servers rotate logs by renaming them, by copying and truncating, and compress them later; between two nights any of it
 * may have happened several times. A file is followed by its inode, and where that is gone by how its text begins.
 */
import { beginsAlike } from './identity.ts';
import type { FoundFile } from './identity.ts';
import type { ReadFile } from './positions.ts';

/** A file to be read from `offset` (bytes of text) on. */
export interface Piece<F extends FoundFile = FoundFile> {
  readonly file: F;
  readonly offset: number;
  /** What was known of it; undefined for a file nobody has read. */
  readonly known: ReadFile | undefined;
}

/** What is to be done with the files found. */
export interface Plan<F extends FoundFile = FoundFile> {
  readonly pieces: readonly Piece<F>[];
  /** Files known from before that are not there any more. */
  readonly lost: readonly ReadFile[];
}

/** Whether `found` is `known` under its old or a new name, with nothing of what was read taken away. */
function continues(known: ReadFile, found: FoundFile, isCompressed: boolean): boolean {
  if (known.source !== found.source || !beginsAlike(known, found)) return false;
  return isCompressed || found.size >= known.offset;
}

/** What is known before files are looked at. */
export interface Before {
  readonly known: readonly ReadFile[];
  /** When files were looked at the last time (milliseconds since 1970); Infinity if never. */
  readonly looked: number;
  /** Paths that the user names. */
  readonly asked: ReadonlySet<string>;
}

/**
 * Plans the reading of `files`, which are in order of time within each source. Of files that are not asked for but belong to
 * the same log those are read too that come after a known one, or that were written to since: a log that was rotated twice
 * since, or copied away whole, leaves pieces that no name leads to.
 */
export function planReading<F extends FoundFile>(
  files: readonly F[],
  { known, looked, asked }: Before,
  isCompressed: (file: F) => boolean,
): Plan<F> {
  const claims = claim(files, known, isCompressed);
  const copies = new Set(
    files.filter(
      (file) =>
        !claims.has(file) &&
        known.some(
          (one) =>
            one.headLength > 0 &&
            one.source === file.source &&
            beginsAlike(one, file) &&
            isClaimed(one, claims),
        ),
    ),
  );
  const reached = new Set<string>();
  const pieces: Piece<F>[] = [];
  for (const file of files) {
    const before = claims.get(file);
    if (before) reached.add(file.source);
    else if (copies.has(file) || !(asked.has(file.path) || reached.has(file.source) || file.changed > looked))
      continue;
    pieces.push({ file, offset: before?.offset ?? 0, known: before });
  }
  return { pieces, lost: known.filter((one) => one.headLength > 0 && !isClaimed(one, claims)) };
}

function isClaimed(known: ReadFile, claims: ReadonlyMap<FoundFile, ReadFile>): boolean {
  return [...claims.values()].includes(known);
}

/** Which known file each found one is: those with the same inode first, then by how they begin, the uncompressed first. */
function claim<F extends FoundFile>(
  files: readonly F[],
  known: readonly ReadFile[],
  isCompressed: (file: F) => boolean,
): ReadonlyMap<F, ReadFile> {
  const claims = new Map<F, ReadFile>();
  const claimed = new Set<ReadFile>();
  const plainFirst = [...files.filter((file) => !isCompressed(file)), ...files.filter(isCompressed)];
  for (const byInode of [true, false]) {
    for (const file of plainFirst) {
      if (claims.has(file)) continue;
      const match = known.find(
        (one) =>
          !claimed.has(one) &&
          (byInode ? one.inode === file.inode : one.headLength > 0) &&
          continues(one, file, isCompressed(file)),
      );
      if (!match) continue;
      claims.set(file, match);
      claimed.add(match);
    }
  }
  return claims;
}
