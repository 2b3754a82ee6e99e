/** Memory that a run takes piece by piece and gives back all at once: all that there is behind what is laid out beforehand. */

/** A run ends when so little is left: more than any one line can ask for. */
const RESERVE: usize = 1 << 18;

/** Where what is laid out beforehand ends, and where the memory does. */
const bottom: usize = (__heap_base + 7) & ~7;
const limit: usize = (<usize>memory.size()) << 16;
let top: usize = bottom;

/** Gives all back: it is zero again. */
export function freeArena(): void {
  memory.fill(bottom, 0, top - bottom);
  top = bottom;
}

/** Whether another line can be taken in, whatever it says. */
export function hasRoom(): bool {
  return top + RESERVE < limit;
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
