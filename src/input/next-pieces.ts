/** Which pieces a followed log is read from next, when something in its folder has changed. Decides; opens and reads nothing. */
import type { FollowedFile } from './followed-file.ts';
import { digest } from './identity.ts';
import { planReading } from './new-pieces.ts';
import type { Piece } from './new-pieces.ts';
import type { PackedPiece } from './packed-piece.ts';
import type { Around, FoundPiece } from './pieces-there.ts';
import type { ReadFile } from './positions.ts';

/** A piece of a log that is open. */
export type OpenPiece = FollowedFile | PackedPiece;

/** A place in the queue of pieces: one that is open already, or one to be opened. */
export type Entry =
  | { readonly kind: 'open'; readonly piece: OpenPiece }
  | { readonly kind: 'new'; readonly file: FoundPiece; readonly offset: number }
  | { readonly kind: 'rest'; readonly file: FoundPiece; readonly of: FollowedFile };

/** What the log was before. */
export interface LogBefore {
  /** Open pieces, the oldest first. */
  readonly pieces: readonly OpenPiece[];
  /** Those of them whose file was cut short and holds another text now. */
  readonly cut: ReadonlySet<OpenPiece>;
  /** Pieces that have been read to their end, and pieces known from an earlier run. */
  readonly done: readonly ReadFile[];
  readonly awaited: readonly ReadFile[];
  /** Pieces changed later than this (milliseconds since 1970) are new. */
  readonly looked: number;
}

/** What becomes of it. */
export interface Next {
  /** All pieces to read, the oldest first. */
  readonly entries: readonly Entry[];
  /** Open pieces of which nothing was known, and what was found of them. */
  readonly learned: readonly { readonly piece: FollowedFile; readonly file: FoundPiece }[];
  /** Open pieces that were cut, with nothing left to read of what they held; `isLost` if there may have been more. */
  readonly ended: readonly { readonly piece: FollowedFile; readonly isLost: boolean }[];
  /** Pieces known from an earlier run that are gone. */
  readonly lost: readonly ReadFile[];
  /** Files that need no reading. */
  readonly passed: readonly ReadFile[];
}

/** Plans with `planReading`, and fits the plan into the queue of what is open. */
export function nextPieces(around: Around, before: LogBefore): Next {
  const { pieces, cut, done, awaited, looked } = before;
  const owners = new Map(pieces.map((piece) => [piece.position(), piece]));
  const plain = pieces.filter((piece) => piece.kind === 'plain');
  const short = shortCopies(around, plain, cut);
  const files = around.files.filter((file) => !short.includes(file));
  const known = [...done, ...awaited, ...owners.keys()];
  const plan = planReading(
    files,
    { known, looked, asked: new Set([around.path]) },
    ({ isPacked }) => isPacked,
  );
  const planned = withCurrent(plan.pieces, around, before);
  const queue = new Queue(pieces, cut);
  // Whatever nobody knows was written after all that somebody knows; of an empty file nothing is known.
  const newest = planned.findLastIndex((one) => (one.known?.headLength ?? 0) > 0);
  planned.forEach((one, index) => {
    const owner = one.known && owners.get(one.known);
    if (owner) queue.continue(one, owner, around.path);
    else if (one.known ? awaited.includes(one.known) : index > newest) queue.add(one);
  });
  const ended = plain
    .filter((piece) => cut.has(piece) && !queue.isContinued(piece))
    .map((piece) => ({ piece, isLost: !short.some((file) => piece.beganWith(file)) }));
  const lost = plan.lost.filter((one) => awaited.includes(one));
  return {
    entries: queue.entries,
    learned: queue.learned,
    ended,
    lost,
    passed: short
      .filter((file) => file.isPacked || plain.some((piece) => cut.has(piece) && piece.beganWith(file)))
      .map(readWhole),
  };
}

/**
 * Copies that are not to be read: those that hold less than was read, made a moment before the log was cut, or packed while
 * a server had not yet let go of it; and those that are still being made.
 */
function shortCopies(
  { files, path }: Around,
  plain: readonly FollowedFile[],
  cut: ReadonlySet<OpenPiece>,
): readonly FoundPiece[] {
  const whole = plain.filter((piece) => !cut.has(piece));
  const open = new Set(whole.map(({ file }) => file.inode));
  const known = whole.filter((piece) => piece.isKnown).map(({ file }) => file.inode);
  const unread = files.find((file) => file.path === path && !known.includes(file.inode));
  return files.filter(
    (file) =>
      file.path !== path &&
      !open.has(file.inode) &&
      (file.head.length === 0 ||
        plain.some((piece) => piece.beganWith(file)) ||
        (unread && isStartOf(file, unread))),
  );
}

/** Whether `copy` holds the same as `whole` and no more. */
function isStartOf(copy: FoundPiece, whole: FoundPiece): boolean {
  const { length } = copy.head;
  return length > 0 && copy.size <= whole.size && copy.head.equals(whole.head.subarray(0, length));
}

function readWhole({ path, source, inode, size, isPacked, head }: FoundPiece): ReadFile {
  const { length } = head;
  return {
    path,
    source,
    inode,
    offset: isPacked ? length : size,
    size,
    head: digest(head),
    headLength: length,
  };
}

/** The plan, and in any case the file at the log's path: it is what is followed, even if it begins like another. */
function withCurrent(
  planned: readonly Piece<FoundPiece>[],
  around: Around,
  { pieces, cut }: LogBefore,
): readonly Piece<FoundPiece>[] {
  const current = around.files.at(-1);
  if (current?.path !== around.path || planned.some(({ file }) => file === current)) return planned;
  const isOpen = pieces.some((piece) => piece.file.inode === current.inode && !cut.has(piece));
  return isOpen ? planned : [...planned, { file: current, offset: 0, known: undefined }];
}

/** The open pieces in their order, with new ones put in behind the piece that the plan has before them. */
class Queue {
  readonly entries: Entry[];
  readonly learned: { readonly piece: FollowedFile; readonly file: FoundPiece }[] = [];
  readonly #cut: ReadonlySet<OpenPiece>;
  /** New ones of which no open one is known to follow. */
  #waiting: Entry[] = [];

  constructor(pieces: readonly OpenPiece[], cut: ReadonlySet<OpenPiece>) {
    this.entries = pieces.map((piece) => ({ kind: 'open', piece }));
    this.#cut = cut;
  }

  /** Puts a file behind all that is there, until an open piece is met that comes after it. */
  add({ file, offset }: Piece<FoundPiece>): void {
    const entry: Entry = { kind: 'new', file, offset };
    this.entries.push(entry);
    this.#waiting.push(entry);
  }

  /** The planned file is `owner`, or holds the rest of it. */
  continue(planned: Piece<FoundPiece>, owner: OpenPiece, current: string): void {
    const { file } = planned;
    const at = this.entries.findIndex((entry) => entry.kind === 'open' && entry.piece === owner);
    if (this.#cut.has(owner) && owner.kind === 'plain') {
      this.entries[at] = { kind: 'rest', file, of: owner };
    } else if (file.path === current && file.inode !== owner.file.inode) {
      // The text was written anew under the old name, as editors do.
      this.add(planned);
      return;
    } else if (owner.kind === 'plain' && !owner.isKnown) {
      this.learned.push({ piece: owner, file });
    }
    const open = this.entries[at]!;
    const earlier = this.#waiting;
    this.#waiting = [];
    const others = this.entries.filter((entry) => !earlier.includes(entry));
    others.splice(others.indexOf(open), 0, ...earlier);
    this.entries.splice(0, this.entries.length, ...others);
  }

  /** Whether the rest of a cut file was found. */
  isContinued(piece: FollowedFile): boolean {
    return this.entries.some((entry) => entry.kind === 'rest' && entry.of === piece);
  }
}
