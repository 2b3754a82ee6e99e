import { emptyStamped, ISO_OPENINGS, readStamped } from './stamped.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

/** Finer than a microsecond: no application logs so. Coarser ones are peeled only when no format knows the line (see loosen.ts). */
const FINEST = 7;

/** `docker logs -t`, `kubectl logs --timestamps`, `docker compose logs -t`: `2026-11-22T18:34:01.123456789Z MSG`. */
export class Timestamps implements Wrapper {
  readonly name = 'timestamps';
  readonly openings = ISO_OPENINGS;
  readonly #stamped = emptyStamped();

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const stamped = this.#stamped;
    if (!readStamped(bytes, start, end, stamped) || stamped.what !== 'plain' || stamped.fraction < FINEST)
      return false;
    into.time = stamped.time;
    into.start = stamped.at;
    return true;
  }
}
