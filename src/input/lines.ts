/** Cutting a stream of bytes into lines where they stand, without a string per line. */
import { asBuffer } from './chunks.ts';

/** The longest line kept, in bytes (64 KiB). Of a longer one only the first `MAX_LINE` bytes are handed on. */
export const MAX_LINE = 65_536;

const NEWLINE = 10;
const RETURN = 13;

/**
 * Takes one line: `buf[start..end)` without its line end, and the offset of its first byte in the
 * (decompressed) stream. Empty lines have `start === end`. `buf` is only valid during the call.
 */
export type OnLine = (buf: Uint8Array, start: number, end: number, offset: number) => void;

/** Takes whole lines from the front of what is read, where it can find their ends by itself. */
export interface LinesAhead {
  /**
   * Takes the first lines of `buf[start, end)`, which ends in a line feed and stands at `offset` of the stream, as if `OnLine`
   * had been given each; returns how many. None of them is longer than `MAX_LINE`, and none ends in a carriage return.
   */
  linesAhead(buf: Uint8Array, start: number, end: number, offset: number): number;
  /** Where the first other line begins. */
  readonly stoppedAt: number;
}

/**
 * Splits on `\n`; one `\r` before it (or before the end) is not part of the line. A last line without
 * newline counts. Bytes pass through as they are. Memory stays at one `MAX_LINE` however long a line is.
 */
export class LineSplitter {
  /** Lines handed on so far, empty ones included. */
  lines = 0;
  /** How many of them were longer than `MAX_LINE` and were cut. */
  cutLines = 0;
  readonly #onLine: OnLine;
  readonly #ahead: LinesAhead | undefined;
  /** The unfinished line: its first bytes (room for a full line and its `\r`), its whole length, its last byte. */
  readonly #carry = Buffer.allocUnsafe(MAX_LINE + 1);
  #length = 0;
  #lastByte = 0;
  #lineOffset = 0;
  #chunkOffset = 0;

  /** The first byte pushed stands at `offset` of its stream. What `ahead` takes is not handed to `onLine`. */
  constructor(onLine: OnLine, offset = 0, ahead?: LinesAhead) {
    this.#onLine = onLine;
    this.#ahead = ahead;
    this.#chunkOffset = offset;
  }

  /** Offset of the first byte that was not handed on yet: where the unfinished last line starts, or the end of what was pushed. */
  get position(): number {
    return this.#length > 0 ? this.#lineOffset : this.#chunkOffset;
  }

  /** Takes the next bytes of the stream, in pieces of any size. Throws only what `onLine` throws. */
  push(chunk: Uint8Array): void {
    const bytes = asBuffer(chunk);
    let pos = 0;
    let newline = bytes.indexOf(NEWLINE);
    if (this.#length > 0 && newline >= 0) {
      this.#hold(bytes, 0, newline);
      if (!this.#carryAhead()) this.#emitCarry();
      pos = newline + 1;
      newline = bytes.indexOf(NEWLINE, pos);
    }
    const wholeEnd = newline >= 0 && this.#ahead ? bytes.lastIndexOf(NEWLINE) + 1 : 0;
    if (pos < wholeEnd) {
      pos = this.#takeAhead(bytes, pos, wholeEnd);
      newline = bytes.indexOf(NEWLINE, pos);
    }
    while (newline >= 0) {
      this.#emit(bytes, pos, newline - pos, this.#chunkOffset + pos, newline > pos ? bytes[newline - 1]! : 0);
      pos = newline + 1;
      if (pos < wholeEnd) pos = this.#takeAhead(bytes, pos, wholeEnd);
      newline = bytes.indexOf(NEWLINE, pos);
    }
    if (pos < bytes.length) {
      if (this.#length === 0) this.#lineOffset = this.#chunkOffset + pos;
      this.#hold(bytes, pos, bytes.length);
    }
    this.#chunkOffset += bytes.length;
  }

  /** Hands on a last line that had no newline. Call once, after the last `push`. */
  end(): void {
    if (this.#length > 0) this.#emitCarry();
  }

  /** Hands on what can be taken ahead; returns where that stopped. */
  #takeAhead(bytes: Buffer, pos: number, end: number): number {
    const ahead = this.#ahead!;
    this.lines += ahead.linesAhead(bytes, pos, end, this.#chunkOffset + pos);
    return ahead.stoppedAt;
  }

  /** Hands on the line that stood in several pieces, if it can be taken ahead. */
  #carryAhead(): boolean {
    const length = this.#length;
    if (!this.#ahead || length > MAX_LINE) return false;
    this.#carry[length] = NEWLINE;
    const lines = this.#ahead.linesAhead(this.#carry, 0, length + 1, this.#lineOffset);
    this.lines += lines;
    if (lines > 0) this.#length = 0;
    return lines > 0;
  }

  #hold(bytes: Buffer, from: number, to: number): void {
    if (to === from) return;
    if (this.#length < this.#carry.length) bytes.copy(this.#carry, this.#length, from, to);
    this.#length += to - from;
    this.#lastByte = bytes[to - 1]!;
  }

  #emitCarry(): void {
    const length = this.#length;
    this.#length = 0;
    this.#emit(this.#carry, 0, length, this.#lineOffset, this.#lastByte);
  }

  #emit(bytes: Buffer, start: number, length: number, offset: number, lastByte: number): void {
    let kept = lastByte === RETURN ? length - 1 : length;
    if (kept > MAX_LINE) {
      kept = MAX_LINE;
      this.cutLines++;
    }
    this.lines++;
    this.#onLine(bytes, start, start + kept, offset);
  }
}
