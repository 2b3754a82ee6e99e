/** Memory as people print it: `20033536`, `19564KiB`, `19.1 MB`. Multiples are of 1024, as in all server tools. */
import { ascii, digitsEnd, isDigit, wholeNumber } from '../../scan/bytes.ts';

/** Bytes in a KiB, MiB, GiB; the letter's place is the power. */
const LETTERS = ascii('bkmg');
const FACTORS = [1, 1024, 1024 ** 2, 1024 ** 3];

/** The bytes that the unit in `bytes[start, end)` stands for: nothing, `B`, `K`, `kB`, `KiB` and their like; 0 if it is no unit. */
function unit(bytes: Uint8Array, start: number, end: number): number {
  if (start === end) return 1;
  const power = LETTERS.indexOf(bytes[start]! | 0x20);
  if (power < 0) return 0;
  let at = start + 1;
  if (power > 0 && at < end && (bytes[at]! | 0x20) === 0x69) at++;
  if (power > 0 && at < end && (bytes[at]! | 0x20) === 0x62) at++;
  return at === end ? FACTORS[power]! : 0;
}

/**
 * The number of bytes in the word `bytes[start, end)`: a number, perhaps with a fraction, and perhaps a unit (`factor`
 * bytes each where none is said). -1 if it is none.
 */
export function quantity(bytes: Uint8Array, start: number, end: number, factor: number): number {
  const whole = digitsEnd(bytes, start, end);
  const value = wholeNumber(bytes, start, whole);
  if (value < 0) return -1;
  const hasFraction = whole + 1 < end && bytes[whole] === 0x2e && isDigit(bytes[whole + 1]);
  const stop = hasFraction ? digitsEnd(bytes, whole + 1, end) : whole;
  const said = unit(bytes, stop, end);
  if (said === 0) return -1;
  const part = hasFraction ? Math.max(0, wholeNumber(bytes, whole + 1, Math.min(stop, whole + 10))) : 0;
  const fraction = part / 10 ** Math.min(stop - whole - 1, 9);
  const exact = (hasFraction ? value + fraction : value) * (stop === end ? factor : said);
  return exact <= Number.MAX_SAFE_INTEGER ? Math.round(exact) : -1;
}
