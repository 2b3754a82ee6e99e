/** How fast workers grow, and how well that is known. */
import { floorOf } from './history.ts';
import type { Growth, Interval } from './ranking.ts';
import type { LifeSeries } from './series.ts';
import { warmRow } from './summary.ts';

/** With fewer lives than this, each is cut into as many pieces, so that there is something to compare. */
const PIECES = 4;

/** Seconds of all pieces together below which growth per hour is not worth stating: stamps are whole seconds. */
const LEAST_SECONDS = 600;

/** A stretch of a life after its warm-up: how much its floor rose, over how many requests and seconds (NaN without times). */
interface Piece {
  readonly rise: number;
  readonly requests: number;
  readonly seconds: number;
}

/** Growth per request and per hour after warm-up, with 90 % intervals from how much lives (or parts of them) differ; null where it cannot be said. */
export function growthRates(series: readonly LifeSeries[]): Pick<Growth, 'perRequest' | 'perHour'> {
  const long = series.filter((life) => life.rows - warmRow(life) > PIECES);
  const pieces = long.flatMap((life) => piecesOf(life, long.length < PIECES ? PIECES : 1));
  const seconds = pieces.reduce((sum, piece) => sum + piece.seconds, 0);
  return {
    perRequest: ratio(pieces, ({ requests }) => requests),
    perHour: seconds >= LEAST_SECONDS ? ratio(pieces, (piece) => piece.seconds / 3600) : null,
  };
}

/** With fewer lives than this, lives that grow may still be warming up, each at its own time. */
const MANY_LIVES = 8;

/**
 * Whether workers surely grow (95 %), and do so late in their lives too: the last quarter of each against the quarter
 * before. Told only from many lives: where workers are restarted often each grows by little, and it is their agreement
 * that shows. Levels of buckets are compared and not floors, which by their making never fall.
 */
export function isSurelyGrowing(series: readonly LifeSeries[]): boolean {
  const long = series.filter((life) => life.rows - warmRow(life) > PIECES);
  if (long.length < MANY_LIVES) return false;
  const late = ratio(long.map(lateRise), ({ requests }) => requests);
  return late !== null && late.low > 0;
}

function lateRise({ rows, min, requests }: LifeSeries): Piece {
  const quarter = Math.floor(rows / 4);
  const mean = (from: number): number =>
    min.subarray(from, from + quarter).reduce((sum, level) => sum + level, 0) / quarter;
  const [early, late] = [rows - 2 * quarter, rows - quarter];
  return {
    rise: mean(late) - mean(early),
    requests: requests.subarray(early, late).reduce((sum, count) => sum + count, 0),
    seconds: NaN,
  };
}

function piecesOf(life: LifeSeries, count: number): Piece[] {
  const floor = floorOf(life);
  const first = warmRow(life);
  const at = (i: number): number => first + Math.floor(((life.rows - 1 - first) * i) / count);
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [at(i), at(i + 1)];
    let requests = 0;
    for (let row = from + 1; row <= to; row++) requests += life.requests[row]!;
    return { rise: floor[to]! - floor[from]!, requests, seconds: life.to[to]! - life.to[from]! };
  });
}

/** Rise over size, with an interval by the jackknife (Efron and Tibshirani, An Introduction to the Bootstrap, chapter 11). */
function ratio(pieces: readonly Piece[], sizeOf: (piece: Piece) => number): Interval | null {
  const rise = pieces.reduce((sum, piece) => sum + piece.rise, 0);
  const size = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0);
  const n = pieces.length;
  if (n < 2 || !(size > 0)) return null;
  const estimate = rise / size;
  let squares = 0;
  for (const piece of pieces) {
    const rest = size - sizeOf(piece);
    if (rest > 0) squares += ((rise - piece.rise) / rest - estimate) ** 2;
  }
  const margin = studentQuantile(n - 1) * Math.sqrt(((n - 1) / n) * squares);
  return { estimate, low: estimate - margin, high: estimate + margin };
}

/** The 95 % point of Student's t: Abramowitz and Stegun, 26.7.5, from the normal one; exact to .1 % from three degrees on. */
function studentQuantile(freedom: number): number {
  if (freedom === 1) return 6.314;
  if (freedom === 2) return 2.92;
  const x = 1.6449;
  return (
    x +
    (x ** 3 + x) / (4 * freedom) +
    (5 * x ** 5 + 16 * x ** 3 + 3 * x) / (96 * freedom ** 2) +
    (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / (384 * freedom ** 3)
  );
}
