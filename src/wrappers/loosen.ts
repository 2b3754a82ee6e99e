/**
 * What may still hide a line that no format knows as it stands. Each would be wrong on a line that some format does
 * know, so they are tried last.
 */
import { find, needle } from '../scan/bytes.ts';
import { isoTime, isoTimeEnd } from '../scan/iso-time.ts';
import { withoutColour } from './colour.ts';
import { JsonCarrier } from './json-carrier.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const ESCAPE = needle('\u001b');

/** A line with colours within it. */
class InnerColour implements Wrapper {
  readonly name = 'colour';
  readonly openings: readonly string[] = [];

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    return find(bytes, start, end, ESCAPE) >= 0 && withoutColour(bytes, start, end, into);
  }
}

/** A time before the line, of whatever precision. */
class LeadingTime implements Wrapper {
  readonly name = 'timestamps';
  readonly openings: readonly string[] = [];

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const time = isoTime(bytes, start, end);
    if (time < 0) return false;
    const stop = isoTimeEnd(bytes, start, end);
    if (stop + 1 >= end || bytes[stop] !== 0x20) return false;
    into.time = time;
    into.start = stop + 1;
    return true;
  }
}

/** Everything that may be taken away from a line that no format knows, in the order in which it is tried. */
export function allLooseners(): readonly Wrapper[] {
  return [new InnerColour(), new LeadingTime(), new JsonCarrier()];
}
