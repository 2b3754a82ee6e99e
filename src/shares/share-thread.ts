/** Runs in a thread of its own: reads the shares or merges the profiles that it is asked for, one after the other, and answers. */
import { parentPort } from 'node:worker_threads';
import { mergeProfiles } from './merge-profiles.ts';
import { readShare } from './read-share.ts';
import { READY } from './share.ts';
import type { MergeRequest, ShareRequest } from './share.ts';

// What Sharing and MergeThreads send, and nobody else.
parentPort?.on('message', (request: ShareRequest | MergeRequest) => {
  const answer = 'files' in request ? mergeProfiles(request) : readShare(request);
  // Whoever reads it again meets what is wrong with the file, and says it.
  void answer
    .catch(() => undefined)
    .then((said) => {
      const run = said && 'piece' in said ? said.piece.run : undefined;
      parentPort?.postMessage(said, run ? [run.memory.buffer] : []);
    });
});
parentPort?.postMessage(READY);
