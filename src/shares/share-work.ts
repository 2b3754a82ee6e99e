/** What a thread does when it is asked. */
import { mergeProfiles } from './merge-profiles.ts';
import { readShare } from './read-share.ts';
import type { MergeAnswer, MergeRequest, ShareAnswer, ShareRequest } from './share.ts';

/** Reads the share, or merges the profiles, that it is asked for; nothing where that fails: whoever does it again meets what is wrong, and says it. */
export async function answerTo(request: ShareRequest | MergeRequest): Promise<ShareAnswer | MergeAnswer> {
  try {
    return 'files' in request ? await mergeProfiles(request) : await readShare(request);
  } catch {
    return undefined;
  }
}
