/** The real world, given to `run`. */
import { fstatSync } from 'node:fs';
import { hostname } from 'node:os';
import { isatty } from 'node:tty';
import { useFirst } from '../shares/thread.ts';
import type { Thread } from '../shares/thread.ts';
import type { ExitCode, Io } from './io.ts';
import { run } from './run.ts';
import { writeAll } from './write-all.ts';

/** Whether a descriptor is a terminal. Of a file or a pipe that is told without Node's part for terminals, which takes long to load. */
function isTerminal(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && isatty(descriptor);
  } catch {
    // It is closed.
    return false;
  }
}

function columns(): number | undefined {
  const { COLUMNS } = process.env;
  if (isTerminal(1) && process.stdout.columns > 0) return process.stdout.columns;
  return COLUMNS !== undefined && /^\d{1,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}

const io: Io = {
  out: (text) => writeAll(1, text),
  err: (text) => writeAll(2, text),
  // A stream is made of it when it is asked for: most runs read files.
  get stdin() {
    return process.stdin;
  },
  stdinIsTerminal: isTerminal(0),
  stdoutIsTerminal: isTerminal(1),
  stderrIsTerminal: isTerminal(2),
  columns: columns(),
  color: isTerminal(1) && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
  cwd: process.cwd(),
  now: () => {
    const date = new Date();
    return { epoch: date.getTime(), ahead: -date.getTimezoneOffset() * 60_000 };
  },
  machine: hostname(),
};

/** Runs the command line in this process, with a thread that was started before. */
export function command(
  args: readonly string[],
  version: string,
  ahead: Thread | undefined,
): Promise<ExitCode> {
  if (ahead) useFirst(ahead);
  return run(args, io, version);
}
