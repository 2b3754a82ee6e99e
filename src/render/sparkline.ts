/** A row of numbers as a line of small bars. */

const BARS = '▁▂▃▄▅▆▇█';

/**
 * `values` as at most `width` bars, lowest value to highest; neighbours share a bar (their mean) where there are more
 * values than bars. Empty for no values. Values that differ by no more than `flat` are drawn as a flat line, so that
 * noise does not look like a mountain.
 */
export function sparkline(values: readonly number[], width: number, flat: number): string {
  const points = means(values, Math.min(width, values.length));
  const low = Math.min(...points);
  const span = Math.max(...points) - low;
  return points
    .map((point) => BARS.charAt(span <= flat ? 0 : Math.round(((point - low) / span) * 7)))
    .join('');
}

/** The distance from the lowest of `values` to the highest; 0 for none. */
export function spanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

function means(values: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const part = values.slice(
      Math.floor((index * values.length) / count),
      Math.floor(((index + 1) * values.length) / count),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}
