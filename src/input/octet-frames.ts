/**
 * A capture of syslog over TCP may count its records instead of ending them (RFC 6587, 3.4.1): `176 <165>1 …`. Then a
 * record ends where its count says, and may hold line ends.
 */
import { asBuffer } from './chunks.ts';
import type { InputWarning } from './chunks.ts';
import { MAX_LINE } from './lines.ts';
import type { OnLine } from './lines.ts';

const SPACE = 0x20;
const LESS = 0x3c;
const NEWLINE = 10;
const RETURN = 13;
const ZERO = 0x30;
const NINE = 0x39;
/** The digits of the longest count. */
const MOST_DIGITS = 6;
/** No record is longer, in bytes; such a count is broken. Of a record of more than `MAX_LINE` the first part is kept. */
const LONGEST_FRAME = 2 ** 18;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE;

/** A count found: the number, and how many bytes it and its space take; `short` if more bytes are needed to tell. */
type Count = { readonly bytes: number; readonly length: number } | 'short' | 'none';

/** Reads `176 <` at `at`. */
function countAt(bytes: Uint8Array, at: number): Count {
  let stop = at;
  while (stop < bytes.length && stop - at <= MOST_DIGITS && isDigit(bytes[stop])) stop++;
  if (stop - at > MOST_DIGITS) return 'none';
  if (stop + 1 >= bytes.length && (stop >= bytes.length || (stop > at && bytes[stop] === SPACE)))
    return 'short';
  if (stop === at || bytes[stop] !== SPACE || bytes[stop + 1] !== LESS) return 'none';
  const count = Number(asBuffer(bytes).toString('latin1', at, stop));
  return count > 0 && count <= LONGEST_FRAME ? { bytes: count, length: stop + 1 - at } : 'none';
}

/** Whether a file that begins with `head` holds counted records. */
export function beginsCounted(head: Uint8Array): boolean {
  return typeof countAt(head, 0) === 'object';
}

/** What to tell of an input whose counts end in nothing at byte `offset`. */
export function brokenCounts(name: string, offset: number): InputWarning {
  return {
    code: 'broken-counts',
    text: `${name} begins with counted records (syslog over TCP), but the count at byte ${offset} is wrong: read as lines from there on`,
  };
}

const NOTHING = Buffer.alloc(0);

/**
 * Takes counted records off the front of a stream. A record is handed on as a line, with its count and without a line end
 * that it ends in. What does not begin with one, and all from where a count leads nowhere, are lines and are given back.
 * Memory stays bounded.
 */
export class OctetFrames {
  /** Bytes of the stream before those given back. */
  taken: number;
  /** Records handed on so far, and how many of them were longer than `MAX_LINE` and were cut. */
  frames = 0;
  cutFrames = 0;
  readonly #onFrame: OnLine;
  readonly #onBroken: (offset: number) => void;
  /** What may be the beginning of a record. */
  #held: Buffer = NOTHING;
  #isOver = false;

  /**
   * `onBroken` hears it, with the offset in bytes, when a record's count leads nowhere. The first byte pushed stands at
   * `offset` of its stream.
   */
  constructor(onFrame: OnLine, onBroken: (offset: number) => void, offset = 0) {
    this.#onFrame = onFrame;
    this.#onBroken = onBroken;
    this.taken = offset;
  }

  /** Takes the next bytes, in pieces of any size; returns those that are lines. Throws only what `onFrame` throws. */
  push(chunk: Uint8Array): Uint8Array {
    if (this.#isOver) return chunk;
    const bytes = this.#held.length === 0 ? asBuffer(chunk) : Buffer.concat([this.#held, chunk]);
    return this.#cut(bytes, false);
  }

  /** No byte follows: what was held back, if it is no whole record. */
  end(): Uint8Array {
    return this.#isOver ? NOTHING : this.#cut(this.#held, true);
  }

  /** Hands on the whole records in `bytes`, holds the beginning of another, and returns what are lines. */
  #cut(bytes: Buffer, isEnd: boolean): Buffer {
    let at = 0;
    let isRecord = true;
    while (isRecord) {
      const start = this.frames === 0 ? at : afterLineEnds(bytes, at);
      const count = countAt(bytes, start);
      if (count === 'short') break;
      const stop = count === 'none' ? start : start + count.length + count.bytes;
      const next = afterLineEnds(bytes, stop);
      // What follows shows whether the count was right; a line end in its last place does so at once.
      if (
        next >= bytes.length &&
        count !== 'none' &&
        bytes[stop - 1] !== NEWLINE &&
        (!isEnd || stop > bytes.length)
      )
        break;
      isRecord = count !== 'none' && stop <= bytes.length && (next >= bytes.length || isDigit(bytes[next]));
      if (isRecord && count !== 'none') this.#emit(bytes, start, stop, count.length);
      else if (this.frames > 0) this.#onBroken(this.taken + start);
      at = isRecord ? Math.min(next, bytes.length) : start;
    }
    this.taken += at;
    this.#isOver = isEnd || !isRecord;
    if (this.#isOver) return bytes.subarray(at);
    this.#held = Buffer.from(bytes.subarray(at));
    return NOTHING;
  }

  #emit(bytes: Buffer, start: number, end: number, countLength: number): void {
    if (end > start && bytes[end - 1] === NEWLINE) end--;
    if (end > start && bytes[end - 1] === RETURN) end--;
    const kept = Math.min(end, start + countLength + MAX_LINE);
    if (kept < end) this.cutFrames++;
    this.frames++;
    this.#onFrame(bytes, start, kept, this.taken + start);
  }
}

/** Where the line ends that may stand between two records are over. */
function afterLineEnds(bytes: Uint8Array, at: number): number {
  while (at < bytes.length && (bytes[at] === NEWLINE || bytes[at] === RETURN)) at++;
  return at;
}
