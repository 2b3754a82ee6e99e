/** The open pieces of one followed log, read one after the other, the oldest first. */
import type { InputError } from '../errors.ts';
import { readFailure } from './read-failure.ts';
import type { FollowedFile } from './followed-file.ts';
import type { OpenPiece } from './next-pieces.ts';
import type { ReadFile } from './positions.ts';

/** A rotated file is watched for so many times the quiet time before it is closed. */
const LINGER = 30;
/** So many finished pieces are remembered, to know them again. */
const REMEMBERED = 16;

/** What reading came to; `failed`: the file system refused, and the piece has been let go. */
export type Step =
  | { readonly kind: 'read' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'other text' }
  | { readonly kind: 'failed'; readonly error: InputError; readonly at: ReadFile };

/** The file at a log's path: device and inode, its bytes, and when it was last written to (milliseconds since 1970). */
export interface FileThere {
  readonly inode: string;
  readonly size: number;
  readonly written: number;
}

/** Holds pieces open until nothing more comes of them. */
export class PieceQueue {
  /** The oldest first. */
  pieces: readonly OpenPiece[] = [];
  /** Pieces read to their end and closed, the last few. */
  done: readonly ReadFile[] = [];
  /** Device and inode of the file at the log's path: it is never closed. */
  current = '';
  readonly #quiet: number;
  #closedCutLines = 0;

  /** A rotated file that got nothing for `quiet` milliseconds is left for the next one. */
  constructor(quiet: number) {
    this.#quiet = quiet;
  }

  /** Lines longer than `MAX_LINE`, cut to it. */
  get cutLines(): number {
    return this.#closedCutLines + this.pieces.reduce((sum, { feed }) => sum + feed.cutLines, 0);
  }

  /** The pieces that may grow. */
  get growing(): readonly FollowedFile[] {
    return this.pieces.filter((piece) => piece.kind === 'plain').filter((piece) => !piece.isEnded);
  }

  /** Takes the pieces that are to be read from now on; all but the last have been replaced. */
  set(pieces: readonly OpenPiece[]): void {
    this.pieces = pieces;
    const now = Date.now();
    for (const piece of pieces.slice(0, -1))
      if (piece.kind === 'plain') piece.replacedAt = Math.min(piece.replacedAt, now);
  }

  /** Remembers pieces that need no reading. */
  remember(done: readonly ReadFile[]): void {
    this.done = [...this.done, ...done].slice(-REMEMBERED);
  }

  /** Looks how long each piece is that does not stand at the log's path; gives back what has failed. */
  async measure(there: FileThere | undefined): Promise<readonly Step[]> {
    const failed: Step[] = [];
    for (const piece of this.growing) {
      try {
        if (piece.file.inode !== there?.inode) await piece.measure();
        else {
          piece.size = there.size;
          piece.written = there.written;
        }
      } catch (cause) {
        failed.push(await this.#fail(piece, readFailure(piece.file.name, cause)));
      }
    }
    return failed;
  }

  /** Reads one chunk; in the last round (`isLast`) without waiting for what servers may still write to rotated files. */
  async readSome(block: Buffer, isLast: boolean): Promise<Step> {
    for (let at = 0; at < this.pieces.length;) {
      const piece = this.pieces[at]!;
      if (piece.kind === 'packed' && !piece.isOver) {
        await piece.readSome();
        return { kind: 'read' };
      }
      if (piece.kind === 'plain' && piece.hasMore) return this.#read(piece, block);
      if (!this.#mayPass(piece, at, isLast)) break;
      piece.feed.end();
      if (!this.#mayClose(piece)) at++;
      else {
        this.remember([piece.position()]);
        await this.#remove(piece);
      }
    }
    return { kind: 'nothing' };
  }

  /** Lets go of all files. */
  async close(): Promise<void> {
    for (const piece of this.pieces) await piece.close();
  }

  async #read(piece: FollowedFile, block: Buffer): Promise<Step> {
    const outcome = await piece.readSome(block);
    if (outcome === 'read') return { kind: 'read' };
    piece.limit = 0;
    return outcome === 'other text' ? { kind: outcome } : this.#fail(piece, outcome);
  }

  async #fail(piece: FollowedFile, error: InputError): Promise<Step> {
    const at = piece.position();
    await this.#remove(piece);
    return { kind: 'failed', error, at };
  }

  async #remove(piece: OpenPiece): Promise<void> {
    this.pieces = this.pieces.filter((one) => one !== piece);
    this.#closedCutLines += piece.feed.cutLines;
    // A handle that the file system has lost cannot always be closed.
    await piece.close().catch(() => undefined);
  }

  /** Whether it is time for the piece behind this one, which has been read to its end. */
  #mayPass(piece: OpenPiece, at: number, isLast: boolean): boolean {
    if (piece.kind === 'packed' || piece.isCopy || piece.isEnded) return true;
    const later = this.pieces.slice(at + 1);
    // A server has turned to another file when it has written to it.
    const isLeft = later.length > 1 || later.some((one) => one.kind === 'packed' || one.size > 0);
    const now = Date.now();
    const isQuiet = now - piece.quietSince >= this.#quiet && now - piece.replacedAt >= this.#quiet;
    return isLeft && (isLast || isQuiet || now - piece.replacedAt >= LINGER * this.#quiet);
  }

  /** Whether nothing will be added to the piece. Of several workers one may be late. */
  #mayClose(piece: OpenPiece): boolean {
    if (piece.kind === 'packed' || piece.isCopy || piece.isEnded) return true;
    return Date.now() - piece.quietSince >= LINGER * this.#quiet && piece.file.inode !== this.current;
  }
}
