/** Starting a thread and hearing its answer. */
import { Worker } from 'node:worker_threads';
import type { MergeRequest, ShareRequest } from './share.ts';

const THREAD = new URL('./share-thread.js', import.meta.url);

/** A thread that was started before it was known what to ask it. */
let ready: Worker | undefined;

/** Starts a thread that will be needed, most probably, while other things must be done first. It keeps nobody waiting. */
export function startAhead(): void {
  ready = new Worker(THREAD);
  // Where there is no memory for it, or (uncompiled) no module, another is tried when it is needed.
  ready.once('error', () => (ready = undefined));
  ready.unref();
}

/** A thread that does what it is asked, answers and ends. */
export function startThread(request: ShareRequest | MergeRequest): Worker {
  const worker = ready ?? new Worker(THREAD);
  ready = undefined;
  worker.ref();
  worker.postMessage(request);
  return worker;
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
