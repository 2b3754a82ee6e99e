/**
 * One log that is followed through its rotations.
 *
 *     look -> (when something has changed: look around, plan, open) -> read up to what was there at the look
 */
import { stat } from 'node:fs/promises';
import { InputError } from '../errors.ts';
import { BinaryLook } from './binary.ts';
import type { InputWarning } from './chunks.ts';
import type { FeedHooks } from './line-feed.ts';
import { nextPieces } from './next-pieces.ts';
import type { Next, OpenPiece } from './next-pieces.ts';
import { closeOpenings, openEntries, toPiece } from './opening.ts';
import type { Opening } from './opening.ts';
import { PieceQueue } from './piece-queue.ts';
import type { FileThere, Step } from './piece-queue.ts';
import { inodeOf, lookAround } from './pieces-there.ts';
import type { Around, FoundPiece, LogPlace } from './pieces-there.ts';
import type { FollowedPosition, ReadFile } from './positions.ts';
import { errorCode, readFailure } from './read-failure.ts';
import { refuseBinary } from './text-chunks.ts';

/** How a log is followed. */
export interface LogOptions {
  /** Whether what stands in the log now is passed over. */
  readonly fromEnd: boolean;
  /** What an earlier run has read of it, and when that was (milliseconds since 1970; Infinity if not known). */
  readonly positions: readonly FollowedPosition[];
  readonly looked: number;
  /** A rotated file that got nothing for so long (milliseconds) is left for the next one. */
  readonly quiet: number;
}

/** After a refusal it is tried again so much later (milliseconds). */
const RETRY = 1000;
/** A log gone for longer than this (milliseconds) is waited for with a word. */
const GONE = 5000;

/** Follows one log. What it opens stays open until `close`. */
export class FollowedLog {
  /** Something has changed that is not made out yet: another look is needed. */
  isUnsettled = true;
  readonly #place: LogPlace;
  readonly #hooks: FeedHooks;
  readonly #queue: PieceQueue;
  /** Pieces that were read before and are not open. */
  #awaited: readonly ReadFile[];
  /** Files met at the last look around, by inode, with the time of their last change; and the latest of these times. */
  #seen: ReadonlyMap<string, number> = new Map();
  #looked: number;
  #fromEnd: boolean;
  #retryAt = 0;
  /** Since when the log is gone; a log that was never there is told at once. */
  #goneSince = -Infinity;
  /** What has been told, so that nothing is told each time. */
  readonly #told = new Set<string>();

  constructor(place: LogPlace, hooks: FeedHooks, options: LogOptions) {
    this.#place = place;
    this.#hooks = hooks;
    this.#queue = new PieceQueue(options.quiet);
    this.#awaited = options.positions.filter(({ isFinished }) => !isFinished);
    this.#queue.remember(options.positions.filter(({ isFinished }) => isFinished));
    this.#looked = options.looked;
    this.#fromEnd = options.fromEnd;
  }

  /** Lines longer than `MAX_LINE`, cut to it. */
  get cutLines(): number {
    return this.#queue.cutLines;
  }

  /** How far each piece that is open, still looked for, or finished not long ago has been read. */
  positions(): readonly FollowedPosition[] {
    const open = [...this.#awaited, ...this.#queue.pieces.map((piece) => piece.position())];
    return [
      ...this.#queue.done.map((one) => ({ ...one, isFinished: true })),
      ...open.map((one) => ({ ...one, isFinished: false })),
    ];
  }

  /** Looks what is there now. Throws InputError when it is nothing that can be followed. */
  async look(isLast: boolean): Promise<void> {
    const there = await this.#fileThere();
    for (const failed of await this.#queue.measure(there)) this.#note(failed);
    this.isUnsettled ||=
      (there !== undefined && there.inode !== this.#queue.current) ||
      this.#queue.growing.some((piece) => piece.isCut || piece.isUnknown);
    for (const piece of this.#queue.growing) if (await piece.isExchanged()) this.isUnsettled = true;
    if (this.isUnsettled && (isLast || Date.now() >= this.#retryAt))
      this.isUnsettled = !(await this.#plan(there !== undefined));
    for (const piece of this.#queue.growing) piece.limit = !piece.isKnown || piece.isCut ? 0 : piece.size;
  }

  /** Reads one chunk of what was there at the last look. False when there is none left. */
  async readSome(block: Buffer, isLast: boolean): Promise<boolean> {
    const step = await this.#queue.readSome(block, isLast);
    this.#note(step);
    return step.kind !== 'nothing';
  }

  /** Lets go of all files. */
  async close(): Promise<void> {
    await this.#queue.close();
  }

  #note(step: Step): void {
    if (step.kind === 'other text' || step.kind === 'failed') this.isUnsettled = true;
    if (step.kind !== 'failed') return;
    // A file system went away: the file is looked for again, and read on behind its last whole line.
    this.#awaited = [...this.#awaited, step.at];
    this.#retryAt = Date.now() + RETRY;
    this.#tell('unreadable', step.error.message);
  }

  /** The file at the path; undefined when there is none that can be read. */
  async #fileThere(): Promise<FileThere | undefined> {
    const { path, name } = this.#place;
    const now = Date.now();
    try {
      const stats = await stat(path, { bigint: true });
      if (!stats.isFile()) return undefined;
      this.#goneSince = Infinity;
      for (const key of ['waiting', 'refused']) this.#told.delete(key);
      return { inode: inodeOf(stats), size: Number(stats.size), written: Number(stats.mtimeMs) };
    } catch (cause) {
      this.#goneSince = Math.min(this.#goneSince, now);
      if (!['ENOENT', 'ENOTDIR'].includes(errorCode(cause))) {
        this.#tell('unreadable', readFailure(name, cause).message, 'refused');
        return undefined;
      }
      this.#fromEnd = false;
      if (now - this.#goneSince > GONE) this.#tell('waiting', `waiting for ${name}`, 'waiting');
      return undefined;
    }
  }

  #tell(code: InputWarning['code'], text: string, key: string = text): void {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#hooks.onWarning({ code, text });
  }

  /** Looks around and opens what is new; false when it must be done again, because things moved meanwhile or were refused. */
  async #plan(isThere: boolean): Promise<boolean> {
    const cut = await this.#cutPieces();
    const around = await lookAround(this.#place);
    const current = around.files.find(({ path }) => path === around.path);
    if (current) this.#refuse(current);
    if (isThere && !current) {
      if (await around.isStill()) this.#tellRefused(around);
      return false;
    }
    // A new file that was packed away before it was read is known again by how it began.
    for (const piece of this.#queue.growing)
      if (!around.files.some(({ inode }) => inode === piece.file.inode)) await piece.learnFinally();
    const files = around.files.map((file) => this.#dated(file));
    const next = nextPieces(
      { ...around, files },
      {
        pieces: this.#queue.pieces,
        cut,
        done: this.#queue.done,
        awaited: this.#awaited,
        looked: this.#looked,
      },
    );
    const openings = await openEntries(next.entries);
    if (openings && (await around.isStill())) {
      await this.#accept(next, openings, around);
      return true;
    }
    await closeOpenings(openings ?? []);
    return false;
  }

  #tellRefused({ warnings }: Around): void {
    this.#retryAt = Date.now() + RETRY;
    for (const { code, text } of warnings) this.#tell(code, text);
  }

  async #cutPieces(): Promise<ReadonlySet<OpenPiece>> {
    const cut = new Set<OpenPiece>();
    for (const piece of this.#queue.growing) {
      // What cannot be read now is told when it is read.
      const isSame = await piece.isSame().catch(() => true);
      if (piece.isCut || !isSame) cut.add(piece);
    }
    return cut;
  }

  #refuse(current: FoundPiece): void {
    if (current.isPacked)
      throw new InputError(
        `${current.name} is compressed and cannot be followed; name the log that the server writes`,
      );
    const look = new BinaryLook();
    look.push(current.head);
    // A log that was cut under its server begins with a hole of NULs.
    if (this.#queue.current === '' && current.head[0] !== 0) refuseBinary(look, current.name);
  }

  /** The clock of files moves in steps: a file not met before is new even if it seems as old as the newest then. */
  #dated(file: FoundPiece): FoundPiece {
    const isMet = this.#seen.get(file.inode) === file.written;
    return isMet || file.written < this.#looked ? file : { ...file, changed: Infinity };
  }

  async #accept(next: Next, openings: readonly Opening[], around: Around): Promise<void> {
    for (const { piece, file } of next.learned) piece.learn(file, file.path !== around.path);
    for (const { code, text } of around.warnings) this.#tell(code, text);
    this.#tellLosses(next);
    this.#queue.remember(next.passed);
    const start = { hooks: this.#hooks, current: around.path, fromEnd: this.#fromEnd };
    const pieces: OpenPiece[] = [];
    for (const opening of openings) pieces.push(await toPiece(opening, start));
    this.#queue.set(pieces);
    const current = around.files.find(({ path }) => path === around.path);
    if (current) {
      this.#queue.current = current.inode;
      this.#fromEnd = false;
    }
    const changes = around.files.map(({ inode, written }) => [inode, written] as const);
    this.#seen = new Map(changes);
    // A folder that could not be listed says nothing of what is new in it.
    if (around.files.length > 0) this.#awaited = [];
    if (around.files.length > 0 || around.warnings.length === 0)
      this.#looked = Math.max(...this.#seen.values());
  }

  #tellLosses({ ended, lost }: Next): void {
    for (const { piece, isLost } of ended) {
      piece.isEnded = true;
      const text = `${piece.file.name} was cut short and no copy of it was found: what was written to it just before is lost`;
      if (isLost) this.#hooks.onWarning({ code: 'lost', text });
    }
    for (const { path } of lost) {
      const text = `${path} cannot be found, nor what became of it: what was written to it since it was last read is lost`;
      this.#hooks.onWarning({ code: 'lost', text });
    }
  }
}
