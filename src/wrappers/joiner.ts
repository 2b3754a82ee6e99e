/** First parts of lines that a transport split, until the rest comes. */
import type { Surroundings } from '../record.ts';

/** A joined line is cut after so many bytes (64 KiB), like every line. */
const LONGEST = 65_536;
/** So many streams may wait at a time; the oldest is then handed on as it is. */
const MOST = 256;

/** The parts of one line so far. */
export interface Waiting {
  bytes: Uint8Array;
  length: number;
  /** In how many wrappers the line lies, and what they said around its first part. */
  readonly depth: number;
  readonly around: Surroundings;
  /** Byte offset of the first part. */
  readonly offset: number;
  /** A wrapper's text may hold line ends. */
  readonly holdsLines: boolean;
}

/** A part: where it stands. */
interface Part {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

function append(waiting: Waiting, { bytes, start, end }: Part): void {
  const kept = Math.min(end, start + LONGEST - waiting.length);
  const length = waiting.length + kept - start;
  if (length > waiting.bytes.length) {
    const wider = new Uint8Array(Math.min(LONGEST, 2 * length));
    wider.set(waiting.bytes.subarray(0, waiting.length));
    waiting.bytes = wider;
  }
  waiting.bytes.set(bytes.subarray(start, kept), waiting.length);
  waiting.length = length;
}

/** Joins the parts of split lines, each by the stream that it belongs to. */
export class Joiner {
  readonly #waiting = new Map<string, Waiting>();

  /** How many lines wait for their rest. */
  get size(): number {
    return this.#waiting.size;
  }

  /** Keeps a part that another follows. `first` says where the line comes from, if this is its first part. */
  hold(stream: string, part: Part, first: () => Omit<Waiting, 'bytes' | 'length'>): void {
    let waiting = this.#waiting.get(stream);
    if (!waiting) {
      waiting = { ...first(), bytes: new Uint8Array(0), length: 0 };
      this.#waiting.set(stream, waiting);
    }
    append(waiting, part);
  }

  /** The line that this part ends, whole; undefined if no part of it waits. */
  finish(stream: string, part: Part): Waiting | undefined {
    const waiting = this.#waiting.get(stream);
    if (!waiting) return undefined;
    this.#waiting.delete(stream);
    append(waiting, part);
    return waiting;
  }

  /** Gives up on the line that has waited longest, if too many wait or if `all` are to go; undefined if none must go. */
  giveUp(all = false): Waiting | undefined {
    if (this.#waiting.size <= (all ? 0 : MOST)) return undefined;
    for (const [stream, waiting] of this.#waiting) {
      this.#waiting.delete(stream);
      return waiting;
    }
    return undefined;
  }
}
