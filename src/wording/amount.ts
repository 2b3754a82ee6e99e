/** Figures of a ranking in the unit it is in: bytes, or a count such as allocator blocks. */
import type { Interval, Ranking } from '../ranking/ranking.ts';
import { formatBytes, scaledDigits, unitPower } from './bytes.ts';
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

/** Both ends of an interval, coarsely, in the unit of its estimate, for a place right after the estimate: `1.1–1.3`. */
export function formatRange(interval: Interval, measure: Measure): string {
  if (measure.unit === 'count') {
    return `${formatShortAmount(interval.low, measure)}–${formatShortAmount(interval.high, measure)}`;
  }
  const power = unitPower(interval.estimate === 0 ? interval.high : interval.estimate);
  const digits = (end: number): string =>
    scaledDigits(end, power).replace(/^-?\d\d\.\d$/, (fine) => Math.round(Number(fine)).toString());
  return `${digits(interval.low)}–${digits(interval.high)}`;
}

/** An interval in full, for prose: `1.2 MiB (1.1 MiB to 1.3 MiB)`. */
export function formatInterval(interval: Interval, measure: Measure): string {
  const low = formatAmount(interval.low, measure);
  return `${formatAmount(interval.estimate, measure)} (${low} to ${formatAmount(interval.high, measure)})`;
}
