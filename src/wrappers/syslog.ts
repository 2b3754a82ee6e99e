import { MONTHS } from '../scan/calendar.ts';
import { nameEnd, nameOf } from './names.ts';
import { isVersionOne, priorityEnd } from './priority.ts';
import { emptyStamped, ISO_OPENINGS, readStamped } from './stamped.ts';
import { BsdStamp } from './stamps.ts';
import { isOfGunicorn, readMessage, readTagged, tagEnd } from './syslog-tag.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const SPACE = 0x20;
const COLON = 0x3a;
const MONTH_OPENINGS = (MONTHS.match(/.../g) ?? []).map((month) => month.slice(0, 2));

/**
 * Syslog of RFC 3164 and its kin: `[<30>]Nov 22 18:34:01 [HOST] uwsgi[1234]: MSG`. So write rsyslog's traditional files
 * and `journalctl -o short` and `short-precise`; with an ISO time rsyslog's present files and `journalctl -o short-iso`.
 */
export class Syslog implements Wrapper {
  readonly name = 'syslog';
  readonly openings = ['<', 'gu', ...new Set(MONTH_OPENINGS), ...ISO_OPENINGS];
  readonly #stamped = emptyStamped();
  readonly #bsd: BsdStamp;

  /** `now`: whole seconds; times without a year are not from later. */
  constructor(now: number) {
    this.#bsd = new BsdStamp(now);
  }

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const priority = priorityEnd(bytes, start, end);
    const at = priority < 0 ? start : priority;
    if (priority >= 0 && isVersionOne(bytes, at, end)) return false;
    if (this.#bsd.read(bytes, at, end)) {
      into.time = this.#bsd.time;
      return this.#afterTime(bytes, this.#bsd.end, end, into);
    }
    const stamped = this.#stamped;
    if (readStamped(bytes, at, end, stamped)) {
      if (priority < 0 && stamped.what !== 'syslog') return false;
      into.time = stamped.time;
      return this.#afterTime(bytes, stamped.end, end, into);
    }
    // A packet without time or host, as a program's own library may send it.
    if (priority >= 0) return this.#tagOrNothing(bytes, at, end, into);
    const tag = isOfGunicorn(bytes, at, end) ? tagEnd(bytes, at, end) : -1;
    if (tag >= 0) readTagged(bytes, at, tag, end, into);
    return tag >= 0;
  }

  /** Reads ` HOST TAG: MSG`, of which either may be missing in a packet of the machine itself. */
  #afterTime(bytes: Uint8Array, at: number, end: number, into: Peeled): boolean {
    if (at >= end || bytes[at] !== SPACE) return false;
    at++;
    if (tagEnd(bytes, at, end) >= 0) return this.#tagOrNothing(bytes, at, end, into);
    const host = hostEnd(bytes, at, end);
    if (host === at || host >= end || bytes[host] !== SPACE) return false;
    into.host = nameOf(bytes, at, host);
    return this.#tagOrNothing(bytes, host + 1, end, into);
  }

  #tagOrNothing(bytes: Uint8Array, at: number, end: number, into: Peeled): boolean {
    const stop = tagEnd(bytes, at, end);
    if (stop >= 0) readTagged(bytes, at, stop, end, into);
    else readMessage(bytes, at - 1, end, into);
    return true;
  }
}

/** Where the host that stands at `at` ends: a name, or an address of either sort. */
function hostEnd(bytes: Uint8Array, at: number, end: number): number {
  let stop = nameEnd(bytes, at, end);
  while (stop < end && bytes[stop] === COLON) stop = nameEnd(bytes, stop + 1, end);
  return stop;
}
