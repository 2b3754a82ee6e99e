/** Times of a log as text. No clock and no time zone of this machine comes in. */

const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/;

/** An ISO 8601 time with a space for the `T`; a time the log does not give is `(no time)`. */
export function formatMoment(time: string | null): string {
  return time === null ? '(no time)' : time.replace('T', ' ');
}

/** From one time to another: `2026-11-20 10:00:03 to 10:20:03`, the date of the second only where it differs. */
export function formatPeriod(from: string | null, to: string | null): string {
  if (from === null && to === null) return '(no time)';
  const sameDay = from !== null && to?.slice(0, 11) === from.slice(0, 11) && to.charAt(10) === 'T';
  return `${formatMoment(from)} to ${sameDay ? to.slice(11) : formatMoment(to)}`;
}

/** Seconds between two ISO 8601 times, read in one zone where they have none; null if either is not a time. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  const seconds = (epoch(to) - epoch(from)) / 1000;
  return Number.isFinite(seconds) ? seconds : null;
}

/** A length of time in its two greatest units: `2 d 3 h`, `4 min 10 s`, `0 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const sizes = [86_400, 3600, 60, 1] as const;
  const names = ['d', 'h', 'min', 's'] as const;
  const first = Math.max(
    0,
    sizes.findIndex((size) => whole >= size),
  );
  if (whole === 0) return '0 s';
  const parts = [first, first + 1].map((index) => {
    const size = sizes[index] ?? Infinity;
    const rest = index === 0 ? whole : whole % (sizes[index - 1] ?? 1);
    const count = Math.floor(rest / size);
    return count === 0 ? '' : `${count} ${names[index] ?? ''}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}

function epoch(time: string | null): number {
  if (time === null) return NaN;
  return Date.parse(ZONE.test(time) ? time : `${time}Z`);
}
