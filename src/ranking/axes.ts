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
  const ends = Float64Array.from(lives.flatMap(({ to }) => [...to])).sort();
  const steps = [...ends.subarray(1)]
    .map((end, i): Gap => ({ from: ends[i]!, length: end - ends[i]! }))
    // Several rows within one second are one moment.
    .filter((gap) => gap.length > 0)
    .sort((a, b) => b.length - a.length);
  const usual = steps[Math.floor(steps.length / 2)]?.length ?? 0;
  const large: Gap[] = [];
  let left = length;
  for (const step of steps) {
    if (step.length <= LARGE * left || step.length <= UNUSUAL * usual) break;
    const gap = { from: step.from, length: step.length - usual };
    large.push(gap);
    left -= gap.length;
  }
  return large.sort((a, b) => a.from - b.from);
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
