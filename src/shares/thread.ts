/** Starting a thread and hearing its answer. */
import { Worker } from 'node:worker_threads';
import type { MergeRequest, ShareRequest } from './share.ts';

const THREAD = new URL('./share-thread.js', import.meta.url);

/** A thread that does what it is asked, answers and ends. */
export function startThread(workerData: ShareRequest | MergeRequest): Worker {
  return new Worker(THREAD, { workerData });
}

/** What the thread answers; undefined where it could not do what it was asked. */
export function answerOf<T>(worker: Worker): Promise<T | undefined> {
  return new Promise((resolve) => {
    worker.once('message', resolve);
    // No memory for a thread, or (uncompiled) no module for one.
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
}
