/** Memory that a run takes piece by piece and gives back all at once: all that there is behind what is laid out beforehand. */

/**
 * A run ends when so little is left: more than one line can ask for (186 KB, where rows double up to the most), and the
 * calls of all lives that are still to be written down, of which each may begin a chunk.
 */
const RESERVE: usize = 1 << 19;
/** The bytes that a pair of calls takes when it is written down, with its part of a chunk. */
const PAIR: usize = 17;
/** So many pages of 64 KiB are asked for at a time; how many there may be at most says build-assembly.mjs. */
const MORE_PAGES: i32 = 64;

/** Where what is laid out beforehand ends, and where the memory does. */
const bottom: usize = (__heap_base + 7) & ~7;
let limit: usize = (<usize>memory.size()) << 16;
let top: usize = bottom;

/** Gives all back: it is zero again. */
export function freeArena(): void {
  memory.fill(bottom, 0, top - bottom);
  top = bottom;
}

/** Whether another line can be taken in, whatever it says, while so many pairs of calls are to be written down. */
export function hasRoom(pending: usize): bool {
  const needed = top + RESERVE + pending * PAIR;
  // Between two lines: so nothing fails half-way where there is no more.
  while (needed >= limit && memory.grow(MORE_PAGES) >= 0) {
    limit = (<usize>memory.size()) << 16;
  }
  return needed < limit;
}

/** Where so many bytes of zeros are free, 0 if there is no room for them. They are not taken, and are to be zeros again. */
export function scratch(size: usize): usize {
  return top + size < limit ? top : 0;
}

/** Where what was taken ends. */
export function arenaEnd(): usize {
  return top;
}

/** So many bytes of zeros, at a multiple of eight. */
export function allocate(size: usize): usize {
  const place = top;
  top += (size + 7) & ~7;
  return place;
}
