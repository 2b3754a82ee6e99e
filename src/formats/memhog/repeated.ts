/**
 * Messages of frameworks that repeat a client's path, unquoted and unescaped, such as Django's `Not Found: /path`:
 * whatever follows in the line is the client's, a whole forged record included.
 */
import { find, needle } from '../../scan/bytes.ts';

const REASON_AND_PATH = needle(': /');

/** Whether `bytes[start, end)`, what stands before a tail or a quoted request, is such a message. */
export function repeatsPath(bytes: Uint8Array, start: number, end: number): boolean {
  return find(bytes, start, end, REASON_AND_PATH) >= 0;
}
