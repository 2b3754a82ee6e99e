import type { Wrapper } from './wrapper.ts';

/** Every wrapper, in the order in which a line is tried on them. They remember nothing of a line. */
export function allWrappers(): readonly Wrapper[] {
  return [];
}
