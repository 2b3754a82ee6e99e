/** Figures of a ranking in the unit it is in: bytes, or a count such as allocator blocks. */
import type { Interval, Ranking } from '../ranking/ranking.ts';
import { formatBytes, scaledDigits, unitName, unitPower } from './bytes.ts';
import { groupDigits } from './numbers.ts';

/** What the figures of a ranking are measured in. */
export type Measure = Pick<Ranking, 'metric' | 'unit'>;

/** A figure with its unit: `1.2 MiB`, `40 blocks`. */
export function formatAmount(value: number, measure: Measure): string {
  return measure.unit === 'bytes'
    ? formatBytes(value)
    : `${formatShortAmount(value, measure)} ${measure.metric}`;
}

/** A change with its sign and unit: `+1.2 MiB`, `-40 blocks`. */
export function formatChange(value: number, measure: Measure): string {
  if (measure.unit === 'bytes') return formatBytes(value, true);
  const text = formatAmount(value, measure);
  return value > 0 && !text.startsWith('0 ') ? `+${text}` : text;
}

/** A figure for a column whose heading names the unit of counts: `1.2 MiB`, `40`. */
export function formatShortAmount(value: number, measure: Measure): string {
  return measure.unit === 'bytes' ? formatBytes(value) : groupDigits(value, Math.abs(value) < 10 ? 1 : 0);
}

/**
 * Both ends of an interval, coarsely, for a place right after the estimate: `1.1–1.3`, in the unit of the estimate. Where
 * the upper end reads better in another unit, each end has its own: `0–258 KiB` after `285 B`.
 */
export function formatRange(interval: Interval, measure: Measure): string {
  const { estimate, low, high } = interval;
  if (measure.unit === 'count')
    return `${formatShortAmount(low, measure)}–${formatShortAmount(high, measure)}`;
  const power = unitPower(high);
  if (estimate !== 0 && unitPower(estimate) !== power) return formatUnitRange(interval, measure);
  return `${coarseDigits(low, power)}–${coarseDigits(high, power)}`;
}

/** Both ends of an interval, coarsely, with their unit: `1.1–1.3 MiB`, `0–258 KiB`, `300 B–2.2 KiB`. */
export function formatUnitRange({ low, high }: Interval, measure: Measure): string {
  if (measure.unit === 'count') return `${formatShortAmount(low, measure)}–${formatAmount(high, measure)}`;
  const power = unitPower(high);
  const [from, to] = [coarseDigits(low, power), coarseDigits(high, power)];
  const isOneUnit = from === '0' || unitPower(low) === power;
  return isOneUnit ? `${from}–${to} ${unitName(power)}` : `${formatBytes(low)}–${to} ${unitName(power)}`;
}

/** Digits in a unit, without a decimal from ten on. */
function coarseDigits(bytes: number, power: number): string {
  return scaledDigits(bytes, power).replace(/^-?\d\d\.\d$/, (fine) => Math.round(Number(fine)).toString());
}

/** An interval in full, for prose: `1.2 MiB (1.1 MiB to 1.3 MiB)`. */
export function formatInterval(interval: Interval, measure: Measure): string {
  const low = formatAmount(interval.low, measure);
  return `${formatAmount(interval.estimate, measure)} (${low} to ${formatAmount(interval.high, measure)})`;
}

/** The row of what grows with time, whatever is called. */
export const BACKGROUND_NAME = '(background)';

/** What the leak of a row is counted by: `per call`, or `per second` where time takes the place of calls. */
export function perWhat(endpoint: string): string {
  return endpoint === BACKGROUND_NAME ? 'per second' : 'per call';
}
