/**
 * Following logs that are being written: several at once, through renaming, copying and truncating, by looking every
 * tenth of a second and more often while something comes, which works on every file system.
 */
import type { InputWarning } from './chunks.ts';
import { FollowedLog } from './followed-log.ts';
import type { FollowedPosition } from './positions.ts';
import { BLOCK_BYTES } from './read-chunks.ts';

/** A log to follow: where it is (absolute), what to call it in messages, and the source its pieces share (`sourceOf`). */
export interface FollowTarget {
  readonly path: string;
  readonly name: string;
  readonly source: string;
}

/** Who gets what of the logs. */
export interface FollowHooks {
  /**
   * Takes one line, as `OnLine` does: `bytes[start, end)`, which stands at `offset` of its text; `bytes` is only valid
   * during the call. `file` is the name of the piece that it was read from.
   */
  readonly onLine: (
    target: FollowTarget,
    file: string,
    bytes: Uint8Array,
    start: number,
    end: number,
    offset: number,
  ) => void;
  readonly onWarning: (warning: InputWarning) => void;
  /** Everything that was there has been read. Called after the first round and after each round that has read something. */
  readonly onCaughtUp: () => void;
}

/** Where following begins, and how often files are looked at. */
export interface FollowOptions {
  /**
   * `end`: behind the last whole line that is there now; `start`: with the first line of the file; or where an earlier run
   * stopped. `looked` is when that was (milliseconds since 1970): it tells pieces that were made since from older ones
   * where nothing else does. Logs without a position are read from their start, as is a log that is not there yet.
   */
  readonly start:
    'end' | 'start' | { readonly positions: readonly FollowedPosition[]; readonly looked?: number };
  /** Milliseconds between two looks; 100 if not given. A quarter of it while a log is being written. */
  readonly pollMs?: number;
  /** A rotated file is read until nothing has come for so many milliseconds; 2000 if not given. */
  readonly quietMs?: number;
}

const POLL = 100;
/** A log that got something within so many milliseconds is being written. */
const LIVELY = 1000;
const QUIET = 2000;
/** Logs that are rotated during the last round are looked at again, at most so often. */
const LAST_ROUNDS = 8;

/** Follows logs until it is told to stop. To be run once. */
export class Follower {
  readonly #logs: readonly FollowedLog[];
  readonly #hooks: FollowHooks;
  readonly #poll: number;
  readonly #block = Buffer.allocUnsafeSlow(BLOCK_BYTES);

  constructor(targets: readonly FollowTarget[], hooks: FollowHooks, options: FollowOptions) {
    const { start, pollMs = POLL, quietMs = QUIET } = options;
    const known = typeof start === 'string' ? [] : start.positions;
    const looked = typeof start === 'string' ? Infinity : (start.looked ?? Infinity);
    const paths = new Set(targets.map(({ path }) => path));
    this.#hooks = hooks;
    this.#poll = pollMs;
    this.#logs = targets.map((target) => {
      const feedHooks = {
        onLine: (file: string, bytes: Uint8Array, from: number, to: number, offset: number) =>
          hooks.onLine(target, file, bytes, from, to, offset),
        onWarning: hooks.onWarning,
      };
      const others = new Set([...paths].filter((path) => path !== target.path));
      const positions = known.filter(({ path, source }) => source === target.source && !others.has(path));
      const place = { ...target, others };
      return new FollowedLog(place, feedHooks, {
        fromEnd: start === 'end',
        positions,
        looked,
        quiet: quietMs,
      });
    });
  }

  /** Lines longer than `MAX_LINE`, cut to it. */
  get cutLines(): number {
    return this.#logs.reduce((sum, { cutLines }) => sum + cutLines, 0);
  }

  /**
   * Follows until `signal` is aborted, then reads what is there at that moment and returns. A last line without its newline
   * is handed on only when its file has been rotated away. Throws InputError for a file that is compressed or no text, and
   * whatever the hooks throw.
   */
  async run(signal: AbortSignal): Promise<void> {
    try {
      let livelyUntil = 0;
      for (let isFirst = true; !signal.aborted; isFirst = false) {
        const began = performance.now();
        const hasRead = await this.#round(signal);
        if (hasRead || isFirst) this.#hooks.onCaughtUp();
        if (hasRead) livelyUntil = performance.now() + LIVELY;
        const poll = began < livelyUntil ? this.#poll / 4 : this.#poll;
        await pause(poll - (performance.now() - began), signal);
      }
      let hasRead = false;
      for (let round = 0; round < LAST_ROUNDS; round++) {
        hasRead = (await this.#round()) || hasRead;
        if (!this.#logs.some(({ isUnsettled }) => isUnsettled)) break;
      }
      if (hasRead) this.#hooks.onCaughtUp();
    } finally {
      for (const log of this.#logs) await log.close();
    }
  }

  /**
   * How far each piece that is open has been read, whole lines only, and the last few that are finished. Good at any time,
   * also after `run`.
   */
  positions(): readonly FollowedPosition[] {
    return this.#logs.flatMap((log) => log.positions());
  }

  /** Looks at all logs, then reads up to what was there, a chunk of each in turn. Without a signal it is the last round. */
  async #round(signal?: AbortSignal): Promise<boolean> {
    const isLast = signal === undefined;
    // All at once, since each look is a wait for the file system; what failed is told when none is under way.
    const looks = await Promise.allSettled(this.#logs.map((log) => log.look(isLast)));
    for (const look of looks) if (look.status === 'rejected') throw look.reason;
    let hasRead = false;
    let hasMore = true;
    while (hasMore && signal?.aborted !== true) {
      hasMore = false;
      for (const log of this.#logs) if (await log.readSome(this.#block, isLast)) hasMore = true;
      hasRead ||= hasMore;
    }
    return hasRead;
  }
}

/** Waits, no longer than until the signal; in any case for a turn of the event loop. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(stop, Math.max(0, milliseconds));
    signal.addEventListener('abort', stop);
  });
}
