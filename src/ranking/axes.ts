/** Where the rows of lives stand beside each other when they are drawn: at their times, but for long ones without a reading. */
import type { LifeSeries } from './series.ts';

/** Time without readings is left out where it is more than this part of the axis … */
const LARGE = 0.1;

/** … and so many times as long as it usually takes from one row to the next. */
const UNUSUAL = 10;

/** Time between the ends of two rows that is left out, in seconds of the log. */
interface Gap {
  readonly from: number;
  readonly length: number;
}

/**
 * Positions of the rows of each life: their ends in seconds of the log, where the log has times, less the large gaps before
 * them (a night between two profiles, a server that was off); else their places within the life.
 */
export function axesOf(lives: readonly LifeSeries[]): readonly Float64Array[] {
  const timed = lives.every(({ to }) => !to.some((time) => Number.isNaN(time)));
  const first = Math.min(...lives.map(({ from }) => from[0]!));
  const last = Math.max(...lives.map(({ to, rows }) => to[rows - 1]!));
  if (!timed || !(last > first)) return lives.map(({ at }) => at);
  const gaps = largeGaps(lives, last - first);
  return gaps.length === 0 ? lives.map(({ to }) => to) : lives.map(({ to }) => withoutGaps(to, gaps));
}

/** In order of time. Whether a gap is large is asked of what is left once the larger ones are out. */
function largeGaps(lives: readonly LifeSeries[], length: number): readonly Gap[] {
  const ends = endsOf(lives);
  // Several rows within one second are one moment.
  const lengths = ends
    .map((end, i) => (i === 0 ? 0 : end - ends[i - 1]!))
    .filter((one) => one > 0)
    .sort();
  const usual = lengths[lengths.length - 1 - (lengths.length >> 1)] ?? 0;
  const unusual: Gap[] = [];
  if (!(lengths[lengths.length - 1]! > UNUSUAL * usual)) return unusual;
  for (let i = 1; i < ends.length; i++) {
    const gap = { from: ends[i - 1]!, length: ends[i]! - ends[i - 1]! };
    if (gap.length > UNUSUAL * usual) unusual.push(gap);
  }
  const large: Gap[] = [];
  let left = length;
  for (const gap of unusual.sort((a, b) => b.length - a.length)) {
    if (gap.length <= LARGE * left) break;
    large.push({ from: gap.from, length: gap.length - usual });
    left -= gap.length - usual;
  }
  return large.sort((a, b) => a.from - b.from);
}

/** Where the rows of all lives end, ascending. */
function endsOf(lives: readonly LifeSeries[]): Float64Array {
  const ends = new Float64Array(lives.reduce((sum, { to }) => sum + to.length, 0));
  let at = 0;
  for (const { to } of lives) {
    ends.set(to, at);
    at += to.length;
  }
  return ends.sort();
}

function withoutGaps(times: Float64Array, gaps: readonly Gap[]): Float64Array {
  return times.map((time) => {
    let shorter = time;
    for (const { from, length } of gaps) {
      if (time <= from) break;
      shorter -= Math.min(length, time - from);
    }
    return shorter;
  });
}
