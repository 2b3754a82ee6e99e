/** Bytes as people read them: powers of 1024, two to four figures. */
import { groupDigits } from './numbers.ts';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/**
 * `bytes` with the unit that keeps it under 1024: `512 B`, `1.2 MiB`, `310 GiB`. One decimal under 100 where it says something.
 * `signed` puts a `+` before what grew; a negative value has its `-` either way, and what rounds to zero has no sign.
 */
export function formatBytes(bytes: number, signed = false): string {
  const size = Math.abs(bytes);
  const power = unitPower(size);
  const digits = scaledDigits(size, power);
  if (digits === '0') return '0 B';
  const sign = bytes < 0 ? '-' : signed ? '+' : '';
  return `${sign}${digits} ${unitName(power)}`;
}

/** The power of 1024 that `formatBytes` writes `bytes` in. Decided after rounding: 1023.95 KiB is 1.0 MiB. */
export function unitPower(bytes: number): number {
  const size = Math.abs(bytes);
  let power = 0;
  while (power < UNITS.length - 1 && Number(plainDigits(size, power)) >= 1024) power += 1;
  return power;
}

/** The unit 1024 ** `power`: `KiB` for 1. */
export function unitName(power: number): string {
  return UNITS[power] ?? 'B';
}

/** The digits of `bytes` in the unit 1024 ** `power`, without the unit. */
export function scaledDigits(bytes: number, power: number): string {
  const digits = plainDigits(Math.abs(bytes), power);
  const sign = bytes < 0 && Number(digits) !== 0 ? '-' : '';
  return Number(digits) >= 1024 ? sign + groupDigits(Number(digits)) : sign + digits;
}

function plainDigits(size: number, power: number): string {
  const scaled = size / 1024 ** power;
  const fine = scaled.toFixed(1);
  if (Number(fine) >= 100 || Number(fine) === 0) return scaled.toFixed(0);
  // Whole bytes have no decimals (the mean of many may), and `96.0 MiB` says no more than `96 MiB`.
  return fine.endsWith('.0') && (power === 0 || scaled >= 9.95) ? scaled.toFixed(0) : fine;
}
