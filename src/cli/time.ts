import { UsageError } from '../errors.ts';
import type { Io } from './io.ts';

/** Seconds in each unit that a length of time may have. */
export const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const RELATIVE = /^(\d{1,6})([smhdw])$/;
const ABSOLUTE = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/;

/**
 * A point in time as the log's wall clock shows it, in seconds counted as if that were UTC: `2h` (ago), `2026-11-22`,
 * `2026-11-22T08:30`. Throws UsageError for anything else.
 */
export function parseTime(flag: string, text: string, now: ReturnType<Io['now']>): number {
  const relative = RELATIVE.exec(text);
  if (relative)
    return Math.floor((now.epoch + now.ahead) / 1000) - Number(relative[1]) * UNITS[relative[2]!]!;
  const absolute = ABSOLUTE.exec(text);
  const seconds = absolute ? Date.parse(`${absolute[1]!}T${absolute[2] ?? '00:00'}Z`) / 1000 : NaN;
  // Date.parse rolls 31 February over into March.
  const isReal =
    absolute && !Number.isNaN(seconds) && new Date(seconds * 1000).toISOString().startsWith(absolute[1]!);
  if (!isReal)
    throw new UsageError(`${flag} '${text}' is no time: write 2h (ago), 2026-11-22 or 2026-11-22T08:30`);
  return seconds;
}
