/** A compressed piece of a log that is followed: read once, from a place in its text to its end. */
import type { FileHandle } from 'node:fs/promises';
import type { InputWarning } from './chunks.ts';
import { digest } from './identity.ts';
import type { LineFeed } from './line-feed.ts';
import type { FoundPiece } from './pieces-there.ts';
import type { ReadFile } from './positions.ts';
import { BLOCK_BYTES } from './read-chunks.ts';
import { readFailure } from './read-failure.ts';
import { textChunks } from './text-chunks.ts';

/** The bytes of an open file from its start, all in the same block; leaves it open. */
export async function* handleChunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(block, 0, block.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield block.subarray(0, bytesRead);
  }
}

/** Reads on with `feed` from its next byte; `handle` is the piece's own and is closed with it. */
export class PackedPiece {
  readonly kind = 'packed';
  readonly file: FoundPiece;
  readonly feed: LineFeed;
  /** Its end has been reached, or it cannot be read any further. */
  isOver = false;
  readonly #handle: FileHandle;
  readonly #text: AsyncGenerator<Uint8Array>;
  readonly #onWarning: (warning: InputWarning) => void;
  #toSkip: number;

  constructor(
    file: FoundPiece,
    handle: FileHandle,
    feed: LineFeed,
    onWarning: (warning: InputWarning) => void,
  ) {
    this.file = file;
    this.feed = feed;
    this.#handle = handle;
    this.#onWarning = onWarning;
    this.#toSkip = feed.next;
    this.#text = textChunks(handleChunks(handle), { name: file.name, onWarning });
  }

  /** Reads a chunk. A damaged end is told as lost. Throws only what taking a line throws. */
  async readSome(): Promise<void> {
    const chunk = await this.#nextChunk();
    if (!chunk) return;
    const skipped = Math.min(this.#toSkip, chunk.length);
    this.#toSkip -= skipped;
    if (skipped < chunk.length) this.feed.push(chunk.subarray(skipped));
  }

  /** How far it has been read. */
  position(): ReadFile {
    const { path, source, inode, size, head } = this.file;
    return {
      path,
      source,
      inode,
      offset: this.feed.position,
      size,
      head: digest(head),
      headLength: head.length,
    };
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#text.return(undefined);
    await this.#handle.close();
  }

  async #nextChunk(): Promise<Uint8Array | undefined> {
    try {
      const next = await this.#text.next();
      if (next.done !== true) return next.value;
    } catch (cause) {
      this.#onWarning({ code: 'lost', text: readFailure(this.file.name, cause).message });
    }
    this.isOver = true;
    return undefined;
  }
}
