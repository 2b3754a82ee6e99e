/** Readings as requests begin: how many have, and which of them tells what V8 found alive. One for each process. */
import { getHeapStatistics } from 'node:v8';
import { Budget } from './budget.ts';
import { Collections, externalNow } from './collections.ts';
import type { AfterCollection } from './collections.ts';
import { garbageCollector } from './garbage-collector.ts';
import { readMemory } from './memory.ts';

/** One request, as it began. */
export interface Start {
  /** Requests this process has begun, this one included. */
  readonly seq: number;
  /** Requests in progress then, this one included. */
  readonly inflight: number;
  /** Milliseconds on the clock of `performance.now()`. */
  readonly begun: number;
  /** What was alive after a full collection that no earlier request tells of. */
  reading: Reading | undefined;
  /** Its line is written: it takes no reading any more. */
  isTold: boolean;
}

/** The figures of one line. Bytes. */
export interface Reading extends AfterCollection {
  readonly rss: number;
  /** About one request in so many has a reading. */
  readonly every: number;
}

/** Requests that began since the last collection, of which one may turn out to be the first behind the next. */
const MOST_RECENT = 256;
/** Milliseconds that a full collection is thought to take for each MiB in use, before one was made. */
const FIRST_GUESS = 0.3;
/** The application waits while the heap is collected: where that takes longer, the probe leaves it to V8. Milliseconds. */
const LONGEST_PAUSE = 20;

/** Counts requests and gives each full collection to the first request that begins behind it. */
export class Probe {
  #seq = 0;
  #readings = 0;
  #running = 0;
  #waiting: AfterCollection | undefined;
  #recent: Start[] = [];
  #pause = (FIRST_GUESS * getHeapStatistics().used_heap_size) / 2 ** 20;
  #collectionCost = 2 * this.#pause;
  readonly #isUnbounded: boolean;
  readonly #budget: Budget;
  readonly #collections: Collections;

  /** `budget`: part of the processor time of requests that readings may take. 0: those that V8 gives for nothing; 1: one each. */
  constructor(budget: number) {
    this.#budget = new Budget(budget);
    this.#isUnbounded = budget >= 1;
    this.#collections = new Collections((reading) => this.#collected(reading));
  }

  /** A request begins. */
  begin(): Start {
    this.#budget.begin();
    const isAlone = ++this.#running === 1;
    if (isAlone && this.#mayCollect()) this.#collect();
    const start: Start = {
      seq: ++this.#seq,
      inflight: this.#running,
      begun: performance.now(),
      reading: undefined,
      isTold: false,
    };
    if (this.#waiting !== undefined) this.#give(this.#waiting, start);
    else if (this.#recent.length < MOST_RECENT) this.#recent.push(start);
    return start;
  }

  /** A request has ended; its line is written next. */
  end(start: Start): void {
    this.#running--;
    start.isTold = true;
    if (start.reading === undefined) return;
    // The thread that frees may not have been done when the request began.
    const external = Math.min(start.reading.external, externalNow());
    start.reading = { ...start.reading, external };
  }

  #mayCollect(): boolean {
    return (this.#isUnbounded || this.#pause <= LONGEST_PAUSE) && this.#budget.allows(this.#collectionCost);
  }

  /** Where nothing is in progress, what is alive is kept. */
  #collect(): void {
    const gc = garbageCollector();
    if (gc === undefined) return;
    const began = performance.now();
    this.#collectionCost = this.#budget.charge(() => {
      this.#waiting = this.#collections.collect(gc);
    });
    // A machine that is busy with other things makes the pause longer than it is.
    this.#pause = Math.min(performance.now() - began, this.#collectionCost);
  }

  #collected(after: AfterCollection): void {
    const first = this.#recent.find(({ begun, isTold }) => begun >= after.at && !isTold);
    this.#recent = [];
    if (first === undefined) this.#waiting = after;
    else this.#give(after, first);
  }

  #give(after: AfterCollection, start: Start): void {
    this.#waiting = undefined;
    this.#recent = [];
    this.#readings++;
    const every = Math.max(1, Math.round(start.seq / this.#readings));
    start.reading = { ...after, rss: readMemory(false).rss, every };
  }
}
