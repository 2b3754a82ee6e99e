/** As src/ranking/attribution/half-normal.ts, where the sources of the formulas are named. */
import { cos, exp, log, log1p } from './host';

const HALF_TAIL: f64 = sqrt<f64>(2 / Math.PI);

/** The next number in [0, 1); `state` is the place of a whole number that is changed. */
export function random(state: usize): f64 {
  const seed = load<u32>(state) + 0x6d2b79f5;
  store<u32>(state, seed);
  let t: u32 = (seed ^ (seed >>> 15)) * (seed | 1);
  t = (t + (t ^ (t >>> 7)) * (t | 61)) ^ t;
  return <f64>(t ^ (t >>> 14)) / 4294967296.0;
}

export function logHalfEvidence(x: f64): f64 {
  if (x < -6) {
    const square = x * x;
    return 0.5 * log(2 / Math.PI) - log(-x) + log1p(-1 / square + 3 / (square * square));
  }
  return x < 0 ? log(scaledTail(-x)) : log(2 * exp((x * x) / 2) - scaledTail(x));
}

export function halfEvidence(x: f64): f64 {
  if (x < -6) {
    const square = x * x;
    return (HALF_TAIL / -x) * (1 - 1 / square + 3 / (square * square));
  }
  return x < 0 ? scaledTail(-x) : 2 * exp((x * x) / 2) - scaledTail(x);
}

function scaledTail(x: f64): f64 {
  const t = 1 / (1 + (0.3275911 * x) / Math.SQRT2);
  return t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
}

export function positiveNormal(mean: f64, state: usize): f64 {
  if (mean > -0.5) {
    while (true) {
      const far = sqrt<f64>(-2 * log(1 - random(state)));
      const x = mean + far * cos(2 * Math.PI * random(state));
      if (x > 0) return x;
    }
  }
  const rate = (-mean + sqrt<f64>(mean * mean + 4)) / 2;
  while (true) {
    const x = -log(1 - random(state)) / rate;
    const off = x - mean - rate;
    if (random(state) <= exp(-(off * off) / 2)) return x;
  }
}
