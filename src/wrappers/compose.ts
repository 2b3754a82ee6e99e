import { nameEnd, nameOf } from './names.ts';
import type { Peeled, Wrapper } from './wrapper.ts';

const SPACE = 0x20;
const BAR = 0x7c;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * `docker compose logs` and `up`: `web-1  | MSG`, the name padded to one more than the longest. (So two spaces at least
 * stand before the bar: a log format of somebody's own with one bar between its fields is left alone.)
 */
export class Compose implements Wrapper {
  readonly name = 'compose';
  readonly openings = Array.from(LETTERS);

  peel(bytes: Uint8Array, start: number, end: number, into: Peeled): boolean {
    const stop = nameEnd(bytes, start, end);
    if (stop === start || stop + 2 >= end || bytes[stop] !== SPACE || bytes[stop + 1] !== SPACE) return false;
    let bar = stop + 2;
    while (bar < end && bytes[bar] === SPACE) bar++;
    if (bar >= end || bytes[bar] !== BAR) return false;
    if (bar + 1 < end && bytes[bar + 1] !== SPACE) return false;
    into.host = nameOf(bytes, start, stop);
    into.start = Math.min(end, bar + 2);
    return true;
  }
}
