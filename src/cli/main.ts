#!/usr/bin/env node
/** The command: the real world, given to `run`. */
import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { isatty } from 'node:tty';
import { InputError } from '../errors.ts';
import type { ExitCode, Io } from './io.ts';
import { startThreadAhead } from './thread-ahead.ts';
import { whyNotWritable } from './why-not-writable.ts';

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const isManifest = (value: unknown): value is { version: string } =>
    typeof value === 'object' && value !== null && 'version' in value;
  return isManifest(manifest) ? manifest.version : 'unknown';
}

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

/** Writes all of it, also where a pipe takes only part at a time. */
function write(descriptor: number, content: string | Uint8Array): void {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // The reader has gone (`| head`): there is nobody left to tell.
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN')
        throw new InputError(whyNotWritable(descriptor === 1 ? 'the result' : 'messages', error));
    }
  }
}

const io: Io = {
  out: (text) => write(1, text),
  err: (text) => write(2, text),
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

/** Runs the command line. What a script asks again and again, the version, is said without loading anything. */
async function main(args: readonly string[]): Promise<ExitCode> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    io.out(`${version()}\n`);
    return 0;
  }
  await startThreadAhead(args);
  const { run } = await import('./run.ts');
  return run(args, io, version());
}

// Whatever was to be written is: what would still be waited for (a pipe that does not end, a thread) or taken apart (the heap)
// is of no use.
process.exit(await main(process.argv.slice(2)));
