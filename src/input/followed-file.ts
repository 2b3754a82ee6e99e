/** One open file of a log that is followed: read as it grows, and watched for being cut short and filled anew. */
import type { FileHandle } from 'node:fs/promises';
import type { InputError } from '../errors.ts';
import { digest, TELLING } from './identity.ts';
import type { LineFeed } from './line-feed.ts';
import { beginsCounted } from './octet-frames.ts';
import { firstBytes } from './pieces-there.ts';
import type { FoundPiece } from './pieces-there.ts';
import type { ReadFile } from './positions.ts';
import { readFailure } from './read-failure.ts';

const NEWLINE = 10;

/** Reads on with `feed` from its next byte; `handle` is the file's own and is closed with it. */
export class FollowedFile {
  readonly kind = 'plain';
  readonly file: FoundPiece;
  readonly feed: LineFeed;
  /** A copy made before the log was cut: nothing is ever added to it. */
  readonly isCopy: boolean;
  /** Bytes in the file when it was last looked at. */
  size: number;
  /** When it was last written to (milliseconds since 1970), as it was last looked at. */
  written: number;
  /** It is read up to here, in bytes: never further than what was there when everything was looked at. */
  limit = 0;
  /** Since when nothing has come (milliseconds since 1970). */
  quietSince: number;
  /** Its text is gone and no copy of the rest was found: what was read of it is all there is. */
  isEnded = false;
  /** When another file took its place; Infinity while none has. */
  replacedAt = Infinity;
  readonly #handle: FileHandle;
  /** The time of writing at which its beginning was compared. */
  #compared = 0;
  /** Its first bytes, which tell whether it is still the same text; empty while nothing is known of it. */
  #head: Buffer = Buffer.alloc(0);
  #isKnown = false;
  /** How many of its first bytes have been looked at while it was not known. */
  #looked = 0;

  constructor(file: FoundPiece, handle: FileHandle, feed: LineFeed, isCopy = false) {
    this.file = file;
    this.feed = feed;
    this.isCopy = isCopy;
    this.size = file.size;
    this.written = file.written;
    this.quietSince = Math.min(Date.now(), file.written);
    this.#handle = handle;
    this.#learn(file.head, file.written, false);
  }

  /** Whether there are bytes to read. */
  get hasMore(): boolean {
    return this.feed.next < this.limit;
  }

  /** Whether it is shorter than what is known of it. */
  get isCut(): boolean {
    return this.size < Math.max(this.feed.next, this.#head.length);
  }

  /** Whether it is known how its text begins: not before its first line is whole, since half a line tells nothing. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** Whether something has come that nobody has looked at; it may be gone again. */
  get isUnknown(): boolean {
    return !this.#isKnown && (this.size > this.#looked || this.written !== this.#compared);
  }

  /** Looks how long it is. Throws InputError when the file system has lost it. */
  async measure(): Promise<void> {
    try {
      const { size, mtimeMs } = await this.#handle.stat();
      this.size = size;
      this.written = Math.floor(mtimeMs);
    } catch (cause) {
      throw readFailure(this.file.name, cause);
    }
  }

  /** Takes what was found for how the file begins, if that is not known yet; in any case (`isFinal`) when little more will come. */
  learn({ head, written }: FoundPiece, isFinal: boolean): void {
    if (!this.#isKnown) this.#learn(head, written, isFinal);
  }

  /** Takes what stands there for how the file begins, if that is not known yet. */
  async learnFinally(): Promise<void> {
    if (!this.#isKnown) this.#learn(await firstBytes(this.#handle), this.written, true);
  }

  /** Whether it still begins as it did; learns more of its beginning when there is more. */
  async isSame(): Promise<boolean> {
    const head = await firstBytes(this.#handle);
    if (!head.subarray(0, this.#head.length).equals(this.#head)) return false;
    if (head.length > this.#head.length && this.#head.length > 0) this.#head = head;
    return true;
  }

  /**
   * Whether another text is seen to have taken its place, where reading would not find out: one as long as what was read, or
   * one of a file that waits to be read. Learns more of the beginning while it is short, since half a line tells little.
   */
  async isExchanged(): Promise<boolean> {
    const known = this.#head.length;
    if (!this.#isKnown) return false;
    const canLearn = known > 0 && known < TELLING && this.size > known;
    const isTouched = this.size === this.feed.next && this.written !== this.#compared;
    if (!canLearn && !isTouched) return false;
    this.#compared = this.written;
    // What cannot be read now is told when it is read.
    return !(await this.isSame().catch(() => true));
  }

  /** Whether `text`, another file, is a copy of its beginning and holds less than what is known of it. */
  beganWith(text: FoundPiece): boolean {
    const { length } = text.head;
    if (length === 0 || !text.head.equals(this.#head.subarray(0, length))) return false;
    return length < TELLING ? length < this.#head.length : !text.isPacked && text.size < this.feed.next;
  }

  /**
   * Reads a chunk into `block` and hands on its lines. Hands on nothing when the text is not the one it was, or cannot be
   * read; then the InputError is given back. Throws only what taking a line throws.
   */
  async readSome(block: Buffer): Promise<'read' | 'other text' | InputError> {
    const { next } = this.feed;
    let length = Math.min(block.length, this.limit - next);
    try {
      length = (await this.#handle.read(block, 0, length, next)).bytesRead;
      // Looked at after reading: as long as the beginning stands, so did all that was read.
      if (length === 0 || !(await this.isSame())) return 'other text';
    } catch (cause) {
      return readFailure(this.file.name, cause);
    }
    this.feed.push(block.subarray(0, length));
    this.quietSince = Date.now();
    return 'read';
  }

  /** How far whole lines of it have been handed on. */
  position(): ReadFile {
    const { path, source, inode } = this.file;
    const head = digest(this.#head);
    return {
      path,
      source,
      inode,
      offset: this.feed.position,
      size: this.size,
      head,
      headLength: this.#head.length,
    };
  }

  #learn(head: Buffer, written: number, isFinal: boolean): void {
    this.#looked = head.length;
    this.#compared = written;
    this.#isKnown = isFinal || head.length >= TELLING || head.includes(NEWLINE) || beginsCounted(head);
    if (this.#isKnown) this.#head = Buffer.from(head);
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#handle.close();
  }
}
