/** How a server or framework takes the probe, whatever its language. */
import type { Step } from './target.ts';

/** How one server or framework takes the probe. */
export interface Way {
  readonly steps: readonly Step[];
  /** How a variable of the environment is set there. */
  readonly environment: (name: string, value: string) => Pick<Step, 'where' | 'paste'>;
  readonly notes: readonly string[];
}

/** What the ways of one language have in common. */
export interface Stack {
  readonly ways: Readonly<Record<string, Way>>;
  /** Files of this package that have to lie beside the application. */
  readonly files: readonly string[];
  /** What comes before the steps; `home` is the folder of this package. */
  readonly install: (home: string) => readonly Step[];
  /** What the probe costs, and what that was measured on; see costs.ts. */
  readonly cost: string;
  /** What a trace of some calls tells, behind "writes what they leave, ". */
  readonly tells: string;
  /** What holds of every way, and of every way with a trace. */
  readonly always: readonly string[];
  readonly traceNotes: readonly string[];
}

/** A word for a shell. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A variable in the environment of whoever starts the server. */
export const inShell: Way['environment'] = (name, value) => ({
  where: 'the environment in which the server starts',
  paste: `export ${name}=${shellWord(value)}`,
});
