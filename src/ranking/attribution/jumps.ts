/**
 * Exact levels freed of single jumps: a cache that takes in one large thing, a table that doubles, garbage of an older
 * generation that goes at last. Against them stands noise of a few hundred bytes, so that a dozen jumps are all that least
 * squares would see.
 *
 * A regression that gives less and less weight to what lies far off (iteratively reweighted: Huber's weights while the
 * scale comes down, so that there is one answer, then Student's t with two degrees of freedom; Lange, Little and Taylor,
 * JASA 84, 1989) says what lies far off; of that the rest is taken from the levels. Jumps that a route goes on making are no
 * accident, and stay.
 */
import { factorise, invert, solve } from './cholesky.ts';
import { dot } from './gram.ts';
import type { LaggedLife } from './lagged-counts.ts';
import { FAR_OFF, JUMPS_CUT, LARGE_PROBLEM, MANY_JUMPS, SURELY } from './tuning.ts';

/** Rows of all exact lives: how the level changed, by how much each column was called. */
interface Steps {
  readonly change: Float64Array;
  readonly calls: readonly Float64Array[];
  /** 1 for rows past the part of their life that may still be filling caches. */
  readonly isLate: Uint8Array;
}

/** The lives, the exact ones without their jumps. Causes common to all routes are the last `common` columns. */
export function withoutJumps(lives: readonly LaggedLife[], common: number): LaggedLife[] {
  const exact = lives.filter((life) => life.exact);
  const k = lives[0]?.lagged.length ?? 0;
  const rows = exact.reduce((sum, life) => sum + life.usable - 1, 0);
  if (rows < ROWS_PER_COLUMN * k || rows * k ** 2 > LARGE_PROBLEM / 5) return [...lives];
  const steps = stepsOf(exact, k, rows);
  const jumps = jumpsOf(steps);
  if (!jumps) return [...lives];
  // What all routes cause alike is the sum of them, so no regression has both.
  const excess = withoutRecurring({ ...steps, calls: steps.calls.slice(0, k - common) }, jumps);
  let at = 0;
  return lives.map((life) => {
    if (!life.exact) return life;
    const level = life.min.slice();
    let removed = 0;
    for (let t = 1; t < life.usable; t++) {
      removed += excess[at++]!;
      level[t] = level[t]! - removed;
    }
    return { ...life, mean: level, min: level, raw: life.min };
  });
}

function stepsOf(lives: readonly LaggedLife[], k: number, rows: number): Steps {
  const change = new Float64Array(rows);
  const calls = Array.from({ length: k }, () => new Float64Array(rows));
  const isLate = new Uint8Array(rows);
  let at = 0;
  for (const { usable, min, lagged } of lives) {
    for (let t = 1; t < usable; t++, at++) {
      change[at] = min[t]! - min[t - 1]!;
      for (let j = 0; j < k; j++) calls[j]![at] = lagged[j]![t]! - lagged[j]![t - 1]!;
      isLate[at] = t >= usable * JUMPS_CUT ? 1 : 0;
    }
  }
  return { change, calls, isLate };
}

/** What to take from each change, and the scale of what lies near. */
interface Jumps {
  readonly excess: Float64Array;
  readonly scale: number;
}

/** What each change has beyond what lies near; undefined where nothing moves. */
function jumpsOf({ change, calls }: Steps): Jumps | undefined {
  let rest = change.slice();
  let scale = Math.sqrt(rest.reduce((sum, x) => sum + x * x, 0) / rest.length);
  if (!(scale > 0)) return undefined;
  const weight = new Float64Array(rest.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const least = 1.4826 * medianSize(rest) + 1;
    const isNear = scale <= least;
    scale = Math.max(least, scale / 2);
    for (let r = 0; r < rest.length; r++) weight[r] = Math.min(1, (HUBER * scale) / Math.abs(rest[r]!));
    rest = residual(change, calls, weight);
    if (isNear) break;
  }
  for (let round = 0; round < ROUNDS_OF_T; round++) {
    let squares = 0;
    for (let r = 0; r < rest.length; r++) {
      weight[r] = 3 / (2 + (rest[r]! / scale) ** 2);
      squares += weight[r]! * rest[r]! ** 2;
    }
    scale = Math.sqrt(squares / rest.length) + 1;
    rest = residual(change, calls, weight);
  }
  return { excess: pseudoExcess(rest, scale), scale };
}

/**
 * What is to be taken from each change so that plain least squares on the rest gives the estimate of the t regression, and
 * its standard errors: the influence of the row over its mean slope stands for it (Huber, Robust Statistics, 1981, 7.10).
 */
function pseudoExcess(rest: Float64Array, scale: number): Float64Array {
  let slope = 0;
  for (const x of rest) slope += (3 * (2 - (x / scale) ** 2)) / (2 + (x / scale) ** 2) ** 2 / rest.length;
  const least = Math.max(slope, LEAST_SLOPE);
  return rest.map((x) => x - (x * 3) / (2 + (x / scale) ** 2) / least);
}

const LEAST_SLOPE = 0.25;

/** With fewer rows for each column what lies far off cannot be told from what does not fit. */
const ROWS_PER_COLUMN = 6;

const HUBER = 3;
const MOST_ROUNDS = 60;
const ROUNDS_OF_T = 12;

function medianSize(values: Float64Array): number {
  return values.map(Math.abs).sort()[values.length >> 1]!;
}

/** What is left of the changes after weighted least squares. */
function residual(
  change: Float64Array,
  calls: readonly Float64Array[],
  weight: Float64Array,
): Float64Array<ArrayBuffer> {
  const k = calls.length;
  const gram = new Float64Array(k * k);
  const target = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const x = calls[i]!.map((count, r) => count * weight[r]!);
    for (let j = 0; j <= i; j++) gram[i * k + j] = dot(x, calls[j]!, 0, x.length);
    gram[i * k + i] = gram[i * k + i]! * (1 + 1e-9);
    target[i] = dot(x, change, 0, x.length);
  }
  factorise(gram, k);
  solve(gram, k, target);
  const rest = change.slice();
  for (let i = 0; i < k; i++)
    for (let r = 0; r < rest.length; r++) rest[r] = rest[r]! - target[i]! * calls[i]![r]!;
  return rest;
}

/**
 * What to take from each change, less the jumps of columns that go on making them: late in lives, often, and far more
 * than chance would give them. One call in twenty may be what leaks.
 */
function withoutRecurring(steps: Steps, jumps: Jumps): Float64Array {
  const { calls, isLate } = steps;
  const far = FAR_OFF * jumps.scale;
  const isJump = jumps.excess.map((x) => (x > far ? 1 : 0));
  const late = jumps.excess.map((x, r) => (isLate[r] && isJump[r] ? x : 0));
  const recurring = recurringColumns(steps, late);
  if (recurring.length === 0) return jumps.excess;
  return jumps.excess.map((x, r) => (isJump[r] && recurring.some((j) => calls[j]![r]! > 0) ? 0 : x));
}

/** Columns whose calls explain the late jumps: a regression coefficient of many standard errors, over many jumps. */
function recurringColumns({ calls, isLate }: Steps, late: Float64Array): number[] {
  const k = calls.length;
  const rows = late.length;
  const gram = new Float64Array(k * k);
  const target = new Float64Array(k);
  const seen = calls.map((column) => column.map((count, r) => (isLate[r] ? count : 0)));
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) gram[i * k + j] = gram[j * k + i] = dot(seen[i]!, seen[j]!, 0, rows);
    target[i] = dot(seen[i]!, late, 0, rows);
  }
  for (let i = 0; i < k; i++) gram[i * k + i] = gram[i * k + i]! * (1 + 1e-9) + 1e-12;
  const inverse = invert(gram, k);
  const slope = Float64Array.from(target, (_, i) => dot(inverse.subarray(i * k, i * k + k), target, 0, k));
  const rest = late.slice();
  seen.forEach((column, i) => column.forEach((count, r) => (rest[r] = rest[r]! - slope[i]! * count)));
  const lateRows = isLate.reduce((sum, one) => sum + one, 0);
  const variance = dot(rest, rest, 0, rows) / Math.max(1, lateRows - k);
  return [...calls.keys()].filter((i) => {
    const jumps = late.reduce((sum, x, r) => sum + (x > 0 && seen[i]![r]! > 0 ? 1 : 0), 0);
    return jumps >= MANY_JUMPS && slope[i]! > SURELY * Math.sqrt(variance * inverse[i * k + i]!);
  });
}
