/** Writing a result: to stdout, or to a file that is complete or not there. */
import { accessSync, constants, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Io } from '../io.ts';
import { whyNotWritable } from '../why-not-writable.ts';

/** Whether there is a folder of that name. */
export function isFolder(path: string, io: Pick<Io, 'cwd'>): boolean {
  return statSync(resolve(io.cwd, path), { throwIfNoEntry: false })?.isDirectory() === true;
}

/**
 * Looks whether `path` can be written, before a long log is read for it. Throws InputError when it cannot.
 * Stdout (undefined or `-`) always can.
 */
export function checkDestination(path: string | undefined, io: Pick<Io, 'cwd'>): void {
  if (path === undefined || path === '-') return;
  const target = resolve(io.cwd, path);
  try {
    accessSync(dirname(target), constants.W_OK);
  } catch (error) {
    throw new InputError(whyNotWritable(path, error));
  }
  if (isFolder(path, io)) throw new InputError(whyNotWritable(path, { code: 'EISDIR' }));
}

/**
 * Writes `content` to stdout, or to `path`: a file, or the one a link leads to, by way of a temporary file; a device or
 * FIFO directly, as there is nothing to replace. Throws InputError when it cannot be written.
 */
export function deliver(content: string | Uint8Array, path: string | undefined, io: Io): void {
  if (path === undefined || path === '-') {
    io.out(content);
    return;
  }
  const named = resolve(io.cwd, path);
  const found = statSync(named, { throwIfNoEntry: false });
  const target = found ? realpathSync(named) : named;
  const scratch = `${target}.${process.pid}.tmp`;
  try {
    if (found && !found.isFile()) {
      writeFileSync(target, content);
      return;
    }
    writeFileSync(scratch, content);
    renameSync(scratch, target);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw new InputError(whyNotWritable(path, error));
  }
}
