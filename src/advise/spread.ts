/** How much the growth of lives differs, and how much of that lasts through a life. */
import type { LifeSlope } from './lives.ts';
import type { FloorGrowth } from './workload.ts';

/** With fewer lives, what lasts and what does not cannot be told apart, and all of it is taken to last. */
const LEAST_LIVES = 4;

/**
 * The spread of slopes, long lives counting more. What two halves of one life have in common lasts (their covariance over the
 * lives); the rest is a walk, which grows with the root of the requests only. With two or three lives all is taken to last,
 * with one its halves speak.
 */
export function growthSpread(slopes: readonly LifeSlope[]): Pick<FloorGrowth, 'spread' | 'walk'> {
  if (slopes.length === 0) return { spread: 0, walk: 0 };
  if (slopes.length === 1) {
    const [early, late] = slopes[0]!.halves;
    return { spread: Math.abs(early - late) / 2, walk: 0 };
  }
  const weights = slopes.map(({ requests }) => requests);
  const whole = slopes.map((slope) => slope.whole);
  const all = covariance(whole, whole, weights);
  if (slopes.length < LEAST_LIVES) return { spread: Math.sqrt(all), walk: 0 };
  const early = slopes.map(({ halves }) => halves[0]);
  const late = slopes.map(({ halves }) => halves[1]);
  const lasting = Math.min(all, Math.max(0, covariance(early, late, weights)));
  return { spread: Math.sqrt(lasting), walk: (all - lasting) * mean(weights, weights) };
}

/** The slope of the second half of lives, long lives counting more; 0 for no lives. */
export function lateSlope(slopes: readonly LifeSlope[]): number {
  const weights = slopes.map(({ requests }) => requests);
  return slopes.length === 0
    ? 0
    : mean(
        slopes.map(({ halves }) => halves[1]),
        weights,
      );
}

function mean(values: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return values.reduce((sum, value, i) => sum + value * weights[i]!, 0) / total;
}

/** Weighted, with the correction of n - 1 made by the effective number (total squared over sum of squares; Kish, Survey Sampling). */
function covariance(a: readonly number[], b: readonly number[], weights: readonly number[]): number {
  const [meanA, meanB] = [mean(a, weights), mean(b, weights)];
  const products = a.map((value, i) => (value - meanA) * (b[i]! - meanB));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const effective = total ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0);
  return effective > 1 ? mean(products, weights) * (effective / (effective - 1)) : 0;
}

/** Variance of what a life has grown after so many requests, bytes squared. */
export function growthVariance(
  { spread, walk }: Pick<FloorGrowth, 'spread' | 'walk'>,
  requests: number,
): number {
  return spread * spread * requests * requests + walk * requests;
}
