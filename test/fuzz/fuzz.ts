/** Runs targets for some time, or for some inputs each. */
import fc from 'fast-check';
import { DATA_TARGETS } from './data-targets.ts';
import { INPUT_TARGETS } from './input-targets.ts';
import { LINE_TARGETS } from './line-targets.ts';
import { RENDER_TARGETS } from './render-targets.ts';
import { RUN_TARGETS } from './run-targets.ts';
import type { Target } from './target.ts';
import { TEXT_TARGETS } from './text-targets.ts';

/** Everything that is fuzzed. */
export const TARGETS: readonly Target[] = [
  ...LINE_TARGETS,
  ...RUN_TARGETS,
  ...INPUT_TARGETS,
  ...DATA_TARGETS,
  ...TEXT_TARGETS,
  ...RENDER_TARGETS,
];

/** What became of a target. */
export interface Fuzzed {
  readonly name: string;
  /** Inputs tried. */
  readonly runs: number;
  /** What does not hold, with the shortest input found; empty if all holds. */
  readonly failure: string;
}

/** Gives a target so many milliseconds. The same seed makes the same inputs, as many of them as there is time for. */
export async function fuzz({ name, property }: Target, milliseconds: number, seed: number): Promise<Fuzzed> {
  const details = await fc.check(property(), {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: milliseconds,
  });
  if (!details.failed) return { name, runs: details.numRuns, failure: '' };
  const { errorInstance, counterexample, counterexamplePath } = details;
  const said =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  const input = fc.stringify(counterexample).slice(0, 4000);
  return {
    name,
    runs: details.numRuns,
    failure: `${said}\ninput: ${input}\npath: ${counterexamplePath ?? ''}`,
  };
}
