/** How tests start memhog as a process. */
import { join } from 'node:path';

const COMPILED = process.env['MEMHOG_COMPILED'];

/**
 * The program and its first arguments: what test/run.mjs has just compiled, or the sources where a test is run by
 * itself.
 */
export const COMMAND: readonly [string, ...string[]] =
  COMPILED === undefined
    ? [
        process.execPath,
        '--import',
        import.meta.resolve('tsx'),
        join(import.meta.dirname, '../../src/cli/main.ts'),
      ]
    : [process.execPath, COMPILED];

/** The same for a shell, each word in quotes. */
export const QUOTED_COMMAND: string = COMMAND.map((word) => `'${word}'`).join(' ');
