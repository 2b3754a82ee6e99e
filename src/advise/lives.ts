/** Single lives in numbers: where they start, how their warm-up ends, how fast the floor rises after it. */
import { isNewStart } from '../ranking/deploys.ts';
import { floorOf } from '../ranking/history.ts';
import type { LifeHistory } from '../ranking/history.ts';
import type { LifeSeries } from '../ranking/series.ts';
import { warmRow } from '../ranking/summary.ts';
import type { WarmUp } from './workload.ts';

/** Rows after the warm-up that a life needs for its slope to be worth anything. */
const LEAST_ROWS = 5;

/** A warm-up is over when so much of it is there. */
const NEARLY_ALL = 0.9;

/** One life, or the part of it that the log shows. */
export interface LifeMeasure {
  readonly history: LifeHistory;
  /** Whether its first request is in the log. */
  readonly isBorn: boolean;
  readonly start: number;
  readonly requests: number;
  /** Undefined for a life too short to have a slope. */
  readonly slope: LifeSlope | undefined;
}

/** The rise of a floor after the warm-up. */
export interface LifeSlope {
  /** Requests that it was measured over. */
  readonly requests: number;
  /** Bytes per request: over the whole stretch, and over its first and second half. */
  readonly whole: number;
  readonly halves: readonly [number, number];
  readonly warmUp: WarmUp;
}

/** Measures each life. */
export function measureLives(lives: readonly LifeHistory[]): LifeMeasure[] {
  return lives.map((history) => {
    const { life, series } = history;
    return {
      history,
      isBorn: (life.coordinate !== 'none' && life.first.workerRequests === 1) || isNewStart(history, lives),
      start: series.first[0]!,
      requests: life.requests,
      slope: slopeOf(series),
    };
  });
}

/** Requests so far at each row. */
function requestsSoFar({ rows, requests }: LifeSeries): Float64Array {
  const so = new Float64Array(rows);
  for (let row = 0; row < rows; row++) so[row] = requests[row]! + (row === 0 ? 0 : so[row - 1]!);
  return so;
}

function slopeOf(series: LifeSeries): LifeSlope | undefined {
  const [first, last] = [warmRow(series), series.rows - 1];
  if (last - first < LEAST_ROWS) return undefined;
  const middle = Math.round((first + last) / 2);
  const floor = floorOf(series);
  const so = requestsSoFar(series);
  const between = (a: number, b: number): number => (floor[b]! - floor[a]!) / Math.max(1, so[b]! - so[a]!);
  const whole = between(first, last);
  return {
    requests: so[last]! - so[first]!,
    whole,
    halves: [between(first, middle), between(middle, last)],
    warmUp: warmUpOf(series, floor, so, whole),
  };
}

/** What is left of the rise up to the warm row when the slope after it is taken off, and where nearly all of that is there. */
function warmUpOf(series: LifeSeries, floor: Float64Array, so: Float64Array, slope: number): WarmUp {
  const warm = warmRow(series);
  const size = floor[warm]! - slope * so[warm]! - series.first[0]!;
  if (!(size > 0)) return { size: 0, requests: 0 };
  const isOver = floor.findIndex(
    (level, row) => level - slope * so[row]! - series.first[0]! >= NEARLY_ALL * size,
  );
  return { size, requests: so[isOver]! };
}

/** A life of less than this part of the longest has little but its warm-up to show. */
const LONG = 0.5;

/** The lives that are long enough to tell growth from warm-up: all of them where the long ones have not even half of the requests. */
export function longLives(lives: readonly LifeMeasure[]): readonly LifeMeasure[] {
  const longest = Math.max(...lives.map(({ requests }) => requests));
  const long = lives.filter(({ requests }) => requests >= LONG * longest);
  const count = (some: readonly LifeMeasure[]): number =>
    some.reduce((sum, { requests }) => sum + requests, 0);
  return count(long) >= count(lives) / 2 ? long : lives;
}
