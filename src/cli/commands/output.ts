/** Writing a result: to stdout, or to a file that is complete or not there. */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from '../../errors.ts';
import type { Io } from '../io.ts';

/** Writes `content` to stdout, or to `path` by way of a temporary file. Throws InputError when the file cannot be written. */
export function deliver(content: string | Uint8Array, path: string | undefined, io: Io): void {
  if (path === undefined || path === '-') {
    io.out(content);
    return;
  }
  const target = resolve(io.cwd, path);
  const scratch = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(scratch, content);
    renameSync(scratch, target);
  } catch (error) {
    rmSync(scratch, { force: true });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new InputError(`cannot write ${path} (${reason}): does its folder exist, and may you write there?`);
  }
}
