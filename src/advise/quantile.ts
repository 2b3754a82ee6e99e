/** Small statistics of what is measured and simulated. */

/** The point of the standard normal distribution that 99 of 100 values stay under. */
export const NORMAL_99 = 2.3263;

/** The value at a part (0 to 1) of ascending values, between neighbours in proportion (R type 7); NaN for none. */
export function quantileOf(ascending: ArrayLike<number>, part: number): number {
  const place = (ascending.length - 1) * Math.min(1, Math.max(0, part));
  const below = Math.floor(place);
  const low = ascending[below] ?? NaN;
  const high = ascending[below + 1] ?? low;
  return low + (high - low) * (place - below);
}

/** The middle of values in any order; NaN for none. */
export function medianOf(values: readonly number[]): number {
  return quantileOf(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** The mean; NaN for none. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The chance that at least `least` of `trials` happen, each with this chance and each for itself: the binomial tail. */
export function atLeast(least: number, trials: number, chance: number): number {
  if (least <= 0) return 1;
  if (least > trials || chance <= 0) return 0;
  if (chance >= 1) return 1;
  // From the rare end, so that small tails keep their digits.
  let term = chance ** trials;
  let sum = term;
  for (let count = trials; count > least; count--) {
    term *= (count / (trials - count + 1)) * ((1 - chance) / chance);
    sum += term;
  }
  return Math.min(1, sum);
}

/** The chance that at least `least` happen, each with a chance of its own: the Poisson binomial tail. */
export function atLeastOf(least: number, chances: readonly number[]): number {
  // Fewer than `least`, by how many happened so far.
  let fewer = Array.from({ length: least }, (_, count): number => (count === 0 ? 1 : 0));
  for (const chance of chances)
    fewer = fewer.map((part, count) => part * (1 - chance) + (fewer[count - 1] ?? 0) * chance);
  return Math.max(0, 1 - fewer.reduce((sum, part) => sum + part, 0));
}

/** How many of `trials` happen at most, 99 times in a hundred. */
export function countAt99(trials: number, chance: number): number {
  let count = 0;
  while (count < trials && atLeast(count + 1, trials, chance) > 0.01) count++;
  return count;
}
