/**
 * A wrapper is what a transport puts around a line on its way to the file: syslog, journald, a container runtime.
 *
 *     line -> [wrapper -> ... -> wrapper ->] what the server wrote
 */
import { NO_TIME } from '../record.ts';

/** What one wrapper said, and where in it the line stands that it wraps. Mutable and reused. */
export class Peeled {
  /** The wrapped line is `bytes[start, end)`; other bytes than the wrapper's own where it had to be unescaped. May hold line ends. */
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
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

  /** Forgets the line before. */
  reset(): void {
    this.host = '';
    this.pid = 0;
    this.time = NO_TIME;
    this.stream = '';
    this.goesOn = false;
  }
}

/** One kind of wrapper: a file in this folder and an entry of `allWrappers`. */
export interface Wrapper {
  /** Short name, as in `syslog`. */
  readonly name: string;
  /**
   * Whether `bytes[start, end)` is wrapped so; then `into`, which was reset before, says in what. Turns other lines away
   * quickly, by their first bytes. Never throws and never reads outside the range.
   */
  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean;
}
