import { digitsEnd, wholeNumber } from '../scan/bytes.ts';
import { priorityEnd } from './priority.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const SPACE = 0x20;
const LONGEST_COUNT = 7;

/** Whether a counted frame begins at `at`: digits, a space, a priority. */
function frameStart(bytes: Uint8Array, at: number, end: number): number {
  const stop = digitsEnd(bytes, at, Math.min(end, at + LONGEST_COUNT));
  if (stop === at || stop >= end || bytes[stop] !== SPACE) return -1;
  return priorityEnd(bytes, stop + 1, end) >= 0 ? stop + 1 : -1;
}

/**
 * Syslog over TCP with its lengths (RFC 6587, 3.4.1), captured as it came: `176 <165>1 …`, one frame after the other.
 * The packet inside is peeled at once, since several lines may share its header.
 */
export class OctetCounted implements Wrapper {
  readonly name = 'octet-counted';
  readonly openings = Array.from('0123456789');
  readonly #packets: readonly Wrapper[];

  /** `packets`: what may stand inside. */
  constructor(packets: readonly Wrapper[]) {
    this.#packets = packets;
  }

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const packet = frameStart(bytes, start, end);
    if (packet < 0) return false;
    const count = wholeNumber(bytes, start, packet - 1);
    const stop = this.#frameEnd(bytes, packet + count, end);
    const isPacket = this.#packets.some((wrapper) => {
      into.reset(bytes, packet, stop.text);
      return wrapper.peel(bytes, packet, stop.text, into);
    });
    if (!isPacket) return false;
    into.holdsLines = true;
    into.next = stop.next;
    return true;
  }

  /** Where the frame's text ends and where the next frame begins; the line's end for both where the count is wrong. */
  #frameEnd(
    bytes: Uint8Array,
    counted: number,
    end: number,
  ): { readonly text: number; readonly next: number } {
    let next = Math.min(counted, end);
    while (next < end && (bytes[next] === SPACE || bytes[next] === 0x0a || bytes[next] === 0x0d)) next++;
    if (next >= end) return { text: Math.min(counted, end), next: end };
    return frameStart(bytes, next, end) < 0 ? { text: end, next: end } : { text: counted, next };
  }
}
