/** What the tests of following share: a follower that runs beside the test, and waiting for what it hands on. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InputWarning } from '../../src/input/chunks.ts';
import { Follower } from '../../src/input/follow.ts';
import type { FollowOptions, FollowTarget } from '../../src/input/follow.ts';

/** A line as it came: text, the file it was read from, its offset there. */
export interface Came {
  readonly log: string;
  readonly text: string;
  readonly file: string;
  readonly offset: number;
}

/** A log under its bare name. */
export function target(path: string): FollowTarget {
  return { path, name: basename(path), source: basename(path) };
}

/** Runs a follower of `paths` until it is stopped. */
export class Following {
  readonly came: Came[] = [];
  readonly warnings: InputWarning[] = [];
  caughtUp = 0;
  readonly follower: Follower;
  readonly #abort = new AbortController();
  readonly #running: Promise<void>;

  constructor(paths: readonly string[], options: FollowOptions) {
    this.follower = new Follower(
      paths.map(target),
      {
        onLine: ({ name }, file, bytes, start, end, offset) =>
          this.came.push({
            log: name,
            text: Buffer.from(bytes.subarray(start, end)).toString('latin1'),
            file,
            offset,
          }),
        onWarning: (warning) => this.warnings.push(warning),
        onCaughtUp: () => this.caughtUp++,
      },
      { pollMs: 10, quietMs: 50, ...options },
    );
    this.#running = this.follower.run(this.#abort.signal);
    this.#running.catch(() => undefined);
  }

  /** The lines of all logs so far. */
  get texts(): readonly string[] {
    return this.came.map(({ text }) => text);
  }

  get codes(): readonly string[] {
    return this.warnings.map(({ code }) => code);
  }

  /** Waits until everything that was there at the start has been read. */
  async ready(): Promise<void> {
    await this.until(() => this.caughtUp > 0);
  }

  async until(isSo: () => boolean): Promise<void> {
    const deadline = Date.now() + 15_000;
    while (!isSo()) {
      assert.ok(
        Date.now() < deadline,
        `came so far: ${JSON.stringify([this.texts.slice(-9), this.warnings])}`,
      );
      await Promise.race([sleep(5), this.#running]);
    }
  }

  /** Waits for exactly these lines, and none more in the next rounds. */
  async brings(...texts: readonly string[]): Promise<void> {
    await this.until(() => this.came.length >= texts.length);
    await sleep(40);
    assert.deepEqual(this.texts, texts);
  }

  /** Stops and waits for the end. Throws what the follower throws. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }
}
