import { nameOf, wordEnd } from './names.ts';
import { emptyStamped, ISO_OPENINGS, readStamped } from './stamped.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const STREAM_LENGTH = 6;
const PARTIAL = 0x50;

/**
 * The files of containerd and CRI-O: `2026-11-22T18:34:01.123456789+00:00 stdout F MSG`. A line longer than 16 KiB is
 * cut into records with `P`, the last of which has `F`; the two streams of a container interleave.
 */
export class Cri implements Wrapper {
  readonly name = 'cri';
  readonly openings = ISO_OPENINGS;
  readonly #stamped = emptyStamped();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const stamped = this.#stamped;
    if (!readStamped(bytes, start, end, stamped) || stamped.what !== 'container') return false;
    const tag = stamped.at + STREAM_LENGTH + 1;
    into.time = stamped.time;
    into.stream = nameOf(bytes, stamped.at, tag - 1);
    into.goesOn = bytes[tag] === PARTIAL;
    into.start = Math.min(end, wordEnd(bytes, tag, end) + 1);
    return true;
  }
}
