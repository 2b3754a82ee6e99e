/** Runs in a thread of its own: reads the share it is given, answers, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { readShare } from './read-share.ts';
import type { ShareRequest } from './share.ts';

// What ShareThreads sends, and nobody else.
const request = workerData as ShareRequest;
// Whoever reads the share again meets what is wrong with the file, and says it.
parentPort?.postMessage(await readShare(request).catch(() => undefined));
