/** The name of a task before its id: `proj.tasks.add[9a82389d-e8bf-4b5b-a1d9-54b264dcaf6c]: `. */
import type { Span } from '../memhog/span.ts';

const OPEN = 0x5b;
const CLOSE = 0x5d;
const COLON = 0x3a;
const SPACE = 0x20;

/** Reads the name of the task whose logger wrote the message into `name`: where the message proper begins, or -1. */
export function readTask(bytes: Uint8Array, start: number, end: number, name: Span): number {
  let at = start;
  while (at < end && bytes[at] !== SPACE && bytes[at] !== OPEN) at++;
  if (at === start || at >= end || bytes[at] !== OPEN) return -1;
  let close = at + 1;
  while (close < end && bytes[close] !== SPACE && bytes[close] !== CLOSE) close++;
  if (close + 2 >= end || bytes[close] !== CLOSE) return -1;
  if (bytes[close + 1] !== COLON || bytes[close + 2] !== SPACE) return -1;
  name.set(start, at, false);
  return close + 3;
}
