import { ProfileError } from '../errors.ts';
import { ProfileBuilder } from './builder.ts';
import { DEFAULT_SETTINGS, whyNotMergeable } from './profile.ts';
import type { Profile, Settings } from './profile.ts';

/** The profile of no lines: neutral in a merge of profiles with the same settings. */
export function emptyProfile(settings: Settings = DEFAULT_SETTINGS): Profile {
  return new ProfileBuilder(settings).toProfile();
}

/**
 * The profile of all the lines of the given ones, in order. Pieces of one source on one machine are consecutive;
 * others stand side by side. Associative; not idempotent: the same lines twice count twice.
 * Throws ProfileError when settings differ.
 */
export function merge(...profiles: readonly Profile[]): Profile {
  const [first, ...others] = profiles;
  if (!first) return emptyProfile();
  const builder = new ProfileBuilder(first.settings);
  builder.absorb(first);
  for (const other of others) {
    const reasons = whyNotMergeable(first, other);
    if (reasons.length > 0)
      throw new ProfileError(`these profiles do not fit together: ${reasons.join('; ')}`);
    builder.absorb(other);
  }
  return builder.toProfile();
}
