/** What a live run begins with: profiles that were named, or what an earlier run has saved. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { readSaved } from '../live/saver.ts';
import type { SavedPositions } from '../live/saver.ts';
import type { Profile } from '../profile/profile.ts';
import type { Io } from './io.ts';
import type { LiveFlags } from './live-flags.ts';
import type { LiveInputs } from './live-inputs.ts';
import { load } from './load.ts';
import type { ReadOptions } from './options.ts';
import { isProfile } from './reading-order.ts';

/** What was learnt before. */
export interface History {
  readonly profile: Profile | undefined;
  /** How far the logs were read for it; only what an earlier live run has saved knows. */
  readonly positions: SavedPositions | undefined;
}

/**
 * Looks at what `--save` would replace. Throws UsageError for a file that is no profile, and for one that an earlier run has
 * saved of logs, unless it is to be gone on from: that would be the end of it.
 */
export async function checkSavePlace(flags: LiveFlags, { targets }: LiveInputs, io: Io): Promise<void> {
  const { save } = flags;
  if (save === undefined) return;
  if (save === '-') throw new UsageError('--save keeps a file: name one, as in --save live.memhog');
  const path = resolve(io.cwd, save);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new UsageError(`--save ${save} is no file that could be replaced`);
  if (!found || found.size === 0) return;
  if (!(await isProfile(path, save)))
    throw new UsageError(`--save ${save} would replace a file that is no profile: name another file`);
  if (targets.length > 0 && flags.resume !== true)
    throw new UsageError(
      `${save} is there already: add --resume to go on from it, or remove it to begin anew`,
    );
}

/** Reads it. Throws InputError, ProfileError or UsageError for what cannot be gone on from. */
export async function historyOf(
  { profiles }: LiveInputs,
  flags: LiveFlags,
  read: ReadOptions,
  io: Io,
): Promise<History> {
  const saved =
    flags.resume === true && flags.save !== undefined
      ? readSaved(resolve(io.cwd, flags.save), flags.save)
      : undefined;
  if (saved) {
    if (JSON.stringify(saved.profile.settings) !== JSON.stringify(read.settings))
      throw new UsageError(
        `${flags.save ?? ''} was saved under other flags about what to read (--route, --since, --status …): give the same, or leave out --resume to begin anew`,
      );
    // It holds already what the run before it began with.
    return saved;
  }
  if (profiles.length === 0) return { profile: undefined, positions: undefined };
  const { profile } = await load({ ...read, inputs: profiles.map(({ name }) => name) }, io);
  return { profile, positions: undefined };
}
