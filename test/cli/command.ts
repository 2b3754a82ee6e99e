/** How tests start memhog, and programs of their own, as a process. */
import { join } from 'node:path';

/** The folder that test/run.mjs has filled. */
const COMPILED = process.env['MEMHOG_COMPILED'];

/**
 * A program of this repository, named without its ending, and its first arguments: what test/run.mjs has just compiled,
 * or the sources where a test is run by itself.
 */
export function startOf(program: string): readonly [string, ...string[]] {
  return COMPILED === undefined
    ? [
        process.execPath,
        '--import',
        import.meta.resolve('tsx'),
        join(import.meta.dirname, `../../${program}.ts`),
      ]
    : [process.execPath, join(COMPILED, `${program}.mjs`)];
}

/** The same for a shell, each word in quotes. */
export function quotedStartOf(program: string): string {
  return startOf(program)
    .map((word) => `'${word}'`)
    .join(' ');
}

/** memhog itself. */
export const COMMAND: readonly [string, ...string[]] = startOf('src/cli/main');

/** The same for a shell. */
export const QUOTED_COMMAND: string = quotedStartOf('src/cli/main');
