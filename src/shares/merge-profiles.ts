/** Merges profile files as a thread does it. */
import { ProfileError } from '../errors.ts';
import { readFileLines } from '../input/read.ts';
import { decode, looksLikeProfile } from '../profile/codec.ts';
import { ProfileBuilder } from '../profile/builder.ts';
import { isCoarsened, whyNotMergeable } from '../profile/profile.ts';
import type { MergeAnswer, MergeRequest } from './share.ts';

/**
 * What the files hold, in order; undefined where bounds were reached whose effect depends on what was read before them.
 * Throws ProfileError for a file that is no profile, does not fit to the settings or calls for a warning, and what reading
 * them throws: whoever asked reads them again and says it.
 */
export async function mergeProfiles({ files, settings }: MergeRequest): Promise<MergeAnswer> {
  const builder = new ProfileBuilder(settings);
  const refuse = (): never => {
    throw new ProfileError('this is not to be merged in a thread');
  };
  const onDocument = (text: string): void => {
    const profile = decode(text, builder.bucketsPerLife);
    if (whyNotMergeable({ ...profile, settings }, profile).length > 0) refuse();
    builder.absorb(profile);
  };
  const document = { matches: looksLikeProfile, onDocument };
  for (const file of files) await readFileLines(file, { onLine: refuse, onWarning: refuse, document });
  const profile = builder.toProfile();
  return isCoarsened(profile) ? undefined : profile;
}
