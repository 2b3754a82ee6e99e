import { gzipSync } from 'node:zlib';
import { InputError, UsageError } from '../../errors.ts';
import { encode } from '../../profile/codec.ts';
import { readConfig } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { load } from '../load.ts';
import { readOptions } from '../options.ts';
import type { ReadFlags } from '../options.ts';
import { checkDestination, deliver } from './output.ts';

/** From so many bytes on (8 MiB) the last tenth of its compressed size is not worth four times the time to compress it. */
const LARGE = 2 ** 23;

/** Flags of `profile` and `merge`. */
export interface ProfileFlags extends ReadFlags {
  readonly out?: string;
}

/** Throws UsageError where the profile would land on a terminal, and InputError where it cannot be written. */
function checkPlace(out: string | undefined, io: Io): void {
  checkDestination(out, io);
  if (out === undefined && io.stdoutIsTerminal) {
    throw new UsageError(
      'a profile is a compressed file, not for a terminal: add `> NAME.memhog` or `-o NAME.memhog`',
    );
  }
}

/** `memhog profile`: logs to a profile file. */
export async function profile(files: readonly string[], flags: ProfileFlags, io: Io): Promise<ExitCode> {
  checkPlace(flags.out, io);
  const config = readConfig(flags.config, io.cwd);
  const { profile: made } = await load(readOptions(files, flags, config, io), io);
  const text = Buffer.from(`${encode(made)}\n`);
  const level = text.length < LARGE ? 6 : 4;
  deliver(gzipSync(text, { level }), flags.out, io);
  return 0;
}

/** `memhog merge`: profiles to one profile, in the order given. */
export async function merge(files: readonly string[], flags: ProfileFlags, io: Io): Promise<ExitCode> {
  if (files.length === 0)
    throw new InputError('name the profiles to merge: memhog merge a.memhog b.memhog > ab.memhog');
  return profile(files, flags, io);
}
