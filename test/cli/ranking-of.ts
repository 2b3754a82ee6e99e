/** Reading JSON results back, as far as the tests look at them. */
import assert from 'node:assert/strict';
import { memhog } from './world.ts';
import type { World } from './world.ts';

/** A row of the ranking. */
export interface Row {
  readonly endpoint: string;
  readonly calls: number;
  readonly net: number;
  readonly verdict: string;
}

/** The parts of a JSON result that tests look at. */
export interface Result {
  readonly text: string;
  readonly inputs: readonly string[];
  readonly findings: readonly Row[];
  readonly warnings: readonly { readonly code: string }[];
  readonly workers: {
    readonly count: number;
    readonly lives: number;
    readonly summaries: readonly { readonly ended: string }[];
  };
  readonly coverage: { readonly lines: number; readonly requests: number };
}

function isResult(value: unknown): value is Omit<Result, 'text'> {
  return typeof value === 'object' && value !== null && 'findings' in value && Array.isArray(value.findings);
}

/** Reads a JSON result. */
export function resultOf(text: string): Result {
  const value: unknown = JSON.parse(text);
  assert.ok(isResult(value), 'not a ranking');
  return { ...value, text };
}

/** The ranking that `memhog ARGS --output json` prints; fails unless it exits with 0. */
export async function rankingOf(args: readonly string[], world?: World): Promise<Result> {
  const { code, stdout, stderr } = await memhog([...args, '--output', 'json'], world);
  assert.equal(code, 0, stderr);
  return resultOf(stdout);
}

/** `endpoint: calls` for each row, sorted by name. */
export const callsOf = ({ findings }: Result): string[] =>
  findings.map(({ endpoint, calls }) => `${endpoint}: ${calls}`).sort();
