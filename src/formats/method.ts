import { ascii, standsAt } from '../scan/bytes.ts';

/**
 * The methods that keep their name: those of HTTP (RFC 9110, 5789), WebDAV and its kin, and PURGE.
 * The list is closed because strangers choose the method: anything else is `OTHER`, so a client that
 * invents methods cannot make endpoints without end.
 */
const KNOWN = (
  'GET POST PUT PATCH DELETE HEAD OPTIONS TRACE CONNECT QUERY PURGE PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK ' +
  'REPORT SEARCH MKCALENDAR MKACTIVITY CHECKOUT MERGE NOTIFY SUBSCRIBE UNSUBSCRIBE BIND REBIND UNBIND ACL LINK UNLINK BREW'
).split(' ');

const LITERALS = KNOWN.map((name) => ascii(name));

/** The canonical name of the method in `bytes[start, end)`; empty for none or `-`, `OTHER` for one not known. */
export function methodName(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 3 && bytes[start] === 0x47 && bytes[start + 1] === 0x45 && bytes[start + 2] === 0x54)
    return 'GET';
  if (length === 0 || (length === 1 && bytes[start] === 0x2d)) return '';
  for (let i = 0; i < KNOWN.length; i++) {
    if (LITERALS[i]!.length === length && standsAt(bytes, start, end, LITERALS[i]!)) return KNOWN[i]!;
  }
  return 'OTHER';
}
