/** Names of hosts and streams as strings, most of which were met before. */
const SLOTS = 256;
/** The longest name of a host (RFC 1035); a longer one is none. */
const LONGEST = 255;

interface Slot {
  readonly bytes: Uint8Array;
  readonly text: string;
}

const slots: (Slot | undefined)[] = new Array<Slot | undefined>(SLOTS).fill(undefined);
const decoder = new TextDecoder();

function isSame(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[start + i]) return false;
  return true;
}

/** The name in `bytes[start, end)`; empty if it is longer than a name can be. A busy name is not made a string again. */
export function nameOf(bytes: Uint8Array, start: number, end: number): string {
  if (end <= start || end - start > LONGEST) return '';
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (hash * 31 + bytes[at]!) & 0x3fffffff;
  const slot = slots[hash % SLOTS];
  if (slot && isSame(slot.bytes, bytes, start, end)) return slot.text;
  const name = Uint8Array.from(bytes.subarray(start, end));
  const text = decoder.decode(name);
  slots[hash % SLOTS] = { bytes: name, text };
  return text;
}

/** Whether the byte may stand in the name of a host, container or pod: letters, digits, `.`, `_`, `-`. */
export function isNameByte(byte: number): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x5f
  );
}

/** Where the run of name bytes that starts at `at` ends; `at` itself if there is none. */
export function nameEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && isNameByte(bytes[at]!)) at++;
  return at;
}

/** Where the word that starts at `at` ends: at the next space, or at `end`. */
export function wordEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== 0x20) at++;
  return at;
}
