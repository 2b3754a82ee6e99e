/** Runs in a thread of its own: reads the share or merges the profiles that it is given, answers, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { mergeProfiles } from './merge-profiles.ts';
import { readShare } from './read-share.ts';
import type { MergeRequest, ShareRequest } from './share.ts';

// What ShareThreads and MergeThreads send, and nobody else.
const request = workerData as ShareRequest | MergeRequest;
const answer = 'files' in request ? mergeProfiles(request) : readShare(request);
// Whoever reads it again meets what is wrong with the file, and says it.
parentPort?.postMessage(await answer.catch(() => undefined));
