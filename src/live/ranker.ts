/** Ranks in another thread, one profile at a time, so that reading and the screen never wait for it. */
import { Worker } from 'node:worker_threads';
import { UsageError } from '../errors.ts';
import type { Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { RequestRanker } from './rank-request.ts';
import type { RankAnswer, RankRequest, RankWishes } from './rank-request.ts';

const THREAD = new URL('./rank-thread.js', import.meta.url);

/** A question that has no answer yet. */
interface Waiting {
  readonly span: string;
  readonly finished: readonly Profile[];
  readonly current: Profile;
  readonly resolve: (ranking: Ranking) => void;
  readonly reject: (error: Error) => void;
}

/** A thread that ranks; where none can be had, this one does it. */
export class Ranker {
  readonly #wishes: RankWishes;
  readonly #sent = new Map<string, readonly Profile[]>();
  #thread: Worker | undefined;
  #waiting: Waiting | undefined;

  constructor(wishes: RankWishes) {
    this.#wishes = wishes;
    this.#thread = new Worker(THREAD, { workerData: wishes });
    this.#thread.on('message', (answer: RankAnswer) => this.#answered(answer));
    // No memory for a thread, or (uncompiled) no module for one.
    this.#thread.on('error', () => this.#rankHere());
    this.#thread.on('exit', () => this.#rankHere());
    this.#thread.unref();
  }

  /** Whether it is ranking now: it must not be asked again before it has answered. */
  get isBusy(): boolean {
    return this.#waiting !== undefined;
  }

  /**
   * Ranks adjacent pieces of one profile. Finished ones are sent only when they are others than those of the last time
   * under the same `span`. Rejects with what `rank` throws; never settles once closed.
   */
  rank(span: string, finished: readonly Profile[], current: Profile): Promise<Ranking> {
    return new Promise<Ranking>((resolve, reject) => {
      this.#waiting = { span, finished, current, resolve, reject };
      if (!this.#thread) {
        setImmediate(() => this.#rankHere());
        return;
      }
      const isKnown = this.#sent.get(span) === finished;
      this.#sent.set(span, finished);
      const request: RankRequest = { span, current, ...(isKnown ? {} : { finished }) };
      this.#thread.postMessage(request);
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const thread = this.#thread;
    this.#waiting = undefined;
    await thread?.terminate();
  }

  #answered(answer: RankAnswer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if ('ranking' in answer) waiting?.resolve(answer.ranking);
    else waiting?.reject(new UsageError(answer.failure));
  }

  #rankHere(): void {
    this.#thread = undefined;
    if (this.#waiting) this.#answered(new RequestRanker(this.#wishes).answer(this.#waiting));
  }
}
