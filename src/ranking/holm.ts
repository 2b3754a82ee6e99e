/** Chances of differences, and what many of them together are worth. */

/**
 * How likely a standard normal variate is at least so far from zero, either way (Abramowitz and Stegun, Handbook of
 * Mathematical Functions, 26.2.17; error below 2e-7).
 */
export function twoSidedChance(z: number): number {
  const far = Math.abs(z);
  const t = 1 / (1 + 0.2316419 * far);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, 2 * (Math.exp(-0.5 * far * far) / Math.sqrt(2 * Math.PI)) * series);
}

/**
 * Each chance as it stands among all of them, so that with any number of comparisons of things that are alike one is
 * found at level p with chance p at most, whatever they have to do with each other. S. Holm, A simple sequentially
 * rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979). Same order as given.
 */
export function holm(chances: readonly number[]): readonly number[] {
  const order = [...chances.keys()].sort((a, b) => chances[a]! - chances[b]!);
  const adjusted = new Array<number>(chances.length).fill(1);
  let least = 0;
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (chances.length - place) * chances[index]!));
    adjusted[index] = least;
  }
  return adjusted;
}
