/** Starting a thread and hearing its answer. */
import { Worker } from 'node:worker_threads';
import type { MergeRequest, ShareRequest } from './share.ts';

const THREAD = new URL('./share-thread.js', import.meta.url);

/** A thread that was started before it was known what to ask it. */
let ready: Worker | undefined;

/** A new thread; undefined where none can be had (no memory for it, not permitted). */
function newThread(): Worker | undefined {
  try {
    return new Worker(THREAD);
  } catch {
    return undefined;
  }
}

/** Starts a thread that will be needed, most probably, while other things must be done first. It keeps nobody waiting. */
export function startAhead(): void {
  const worker = newThread();
  if (!worker) return;
  ready = worker;
  // One that ended before it was asked answers nothing: another is tried when it is needed.
  const forget = (): void => {
    if (ready === worker) ready = undefined;
  };
  worker.once('error', forget).once('exit', forget).unref();
}

/** A thread that does what it is asked, answers and ends; undefined where none can be had. */
export function startThread(request: ShareRequest | MergeRequest): Worker | undefined {
  const worker = ready ?? newThread();
  ready = undefined;
  worker?.ref();
  worker?.postMessage(request);
  return worker;
}

/** What the thread answers; undefined where it could not do what it was asked. */
export function answerOf<T>(worker: Worker | undefined): Promise<T | undefined> {
  if (!worker) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    worker.once('message', resolve);
    // No memory for a thread, or (uncompiled) no module for one.
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
}
