/**
 * The text that stands before a head in its line, and what it says about the head. Three sorts are known:
 * the site asked for (`--vhost`: one word), a wrapper around the line, and output of the application or of
 * uWSGI that lost its newline. The last may hold what a client sent.
 */
import { find, needle } from '../../scan/bytes.ts';

const SPACE = 0x20;

/** How uWSGI says what became of a request, target included: core/writer.c, core/utils.c, core/master_checks.c. */
const REPEATS_TARGET = [' during ', ' request ', 'HARAKIRI'].map(needle);

/** Whether `bytes[start, head)` is nothing, or one word and a space: a head there is where uWSGI puts it. */
export function isOwnPlace(bytes: Uint8Array, start: number, head: number): boolean {
  if (head === start) return true;
  if (bytes[head - 1] !== SPACE) return false;
  for (let at = start; at < head - 1; at++) if (bytes[at] === SPACE) return false;
  return true;
}

/** Whether `bytes[start, head)` is a message of uWSGI that repeats a request's target: a head in it is the client's. */
export function repeatsTarget(bytes: Uint8Array, start: number, head: number): boolean {
  return REPEATS_TARGET.some((words) => find(bytes, start, head, words) >= 0);
}
