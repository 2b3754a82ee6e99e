#!/usr/bin/env node
/** The command: what must be done before anything large is loaded, and after all is written. */
import { readFileSync } from 'node:fs';
import { keepCompiled } from '../code-cache/script.ts';
import type { ExitCode } from './io.ts';
import { isReading, threadAhead } from './thread-ahead.ts';
import { writeAll } from './write-all.ts';

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const isManifest = (value: unknown): value is { version: string } =>
    typeof value === 'object' && value !== null && 'version' in value;
  return isManifest(manifest) ? manifest.version : 'unknown';
}

/** Runs the command line. What a script asks again and again, the version, is said without loading anything. */
async function main(args: readonly string[]): Promise<ExitCode> {
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    try {
      writeAll(1, `${version()}\n`);
      return 0;
    } catch {
      // The whole program meets the same, and says it.
    }
  }
  if (!isReading(args)) return (await import('./command.ts')).command(args, version(), undefined);
  const ahead = threadAhead(args);
  const { command } = await import('./reading-command.ts');
  return command(args, version(), ahead);
}

const args = process.argv.slice(2);
const code = await main(args);
// What it has compiled serves the other commands best.
if (args[0] === 'parse' && code < 2) keepCompiled();
// Whatever was to be written is: what would still be waited for (a pipe that does not end, a thread) or taken apart (the heap)
// is of no use.
process.exit(code);
