/** Short texts within fields: names of hosts and workers, and the first line of a request. */
import { ascii, findByte, findLast } from '../../scan/bytes.ts';

const LONGEST_HOST = 128;
const SPACE = 0x20;
const HTTP = ascii(' HTTP/');

/** `text` if it can be the name of a machine, pod or worker, else empty. */
export function hostName(text: string): string {
  return text.length <= LONGEST_HOST && /^[\x21-\x39\x3b-\x7e]+$/.test(text) ? text : '';
}

/** The parts of `METHOD target HTTP/x` in `bytes[start, end)`, undefined when it is none. */
export function splitRequest(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly methodEnd: number; readonly start: number; readonly end: number } | undefined {
  const space = findByte(bytes, start, end, SPACE);
  if (space <= start) return undefined;
  const protocol = findLast(bytes, space + 1, end, HTTP);
  return { methodEnd: space, start: space + 1, end: protocol < 0 ? end : protocol };
}
