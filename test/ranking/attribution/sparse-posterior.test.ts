import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  logHalfEvidence,
  positiveNormal,
  randomNumbers,
} from '../../../src/ranking/attribution/half-normal.ts';
import { sparsePosterior } from '../../../src/ranking/attribution/sparse-posterior.ts';
import type { SparseProblem } from '../../../src/ranking/attribution/sparse-posterior.ts';

/** Two columns with the given correlation, that many standard errors above zero. */
function two(correlation: number, a: number, b: number, common: readonly number[] = []): SparseProblem {
  return {
    gram: Float64Array.of(1, correlation, correlation, 1),
    target: Float64Array.of(a, b),
    scale: Float64Array.of(5, 5),
    prior: Float64Array.of(0.1, 0.1),
    company: new Float64Array(),
    common,
  };
}

/** The probabilities summed over a fine grid of coefficients: what the draws must come to. */
function byGrid({ gram, target, scale, prior, company }: SparseProblem): [number, number] {
  const step = 0.02;
  const density = (j: number, x: number): number =>
    (prior[j]! * 2 * step * Math.exp(-0.5 * (x / scale[j]!) ** 2)) / (scale[j]! * Math.sqrt(2 * Math.PI));
  const values = Array.from({ length: 800 }, (_, i) => (i + 0.5) * step);
  let [total, a, b] = [0, 0, 0];
  for (const x of [0, ...values]) {
    for (const y of [0, ...values]) {
      const together = x > 0 && y > 0 ? Math.exp(company[1] ?? 0) : 1;
      const belief =
        together * (x > 0 ? density(0, x) : 1 - prior[0]!) * (y > 0 ? density(1, y) : 1 - prior[1]!);
      const fit =
        target[0]! * x + target[1]! * y - 0.5 * (gram[0]! * x * x + gram[3]! * y * y) - gram[1]! * x * y;
      const weight = belief * Math.exp(fit);
      total += weight;
      if (x > 0) a += weight;
      if (y > 0) b += weight;
    }
  }
  return [a / total, b / total];
}

describe('the sparse posterior', () => {
  it('is what summing over all coefficients gives', () => {
    for (const problem of [two(0, 2.5, 0.5), two(0.8, 3, 2.6), two(0.95, 3, 3), two(0.3, -1, 2)]) {
      const { probability } = sparsePosterior(problem, 6000);
      const [a, b] = byGrid(problem);
      assert.ok(Math.abs(probability[0]! - a) < 0.03, `${probability[0]} is not ${a}`);
      assert.ok(Math.abs(probability[1]! - b) < 0.03, `${probability[1]} is not ${b}`);
    }
  });

  it('counts the others that are in', () => {
    const alone = two(0.3, 3, 2);
    const problem = { ...alone, company: Float64Array.of(0, 1.5) };
    const { probability } = sparsePosterior(problem, 6000);
    const [a, b] = byGrid(problem);
    assert.ok(b > byGrid(alone)[1] + 0.1, 'company makes no difference');
    assert.ok(Math.abs(probability[0]! - a) < 0.03, `${probability[0]} is not ${a}`);
    assert.ok(Math.abs(probability[1]! - b) < 0.03, `${probability[1]} is not ${b}`);
  });

  it('knows that one of two look-alikes keeps memory, though not which', () => {
    const { probability, groups } = sparsePosterior(two(0.999, 6, 6), 3000, [[0, 1]]);
    assert.ok(groups[0]! > 0.99 && probability[0]! < 0.8 && probability[1]! < 0.8);
  });

  it('prefers one common column to the many that add up to it', () => {
    const n = 7;
    const gram = new Float64Array(n * n);
    for (let j = 0; j < n - 1; j++) {
      gram[j * n + j] = 100;
      gram[j * n + n - 1] = gram[(n - 1) * n + j] = 100;
    }
    gram[n * n - 1] = 600;
    const target = Float64Array.from({ length: n }, (_, j) => (j < n - 1 ? 100 : 600));
    const belief = {
      scale: new Float64Array(n).fill(5),
      prior: new Float64Array(n).fill(0.1),
      company: new Float64Array(),
      common: [n - 1],
    };
    const { probability } = sparsePosterior({ gram, target, ...belief }, 500);
    assert.ok(probability[n - 1]! > 0.95);
    assert.ok(probability.slice(0, n - 1).every((p) => p < 0.2));
  });
});

describe('a normal variate that is positive', () => {
  it('has the mean that it must have, near and far in the tail', () => {
    const random = randomNumbers(3);
    for (const [mean, expected] of [
      [2, 2.0552],
      [0, 0.7979],
      [-1, 0.5251],
      [-4, 0.2256],
    ] as const) {
      let sum = 0;
      for (let i = 0; i < 20_000; i++) sum += positiveNormal(mean, random);
      assert.ok(Math.abs(sum / 20_000 - expected) < 0.02, `${sum / 20_000} is not ${expected}`);
    }
  });

  it('has its evidence continuous over all regimes', () => {
    assert.ok(Math.abs(logHalfEvidence(0)) < 1e-6);
    assert.ok(Math.abs(logHalfEvidence(2) - (2 + Math.log(2 * 0.9772499))) < 1e-5);
    assert.ok(Math.abs(logHalfEvidence(-2) - (2 + Math.log(2 * 0.0227501))) < 1e-4);
    assert.ok(Math.abs(logHalfEvidence(-6.001) - logHalfEvidence(-5.999)) < 5e-3);
  });
});
