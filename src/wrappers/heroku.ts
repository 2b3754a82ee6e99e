import { nameOf } from './names.ts';
import { emptyStamped, ISO_OPENINGS, readStamped } from './stamped.ts';
import { readMessage, tagEnd } from './syslog-tag.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

/**
 * `heroku logs`: `2026-11-22T18:34:01.123456+00:00 app[web.1]: MSG`. Each dyno numbers its processes alone, so the dyno
 * is the host; the router's is `router`.
 */
export class Heroku implements Wrapper {
  readonly name = 'heroku';
  readonly openings = ISO_OPENINGS;
  readonly #stamped = emptyStamped();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const stamped = this.#stamped;
    if (!readStamped(bytes, start, end, stamped) || stamped.what !== 'dyno') return false;
    const stop = tagEnd(bytes, stamped.at, end);
    const dyno = bytes.indexOf(0x5b, stamped.at) + 1;
    into.time = stamped.time;
    into.host = nameOf(bytes, dyno, stop - 2);
    readMessage(bytes, stop, end, into);
    return true;
  }
}
