/** Sizes as people write them: `39845888`, `38.5 MB`, `38912kB`. */
import { digitsEnd } from '../../scan/bytes.ts';
import { RSS } from '../../record.ts';
import { isOverflow } from '../overflow.ts';
import type { Known } from './meanings.ts';

/** The value is a size whose unit nobody can know. */
export const WITHOUT_UNIT = -1;
/** The value is uWSGI's `%(rss)` of 2 GiB or more: how much more nobody can know from it. */
export const OVERFLOWN = -2;

/** More than 64 TiB is no reading but a broken or forged one. */
const MOST_BYTES = 2 ** 46;

/** The first 32-bit number, and the last that is a whole page. */
const FIRST_OVERFLOW = -(2 ** 31);
const LAST_OVERFLOW = -4096;

const POWERS: Readonly<Record<string, number>> = { b: 0, k: 1, m: 2, g: 3 };
const UNIT = /^(?:b|bytes?|[kmg]i?b?)$/;

/** A bare number as bytes, rounded; 0 for what is no size, WITHOUT_UNIT for one that may be of any unit, or OVERFLOWN. */
export function bareSize(value: number, { place, scale, least }: Known): number {
  if (place === RSS && scale <= 1 && value <= LAST_OVERFLOW && value >= FIRST_OVERFLOW) return OVERFLOWN;
  if (!(value > 0)) return 0;
  if (scale > 0) return within(value * scale);
  return value >= least && Number.isInteger(value) ? within(value) : WITHOUT_UNIT;
}

function within(size: number): number {
  return size <= MOST_BYTES ? Math.round(size) : 0;
}

/** The size written in `bytes[start, end)`; see `bareSize`. A unit in the text counts before that of the name. */
export function writtenSize(bytes: Uint8Array, start: number, end: number, known: Known): number {
  const whole = digitsEnd(bytes, start, end);
  if (whole === start)
    return known.place === RSS && known.scale <= 1 && isOverflow(bytes, start, end) ? OVERFLOWN : 0;
  const stop = bytes[whole] === 0x2e && whole < end ? digitsEnd(bytes, whole + 1, end) : whole;
  if (stop - start > 20) return 0;
  const value = decimal(bytes, start, stop);
  if (stop === end) return bareSize(value, known);
  const unitAt = bytes[stop] === 0x20 ? stop + 1 : stop;
  if (end - unitAt > 5) return 0;
  const unit = String.fromCharCode(...bytes.subarray(unitAt, end)).toLowerCase();
  return UNIT.test(unit) ? within(value * 1024 ** POWERS[unit.charAt(0)]!) : 0;
}

/** The decimal number in `bytes[start, end)`, which holds digits and at most one point; `x.` is `x`. */
export function decimal(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  let unit = 0;
  for (let at = start; at < end; at++) {
    if (bytes[at] === 0x2e) unit = 1;
    else {
      value = value * 10 + (bytes[at]! - 0x30);
      unit *= 10;
    }
  }
  return unit > 1 ? value / unit : value;
}
