/** Short texts within fields: names of routes, hosts and workers, and the first line of a request. */
import { ascii, findByte, findLast } from '../../scan/bytes.ts';

const LONGEST_NAME = 200;
const LONGEST_HOST = 128;
const SPACE = 0x20;
const HTTP = ascii(' HTTP/');

/** Names by bytes come again and again. */
const decoder = new TextDecoder();

/** The text in `bytes[start, end)`; empty when it is too long for a name. */
export function plainText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LONGEST_NAME) return '';
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte > 0x7e) return decoder.decode(bytes.subarray(start, end));
    if (byte < SPACE) return '';
    text += String.fromCharCode(byte);
  }
  return text;
}

/** The name of a machine, pod or worker in `bytes[start, end)`; empty for what is none. */
export function hostName(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LONGEST_HOST) return '';
  let name = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte <= SPACE || byte > 0x7e || byte === 0x3a) return '';
    name += String.fromCharCode(byte);
  }
  return name;
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
