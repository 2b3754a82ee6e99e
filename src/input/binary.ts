/** Telling a log from something that is no text at all. */

/** How much of a file is looked at, in bytes (64 KiB). */
export const BINARY_LOOK = 65_536;

/** From this part of unreadable characters on (0 to 1), a file is no log. Random bytes have about 0.6. */
const TOO_MANY = 0.3;

/** The longest hole of NULs that a truncated log may begin with: a terabyte of them would never end. */
const LONGEST_HOLE = 2 ** 34;

/** Containers that hold a log but are not one, and how to get at it. */
const CONTAINERS: readonly { readonly magic: readonly number[]; readonly text: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], text: 'a zip archive: unpack it first, e.g. with unzip' },
  { magic: [0x37, 0x7a, 0xbc, 0xaf], text: 'a 7z archive: unpack it first, e.g. with 7z x' },
  { magic: [0x04, 0x22, 0x4d, 0x18], text: 'lz4 compressed: pipe it in with lz4 -dc' },
  { magic: [0x1f, 0x9d], text: 'compressed with compress: pipe it in with zcat' },
  { magic: [0xff, 0xfe], text: 'UTF-16 text: convert it first with iconv -f UTF-16 -t UTF-8' },
];

/**
 * Looks at the start of a text as it passes by. NULs before it do not count, since a log truncated under its
 * writer begins with a hole of them; a file of nothing else is binary.
 */
export class BinaryLook {
  #head: Buffer = Buffer.alloc(0);
  #nulls = 0;

  /** Takes the next bytes; true when it has seen all it wants (64 KiB behind the hole). */
  push(chunk: Uint8Array): boolean {
    if (this.#head.length >= BINARY_LOOK) return true;
    let start = 0;
    if (this.#head.length === 0) while (start < chunk.length && chunk[start] === 0) start++;
    this.#nulls += start;
    this.#head = Buffer.concat([this.#head, chunk.subarray(start, start + BINARY_LOOK - this.#head.length)]);
    return this.#head.length >= BINARY_LOOK || this.#nulls > LONGEST_HOLE;
  }

  /** What is wrong with what was seen, as in `is a zip archive: ...`; undefined for text and for no bytes at all. */
  whyNotText(): string | undefined {
    if (this.#head.length === 0) return this.#nulls > 0 ? 'a binary file: nothing but NUL bytes' : undefined;
    const container = CONTAINERS.find(({ magic }) => magic.every((byte, at) => this.#head[at] === byte));
    if (container) return container.text;
    return !isPlain(this.#head) && isMostlyStrange(this.#head.toString('utf8')) ? 'a binary file' : undefined;
  }
}

/** Whether all is printable ASCII and line ends, as most logs are. */
export function isPlain(head: Uint8Array): boolean {
  for (const byte of head) if ((byte < 0x20 && byte !== 0x0a) || byte >= 0x7f) return false;
  return true;
}

function isMostlyStrange(text: string): boolean {
  let strange = 0;
  for (let at = 0; at < text.length; at++) if (isStrange(text.charCodeAt(at))) strange++;
  return strange > text.length * TOO_MANY;
}

/** Control characters other than white space, backspace and escape (colours), and what was not UTF-8. */
function isStrange(code: number): boolean {
  if (code === 0xfffd || code === 0x7f) return true;
  return code < 0x20 && code !== 0x1b && (code < 0x08 || code > 0x0d);
}
