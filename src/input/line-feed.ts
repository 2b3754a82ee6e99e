/** The lines of one file that is read bit by bit, from any place in it. */
import type { InputWarning } from './chunks.ts';
import { LineSplitter } from './lines.ts';
import { brokenCounts, OctetFrames } from './octet-frames.ts';

/** Who takes the lines: `file` is the name of the piece that is read, the rest as `OnLine` has it. */
export interface FeedHooks {
  readonly onLine: (file: string, bytes: Uint8Array, start: number, end: number, offset: number) => void;
  readonly onWarning: (warning: InputWarning) => void;
}

/** Where a feed begins. */
export interface FeedStart {
  /** The file's name, for lines and messages. */
  readonly file: string;
  /** Byte of the text that is pushed first: the first of a line or of a counted record. */
  readonly offset: number;
  /** Whether the text from `offset` on may be counted records (RFC 6587). */
  readonly mayBeCounted: boolean;
}

/** Cuts what is pushed into lines and counted records, and knows how far they go. Bounded memory. */
export class LineFeed {
  /** The name that lines are handed on under; changes when the rest is read from a copy. */
  file: string;
  /** Offset of the byte to be pushed next. */
  next: number;
  readonly #frames: OctetFrames | undefined;
  readonly #splitter: LineSplitter;

  constructor({ file, offset, mayBeCounted }: FeedStart, { onLine, onWarning }: FeedHooks) {
    this.file = file;
    this.next = offset;
    const frames = mayBeCounted
      ? new OctetFrames(
          (bytes, start, end, at) => onLine(this.file, bytes, start, end, at),
          (at) => onWarning(brokenCounts(this.file, at)),
          offset,
        )
      : undefined;
    this.#frames = frames;
    this.#splitter = new LineSplitter(
      (bytes, start, end, at) => onLine(this.file, bytes, start, end, frames ? frames.taken + at : at),
      frames ? 0 : offset,
    );
  }

  /** Offset of the first byte that is not part of a line handed on. */
  get position(): number {
    return (this.#frames?.taken ?? 0) + this.#splitter.position;
  }

  /** Lines longer than `MAX_LINE`, cut to it. */
  get cutLines(): number {
    return (this.#frames?.cutFrames ?? 0) + this.#splitter.cutLines;
  }

  /** Takes the next bytes. Throws only what `onLine` throws. */
  push(chunk: Uint8Array): void {
    this.next += chunk.length;
    this.#splitter.push(this.#frames?.push(chunk) ?? chunk);
  }

  /** Nothing more is expected: hands on a last line without its newline. Bytes may follow all the same, and begin a line. */
  end(): void {
    if (this.#frames) this.#splitter.push(this.#frames.end());
    this.#splitter.end();
  }
}
