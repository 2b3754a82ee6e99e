/** The path and query within what a log calls a path or an URL. */
import { ascii, standsAt } from '../../scan/bytes.ts';

const SCHEMES = ['http://', 'https://', 'ws://', 'wss://'].map(ascii);
const SLASH = 0x2f;

/**
 * Where the path begins in `bytes[start, end)`: at its start, or past the scheme and host of a full URL (at its `end` where
 * that has no path); -1 for what is no path.
 */
export function pathStart(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  if (bytes[start] === SLASH) return start;
  if (bytes[start] === 0x2a && end - start === 1) return start;
  const scheme = SCHEMES.find((one) => standsAt(bytes, start, end, one));
  if (!scheme) return -1;
  for (let at = start + scheme.length; at < end; at++) {
    const byte = bytes[at];
    if (byte === SLASH || byte === 0x3f || byte === 0x23) return byte === SLASH ? at : end;
  }
  return end;
}
