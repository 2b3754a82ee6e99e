/** The whole program as a function of its arguments and its world. */
import { CommanderError } from 'commander';
import { InputError, ProfileError, UsageError } from '../errors.ts';
import { errorLine } from '../render/error-line.ts';
import type { ExitCode, Io } from './io.ts';
import { withLiveCommand } from './live-command.ts';
import { program } from './program.ts';

/** Runs memhog with `args`. Never throws: every failure is a line on stderr and an exit code. */
export async function run(args: readonly string[], io: Io, version: string): Promise<ExitCode> {
  let code: ExitCode = 0;
  try {
    const root = program(io, version, (ended) => (code = ended));
    const words = withLiveCommand(
      args,
      root.commands.map((command) => command.name()),
    );
    await root.parseAsync([...words], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError || error instanceof InputError || error instanceof ProfileError) {
      io.err(errorLine(error.message));
      return 2;
    }
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.err(
      `${errorLine('this is a fault of memhog itself; please report it with the lines below')}${stack}\n`,
    );
    return 3;
  }
}
