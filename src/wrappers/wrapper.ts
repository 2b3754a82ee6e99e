/**
 * A wrapper is what a transport puts around a line on its way to the file: syslog, journald, a container runtime.
 *
 *     line -> [wrapper -> ... -> wrapper ->] what the server wrote
 */
import { NO_TIME } from '../record.ts';

/** What one wrapper said, and where in it the line stands that it wraps. Mutable and reused. */
export class Peeled {
  /** The wrapped line is `bytes[start, end)`; other bytes than the wrapper's own where it had to be unescaped. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** The wrapped text may hold line ends: each part between them is a line. */
  holdsLines = false;
  /** Machine, pod, container or dyno; empty if the wrapper names none. */
  host = '';
  /** Process id of the sender, 0 if the wrapper names none. */
  pid = 0;
  /** Whole seconds since 1970, NO_TIME if absent. */
  time = NO_TIME;
  /** What tells the pieces of one split line from those of another: `stdout` and `stderr` of one container. */
  stream = '';
  /** The line goes on in the next record of the same host and stream. */
  goesOn = false;
  /** Where the wrapped record ends in the line given: its end, but where a counted frame is followed by another. */
  next = 0;
  #room: Uint8Array = new Uint8Array(1024);

  /** Forgets the line before; until a wrapper says otherwise, the whole of this one is what is wrapped. */
  reset(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.holdsLines = false;
    this.host = '';
    this.pid = 0;
    this.time = NO_TIME;
    this.stream = '';
    this.goesOn = false;
    this.next = end;
  }

  /** At least `size` bytes to unescape into; what is written there stands until the next line is peeled into this. */
  room(size: number): Uint8Array {
    if (this.#room.length < size) this.#room = new Uint8Array(2 * size);
    return this.#room;
  }
}

/** One kind of wrapper: a file in this folder and an entry of `allWrappers`. */
export interface Wrapper {
  /** Short name, as in `syslog`. */
  readonly name: string;
  /** The first one or two characters of every line wrapped so. */
  readonly openings: readonly string[];
  /**
   * Whether `bytes[start, end)` is wrapped so; then `into`, which was reset before, says in what (otherwise it may be
   * left half filled). At most one wrapper knows a line. Never throws and never reads outside the range.
   */
  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean;
}
