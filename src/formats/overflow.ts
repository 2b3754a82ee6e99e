/**
 * uWSGI's `%(rss)` and `%(vsz)` are 32-bit numbers, cut to ten letters: from 2 GiB on they are negative or too small.
 * `%(rssM)` and `%(vszM)` count whole MiB and are right at any size (uWSGI core/logging.c, `uwsgi_lf_rss`, and
 * core/utils.c, `uwsgi_num2str`).
 */

import { digitsEnd } from '../scan/bytes.ts';

const MIB = 1024 * 1024;
/** MiB from which on `%(rss)` overflows. */
export const LEAST_OVERFLOW = 2048;

const MINUS = 0x2d;
/** RSS is whole pages: what is nearer to 0 overflowed from nowhere. Letters, the minus included. */
const SHORTEST = 5;
const LONGEST = 10;

/** What is said of a line whose only figure overflowed. */
export const OVERFLOW = '%(rss) cannot hold more than 2 GiB: log %(rssM) too';

/**
 * The bytes of a figure that is written both ways: `bytes` as `%(rss)` prints it (0 for none, and where it is negative),
 * `mebi` as `%(rssM)` does (below 0 for none). From 2 GiB on `mebi` is right where the two disagree.
 */
export function mendedSize(bytes: number, mebi: number): number {
  if (bytes <= 0) return Math.max(0, mebi) * MIB;
  // Below 2 GiB nothing overflows, and `mebi` may have been cut.
  return mebi < LEAST_OVERFLOW || Math.floor(bytes / MIB) === mebi ? bytes : mebi * MIB;
}

/** Whether `bytes[start, end)` is what `%(rss)` prints of 2 GiB or more: a negative number of some thousands at least. */
export function isOverflow(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  return (
    bytes[start] === MINUS &&
    length >= SHORTEST &&
    length <= LONGEST &&
    digitsEnd(bytes, start + 1, end) === end
  );
}
