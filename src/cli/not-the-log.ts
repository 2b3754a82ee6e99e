/** A result must not take the place of the log that it is made from. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Io } from './io.ts';

/** A file that is read. */
interface ReadFile {
  readonly path: string;
  readonly name: string;
}

/** Throws UsageError when what `flag` names (undefined or `-` for nothing) is one of the logs, by whatever name. */
export function refuseLogAsDestination(
  flag: string,
  destination: string | undefined,
  logs: readonly ReadFile[],
  io: Pick<Io, 'cwd'>,
): void {
  const log = logAtDestination(destination, logs, io);
  if (log)
    throw new UsageError(
      `${flag} ${destination ?? ''} is the log that is read (${log.name}): name another file, or the log would be gone`,
    );
}

/** The first of the files that is at `destination`, by whatever name; undefined if none is, and for stdout (undefined or `-`). */
export function logAtDestination<T extends ReadFile>(
  destination: string | undefined,
  files: readonly T[],
  io: Pick<Io, 'cwd'>,
): T | undefined {
  if (destination === undefined || destination === '-') return undefined;
  const place = identityOf(resolve(io.cwd, destination));
  return place === undefined ? undefined : files.find(({ path }) => identityOf(path) === place);
}

/** What tells a file from all others on this machine, whatever its name; undefined where there is none. */
export function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev}:${found.ino}`;
}
