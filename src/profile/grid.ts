/**
 * The absolute grid on which lives keep their history.
 *
 * Widths are powers of two, so buckets nest; a life's width is the least that keeps it within the cap, and the cap
 * depends on the number of lives in the whole profile alone. Both only ever grow (shrink) as pieces come together,
 * so no piece is coarser than the whole, and the whole is the same whichever way it was cut.
 */

/** Buckets that all lives may have together, and the most and fewest for one of them. */
const ALL_BUCKETS = 16384;
export const MOST_BUCKETS = 512;
const FEWEST_BUCKETS = 8;

/** A grid that leaves a life fewer buckets than this is worth a warning: trends are read from few points. */
export const FEW_BUCKETS = 64;

/** How many buckets each life may have when there are so many lives. A power of two. */
export function bucketsPerLife(lives: number): number {
  let cap = MOST_BUCKETS;
  while (cap > FEWEST_BUCKETS && cap * lives > ALL_BUCKETS) cap /= 2;
  return cap;
}

/** The least power of two that spreads the coordinates `low` to `high` over at most `cap` buckets. */
export function bucketWidth(low: number, high: number, cap: number): number {
  let width = 1;
  while (Math.floor(high / width) - Math.floor(low / width) + 1 > cap) width *= 2;
  return width;
}
