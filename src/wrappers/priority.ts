import { digitsEnd } from '../scan/bytes.ts';

/** Where the `<30>` that a syslog packet begins with ends; -1 if none stands at `at`. */
export function priorityEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end || bytes[at] !== 0x3c) return -1;
  const stop = digitsEnd(bytes, at + 1, Math.min(end, at + 4));
  return stop > at + 1 && stop < end && bytes[stop] === 0x3e ? stop + 1 : -1;
}

/** Whether a syslog packet of RFC 5424 goes on at `at`, behind its priority: version 1 and a space. */
export function isVersionOne(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 1 < end && bytes[at] === 0x31 && bytes[at + 1] === 0x20;
}
