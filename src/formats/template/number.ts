/** Numbers as servers print them. */
import { digitsEnd, wholeNumber } from '../../scan/bytes.ts';

const MINUS = 0x2d;

/** The number in `bytes[start, end)`, which holds digits, perhaps after a minus and with a decimal part; -1 for `-` and for too many digits. */
export function decimalValue(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  const from = isNegative || bytes[start] === 0x20 ? start + 1 : start;
  const dot = digitsEnd(bytes, from, end);
  const whole = wholeNumber(bytes, from, dot);
  if (whole < 0) return -1;
  const fractionEnd = Math.min(end, dot + 16);
  const fraction =
    dot + 1 < fractionEnd ? wholeNumber(bytes, dot + 1, fractionEnd) / 10 ** (fractionEnd - dot - 1) : 0;
  return isNegative ? -(whole + fraction) : whole + fraction;
}
