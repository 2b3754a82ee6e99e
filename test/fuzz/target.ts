import type fc from 'fast-check';

/** One thing that is fuzzed. */
export interface Target {
  /** `formats/uwsgi`, `codec`: the part of src/ it stands for. */
  readonly name: string;
  /** Asked for anew for each input: throws when a property does not hold. */
  readonly property: () => fc.IRawProperty<unknown>;
  /** How much of the time it gets, beside the 1 of the others. */
  readonly weight: number;
}

/** No input may take longer, milliseconds; a busy machine takes its part of it. */
const LONGEST = 1000;

/** Calls `act`; throws Error when it takes too long, several times in a row. */
export function inTime<T>(act: () => T): T {
  for (let attempt = 1; ; attempt++) {
    const began = performance.now();
    const result = act();
    const took = performance.now() - began;
    if (took < LONGEST) return result;
    if (attempt === 3) throw new Error(`took ${Math.round(took)} ms`);
  }
}

/** Whether the error is of one of these names; throws it otherwise. */
export function assertExpected(error: unknown, ...names: readonly string[]): void {
  if (!(error instanceof Error) || !names.includes(error.name)) throw error;
  if (error.message.includes('\n')) throw new Error(`more than one line: ${error.message}`);
}

/** Throws Error when something has been put where every object would have it. */
export function assertUnpolluted(): void {
  const plain: Readonly<Record<string, unknown>> = {};
  if (Object.keys(Object.prototype).length > 0 || plain['polluted'] !== undefined)
    throw new Error('Object.prototype was changed');
}
