/** A thread: starting it, asking it, hearing its answer. */
import { Worker } from 'node:worker_threads';
import { READY } from './share.ts';
import type { MergeAnswer, MergeRequest, ShareAnswer, ShareRequest } from './share.ts';

const THREAD = new URL('./share-thread.js', import.meta.url);

/** A thread that does what it is asked, one thing after the other, until it is closed. */
export class Thread {
  readonly #worker: Worker;
  #state: 'starting' | 'ready' | 'over' = 'starting';
  #onReady: (() => void) | undefined;
  #onAnswer: ((answer: unknown) => void) | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message) => {
      if (message !== READY) return this.#onAnswer?.(message);
      this.#state = 'ready';
      this.#onReady?.();
    });
    worker.on('messageerror', () => this.#onAnswer?.(undefined));
    // Said by 'exit', which follows.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#state = 'over';
      this.#onAnswer?.(undefined);
    });
    worker.unref();
  }

  /** Starts one; undefined where none can be had (no memory for it, not permitted). It keeps nobody waiting until it is asked. */
  static start(): Thread | undefined {
    try {
      return new Thread(new Worker(THREAD));
    } catch {
      return undefined;
    }
  }

  /** Calls back when the thread has loaded what it needs: at once where it has already, never where it failed. */
  whenReady(callback: () => void): void {
    if (this.#state === 'ready') callback();
    else this.#onReady = callback;
  }

  /** Asks it, when it has answered what it was asked before; the answer is undefined where the thread could not do what it was asked. */
  ask(request: ShareRequest): Promise<ShareAnswer>;
  ask(request: MergeRequest): Promise<MergeAnswer>;
  ask(request: ShareRequest | MergeRequest): Promise<unknown> {
    if (this.#state === 'over') return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#onAnswer = resolve;
      this.#worker.ref();
      this.#worker.postMessage(request);
    });
  }

  /** Ends it, whatever it is doing; resolves when that is done, for which nobody need wait. */
  async close(): Promise<void> {
    this.#worker.unref();
    await this.#worker.terminate();
  }
}

/** A thread that was started before it was known what to ask it. */
let ahead: Thread | undefined;

/** A thread to be used before any other is started. */
export function useFirst(thread: Thread): void {
  ahead = thread;
}

/** So many threads, or as many as can be had. */
export function startThreads(count: number): readonly Thread[] {
  return Array.from({ length: count }, () => {
    const thread = ahead ?? Thread.start();
    ahead = undefined;
    return thread;
  }).filter((thread) => thread !== undefined);
}
