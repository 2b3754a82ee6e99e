/**
 * Non-negative least squares on the normal equations: the x >= 0 that makes x'Gx - 2x'c least.
 *
 * Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23, with the Gram matrix in place of the
 * design matrix: an active set grows by the column with the steepest gradient and shrinks where a solution
 * would go negative. A good start (the answer to a neighbouring problem) saves most of the steps.
 */
import { factorise, solve } from './cholesky.ts';

/** Relative weight added to the unit diagonal, so that two equal columns still have one answer. */
const JITTER = 1e-8;

/** Gradients below this part of the greatest are taken as zero. */
const TOLERANCE = 1e-11;

/** A quadratic problem scaled to unit diagonal, ready to be solved many times over. */
export interface NonNegativeProblem {
  readonly size: number;
  readonly gram: Float64Array;
  readonly target: Float64Array;
  /** What a scaled solution is divided by; 0 for a column that is zero throughout and stays out. */
  readonly scale: Float64Array;
  /** Room for the factor of the active columns, shared by all solutions. */
  readonly factor: Float64Array;
}

/** Scales `gram` (n * n, symmetric) and `target` (n) to unit diagonal. Columns whose diagonal is not positive are left out of every solution. */
export function nonNegativeProblem(gram: Float64Array, target: Float64Array): NonNegativeProblem {
  const size = target.length;
  const scale = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const d = gram[i * size + i]!;
    scale[i] = d > 0 ? Math.sqrt(d) : 0;
  }
  const scaled = new Float64Array(size * size);
  const scaledTarget = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (scale[i] === 0) continue;
    scaledTarget[i] = target[i]! / scale[i]!;
    for (let j = 0; j < size; j++) {
      if (scale[j] !== 0) scaled[i * size + j] = gram[i * size + j]! / (scale[i]! * scale[j]!);
    }
    scaled[i * size + i] = 1 + JITTER;
  }
  return { size, gram: scaled, target: scaledTarget, scale, factor: new Float64Array(size * size) };
}

/** What may be said about the solution before it is sought. */
export interface NonNegativeOptions {
  /** A feasible point in the problem's own units, near the solution if possible. */
  readonly start?: Float64Array;
  /** Columns held at zero. */
  readonly without?: readonly number[];
}

/** The minimiser, in the units of the problem as it was before scaling. Never throws; gives up improving after 4n + 20 steps. */
export function solveNonNegative(
  problem: NonNegativeProblem,
  options: NonNegativeOptions = {},
): Float64Array {
  const state = begin(problem, options);
  const { size, target } = problem;
  let greatest = 0;
  for (let i = 0; i < size; i++) greatest = Math.max(greatest, Math.abs(target[i]!));
  if (state.count > 0) settle(problem, state);
  for (let step = 0; step < 4 * size + 20; step++) {
    const j = steepest(problem, state, TOLERANCE * greatest);
    if (j < 0) break;
    state.active[state.count++] = j;
    state.isActive[j] = 1;
    settle(problem, state);
    // Rounding can make a column leave in the very step it entered; asking for it again would not end.
    if (state.isActive[j] === 0) state.banned[j] = 1;
  }
  for (let i = 0; i < size; i++) state.x[i] = problem.scale[i]! > 0 ? state.x[i]! / problem.scale[i]! : 0;
  return state.x;
}

interface ActiveSet {
  readonly x: Float64Array;
  readonly active: Int32Array;
  readonly isActive: Uint8Array;
  readonly banned: Uint8Array;
  readonly trial: Float64Array;
  count: number;
}

function begin(problem: NonNegativeProblem, options: NonNegativeOptions): ActiveSet {
  const { size, scale } = problem;
  const state: ActiveSet = {
    x: new Float64Array(size),
    active: new Int32Array(size),
    isActive: new Uint8Array(size),
    banned: new Uint8Array(size),
    trial: new Float64Array(size),
    count: 0,
  };
  for (let i = 0; i < size; i++) if (scale[i] === 0) state.banned[i] = 1;
  for (const i of options.without ?? []) state.banned[i] = 1;
  if (options.start) {
    for (let i = 0; i < size; i++) {
      if (state.banned[i] === 1 || !(options.start[i]! > 0)) continue;
      state.x[i] = options.start[i]! * scale[i]!;
      state.active[state.count++] = i;
      state.isActive[i] = 1;
    }
  }
  return state;
}

/** The inactive column along which the objective falls fastest, or -1 at the minimum. */
function steepest(problem: NonNegativeProblem, state: ActiveSet, least: number): number {
  const { size, gram, target } = problem;
  let best = -1;
  let bestGradient = least;
  for (let i = 0; i < size; i++) {
    if (state.isActive[i] === 1 || state.banned[i] === 1) continue;
    let gradient = target[i]!;
    for (let q = 0; q < state.count; q++) {
      const j = state.active[q]!;
      gradient -= gram[i * size + j]! * state.x[j]!;
    }
    if (gradient > bestGradient) {
      bestGradient = gradient;
      best = i;
    }
  }
  return best;
}

/** Moves to the least-squares solution of the active columns, dropping each that would go negative on the way. */
function settle(problem: NonNegativeProblem, state: ActiveSet): void {
  const { x, active, trial } = state;
  while (state.count > 0) {
    solveActive(problem, state);
    let step = 1;
    for (let q = 0; q < state.count; q++) {
      const from = x[active[q]!]!;
      if (trial[q]! <= 0) step = Math.min(step, from > 0 ? from / (from - trial[q]!) : 0);
    }
    for (let q = 0; q < state.count; q++) {
      const j = active[q]!;
      x[j] = step === 1 ? trial[q]! : x[j]! + step * (trial[q]! - x[j]!);
    }
    if (step === 1 && allPositive(state)) return;
    dropNegative(state);
  }
}

function allPositive(state: ActiveSet): boolean {
  for (let q = 0; q < state.count; q++) if (!(state.trial[q]! > 0)) return false;
  return true;
}

function dropNegative(state: ActiveSet): void {
  let kept = 0;
  for (let q = 0; q < state.count; q++) {
    const j = state.active[q]!;
    if (state.trial[q]! <= 0 && state.x[j]! <= 1e-12 * Math.abs(state.trial[q]!)) {
      state.x[j] = 0;
      state.isActive[j] = 0;
    } else state.active[kept++] = j;
  }
  state.count = kept;
}

function solveActive(problem: NonNegativeProblem, state: ActiveSet): void {
  const { size, gram, target, factor } = problem;
  const { active, count, trial } = state;
  for (let a = 0; a < count; a++) {
    trial[a] = target[active[a]!]!;
    for (let b = 0; b <= a; b++) factor[a * count + b] = gram[active[a]! * size + active[b]!]!;
  }
  factorise(factor, count);
  solve(factor, count, trial);
}
