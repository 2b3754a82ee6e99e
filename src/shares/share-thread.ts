/** Runs in a thread of its own: does what it is asked, one thing after the other, and answers. */
import { parentPort } from 'node:worker_threads';
import { keepCompiled } from '../code-cache/script.ts';
import { answerTo } from './share-work.ts';
import { READY } from './share.ts';
import type { MergeRequest, ShareRequest } from './share.ts';

// What Sharing and MergeThreads send, and nobody else.
parentPort?.on('message', (request: ShareRequest | MergeRequest) => {
  void answerTo(request).then((said) => {
    const share = said && 'piece' in said ? said : undefined;
    // As long as somebody waits for the answer nobody ends this thread.
    if (share) keepCompiled();
    const run = share?.piece.run;
    parentPort?.postMessage(said, run ? [run.memory.buffer] : []);
  });
});
parentPort?.postMessage(READY);
