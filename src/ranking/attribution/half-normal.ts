/** Draws and tail areas of the normal distribution, for coefficients that cannot be negative. */

/** A generator of numbers in [0, 1), the same on every machine (mulberry32, T. Ettinger, public domain). */
export function randomNumbers(seed: number): () => number {
  // Signed, so that it stays a small integer.
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * log(2 * Phi(x) * exp(x * x / 2)), Phi being the normal distribution function: the evidence for a half-normal
 * coefficient whose unbounded estimate stands x standard errors above zero. Error below .005.
 */
export function logHalfEvidence(x: number): number {
  if (x < -6) {
    const square = x * x;
    return 0.5 * Math.log(2 / Math.PI) - Math.log(-x) + Math.log1p(-1 / square + 3 / (square * square));
  }
  return x < 0 ? Math.log(scaledTail(-x)) : Math.log(2 * Math.exp((x * x) / 2) - scaledTail(x));
}

/** The same without the logarithm; infinite from about 38 standard errors on. */
export function halfEvidence(x: number): number {
  if (x < -6) {
    const square = x * x;
    return (HALF_TAIL / -x) * (1 - 1 / square + 3 / (square * square));
  }
  return x < 0 ? scaledTail(-x) : 2 * Math.exp((x * x) / 2) - scaledTail(x);
}

const HALF_TAIL = Math.sqrt(2 / Math.PI);

/** 2 * Phi(-x) * exp(x * x / 2) for x >= 0: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26. */
function scaledTail(x: number): number {
  const t = 1 / (1 + (0.3275911 * x) / Math.SQRT2);
  return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
}

/** A draw from the normal distribution of unit variance around `mean`, given that it is positive. */
export function positiveNormal(mean: number, random: () => number): number {
  if (mean > -0.5) {
    for (;;) {
      const x = mean + Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      if (x > 0) return x;
    }
  }
  // Far in the tail: C. P. Robert, Simulation of truncated normal variables, Statistics and Computing 5 (1995).
  const rate = (-mean + Math.sqrt(mean * mean + 4)) / 2;
  for (;;) {
    const x = -Math.log(1 - random()) / rate;
    const off = x - mean - rate;
    if (random() <= Math.exp(-(off * off) / 2)) return x;
  }
}
