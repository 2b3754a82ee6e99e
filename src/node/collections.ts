/**
 * What V8 holds right after it has looked for garbage in all of its heap.
 *
 * Between two full collections `heapUsed` counts all that was allocated since, but for what died young: garbage of any
 * route, the evicted entries of a cache too. A full collection (mark-compact) moves all that it found alive out of the
 * young spaces, so that what the old ones hold then is just that.
 */
import { constants, PerformanceObserver } from 'node:perf_hooks';
import type { PerformanceEntry } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { oldHeap } from './memory.ts';
import { property } from './property.ts';

/** How often V8 has collected so far: its young spaces, steps of incremental marking, all of the heap. */
export interface CollectionCounts {
  readonly young: number;
  readonly incremental: number;
  readonly full: number;
}

/** What was in use when a full collection ended. Bytes. */
export interface AfterCollection {
  /** Milliseconds on the clock of `performance.now()`. */
  readonly at: number;
  /** In V8's heap. */
  readonly heap: number;
  /** Held outside of it by objects of the heap: buffers, strings of others. */
  readonly external: number;
  /** This collection included. */
  readonly counts: CollectionCounts;
}

/**
 * Bytes outside. Buffers of dead objects are freed by a thread of V8 after the collection, and are counted until the next
 * one is made: so one is made. Costs 5 µs.
 */
export function externalNow(): number {
  new ArrayBuffer(8);
  return getHeapStatistics().external_memory;
}

/** Follows the collections of this thread. Made once. */
export class Collections {
  #counts: CollectionCounts = { young: 0, incremental: 0, full: 0 };
  /** Until when collections were made by `collect`: those are counted and read already. */
  #own = -1;
  readonly #read: (reading: AfterCollection) => void;

  /** `read` is given a reading for each full collection of V8's own accord, as soon as that is told. */
  constructor(read: (reading: AfterCollection) => void) {
    this.#read = read;
    const observer = new PerformanceObserver((list) => {
      try {
        this.#collected(list.getEntries());
      } catch {
        // The application must not pay for its log.
      }
    });
    observer.observe({ entryTypes: ['gc'] });
  }

  /** Collects now, by `gc`, and reads. */
  collect(gc: () => void): AfterCollection {
    gc();
    this.#own = performance.now();
    this.#counts = { ...this.#counts, full: this.#counts.full + 1 };
    return {
      at: this.#own,
      heap: getHeapStatistics().used_heap_size,
      external: externalNow(),
      counts: this.#counts,
    };
  }

  #collected(entries: readonly PerformanceEntry[]): void {
    let at = -1;
    for (const entry of entries) {
      const kind = property(property(entry, 'detail'), 'kind');
      const isFull = kind === constants.NODE_PERFORMANCE_GC_MAJOR;
      if (isFull && entry.startTime < this.#own) continue;
      this.#count(kind);
      if (isFull) at = entry.startTime + entry.duration;
    }
    // Spaces fill by scavenges, of which none may have come since.
    const isLast =
      property(property(entries.at(-1), 'detail'), 'kind') !== constants.NODE_PERFORMANCE_GC_MINOR;
    if (at >= 0 && isLast) this.#read({ at, heap: oldHeap(), external: externalNow(), counts: this.#counts });
  }

  #count(kind: unknown): void {
    const { young, incremental, full } = this.#counts;
    if (kind === constants.NODE_PERFORMANCE_GC_MINOR) this.#counts = { young: young + 1, incremental, full };
    else if (kind === constants.NODE_PERFORMANCE_GC_MAJOR)
      this.#counts = { young, incremental, full: full + 1 };
    else if (kind === constants.NODE_PERFORMANCE_GC_INCREMENTAL)
      this.#counts = { young, incremental: incremental + 1, full };
  }
}
