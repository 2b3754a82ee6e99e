/** Who ends workers from outside: one that looks at their memory from time to time, and the clock. */
import { passingOf } from './passing.ts';
import { randomOf } from './random.ts';
import type { Recycling } from './settings.ts';
import type { Course } from './worker-path.ts';

/** A worker that is told to end, and when. */
export interface Told {
  readonly slot: number;
  readonly at: number;
}

/** Looks at all workers, moment after moment. */
export class Watchman {
  readonly #course: Course;
  readonly #random: () => number;
  #look: number;
  #round: number;

  constructor(course: Course, seed: number) {
    const { watch, time, memory } = course.settings;
    this.#course = course;
    this.#random = randomOf(seed * 15_485_863 + 5);
    this.#look = watch && memory !== null ? watch.every : Infinity;
    this.#round = time?.apart === undefined ? Infinity : time.seconds;
  }

  /** The next moment at which `look` is wanted; Infinity for never. */
  get next(): number {
    return Math.min(this.#look, this.#round);
  }

  /** When a life that began at `at` is over by its age; Infinity where age does not count. Those of one age go one after another. */
  endOf(at: number, slot: number): number {
    const { time, watch } = this.#course.settings;
    const turn = at === 0 ? slot * (watch?.overlap ?? 0) : 0;
    return time && time.apart === undefined ? at + time.seconds + turn : Infinity;
  }

  /** Who has to end, at the moment `next`; `floors` by worker, 0 for one that is down. The next moment is later. */
  look(floors: readonly number[]): readonly Told[] {
    const now = this.next;
    return now === this.#round ? this.#beginRound(now, floors.length) : this.#lookAtMemory(now, floors);
  }

  #beginRound(now: number, workers: number): readonly Told[] {
    const { time } = this.#course.settings;
    const apart = time?.apart ?? 0;
    this.#round = now + workers * apart + (time?.seconds ?? Infinity);
    return Array.from({ length: workers }, (_, slot) => ({ slot, at: now + slot * apart }));
  }

  #lookAtMemory(now: number, floors: readonly number[]): readonly Told[] {
    const { settings, load } = this.#course;
    const { every, overlap } = settings.watch ?? { every: Infinity, overlap: 0 };
    const held = floors.map((floor) => (floor > 0 ? floor + passingOf(load, this.#random) : 0));
    const told = chosen(held, settings).map((slot, i) => ({ slot, at: now + (i + 1) * overlap }));
    // It does nothing else while it waits for those that overlap.
    this.#look = now + told.length * overlap + every;
    return told;
  }
}

/** Those who are too much: each above the limit, or the largest where all together are. */
function chosen(held: readonly number[], { watch, memory }: Recycling): readonly number[] {
  const limit = memory ?? Infinity;
  if (watch?.of === 'each') return held.flatMap((bytes, slot) => (bytes >= limit ? [slot] : []));
  const sum = held.reduce((total, bytes) => total + bytes, 0);
  const largest = held.indexOf(Math.max(...held));
  return sum > limit && held[largest]! > 0 ? [largest] : [];
}
