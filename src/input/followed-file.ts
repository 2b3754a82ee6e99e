/** One open file of a log that is followed: read as it grows, and watched for being cut short and filled anew. */
import type { FileHandle } from 'node:fs/promises';
import type { InputError } from '../errors.ts';
import { digest, TELLING } from './identity.ts';
import type { LineFeed } from './line-feed.ts';
import { firstBytes } from './pieces-there.ts';
import type { FoundPiece } from './pieces-there.ts';
import type { ReadFile } from './positions.ts';
import { readFailure } from './read-failure.ts';

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
  #head: Buffer;

  constructor(file: FoundPiece, handle: FileHandle, feed: LineFeed, isCopy = false) {
    this.file = file;
    this.feed = feed;
    this.isCopy = isCopy;
    this.size = file.size;
    this.written = file.written;
    this.quietSince = Math.min(Date.now(), file.written);
    this.#handle = handle;
    this.#head = Buffer.from(file.head);
  }

  /** Whether there are bytes to read. */
  get hasMore(): boolean {
    return this.feed.next < this.limit;
  }

  /** Whether it is shorter than what is known of it. */
  get isCut(): boolean {
    return this.size < Math.max(this.feed.next, this.#head.length);
  }

  /** Whether its first bytes have come and nobody has looked at them. */
  get isUnknown(): boolean {
    return this.#head.length === 0 && this.size > 0;
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

  /** Takes `head`, or what stands there, for how the file begins, if nothing is known of it. */
  async learn(head?: Buffer): Promise<void> {
    if (this.#head.length === 0) this.#head = head ?? (await firstBytes(this.#handle));
  }

  /** Whether it still begins as it did; learns more of its beginning when there is more. */
  async isSame(): Promise<boolean> {
    const head = await firstBytes(this.#handle);
    if (!head.subarray(0, this.#head.length).equals(this.#head)) return false;
    if (head.length > this.#head.length && this.#head.length > 0) this.#head = head;
    return true;
  }

  /** Whether another text as long as the one that was read has taken its place; reading finds out about longer ones itself. */
  async isExchanged(): Promise<boolean> {
    if (this.size !== this.feed.next || this.written === this.#compared) return false;
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

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#handle.close();
  }
}
