/**
 * Writing to a terminal that may not take what it is given: stopped by Ctrl-S, a tmux that hangs, a slow line.
 *
 * `process.stdout` and `tty.WriteStream` write to a terminal synchronously (Node sets their handles blocking), and would
 * stop reading with it. So the terminal is opened anew with O_NONBLOCK, which leaves the descriptors that other
 * programs share with us as they are, and what it does not take is offered again later.
 */
import { closeSync, constants, openSync, writeSync } from 'node:fs';

/** A terminal that is full is asked again after so many milliseconds. */
const RETRY = 25;

/** Bytes to a terminal, without ever waiting for it. */
export class Outlet {
  readonly #descriptor: number;
  #rest: Uint8Array = new Uint8Array();
  #whenDrained: (() => void) | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isGone = false;

  /** Writes to a descriptor that does not block, and closes it in the end. */
  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Whether the terminal has not yet taken all of what was written. */
  get isFull(): boolean {
    return this.#rest.length > 0;
  }

  /** Writes `text`, now or as the terminal takes it, and calls `whenDrained` if that was not at once. Only while not full. */
  write(text: string, whenDrained: () => void): void {
    this.#rest = Buffer.from(text, 'utf8');
    this.#whenDrained = whenDrained;
    this.#offer();
  }

  /** Writes `text` in place of what has not been taken, and waits for it, but no longer than `patience` milliseconds. */
  writeLast(text: string, patience: number): void {
    clearTimeout(this.#retry);
    this.#whenDrained = undefined;
    this.#rest = Buffer.from(text, 'utf8');
    const clock = new Int32Array(new SharedArrayBuffer(4));
    for (const start = performance.now(); !this.#isGone; Atomics.wait(clock, 0, 0, 5)) {
      this.#push();
      if (!this.isFull || performance.now() - start > patience) break;
    }
    this.#rest = new Uint8Array();
  }

  /** Writes nothing more. */
  close(): void {
    clearTimeout(this.#retry);
    this.#isGone = true;
    this.#rest = new Uint8Array();
    closeSync(this.#descriptor);
  }

  #offer(): void {
    this.#push();
    if (this.isFull) {
      this.#retry = setTimeout(() => {
        this.#offer();
        if (!this.isFull) this.#whenDrained?.();
      }, RETRY);
      this.#retry.unref();
    }
  }

  /** Gives the terminal as much as it takes. */
  #push(): void {
    try {
      while (this.isFull && !this.#isGone) {
        const taken = writeSync(this.#descriptor, this.#rest);
        // Some kernels say that a full terminal took nothing, others say EAGAIN.
        if (taken === 0) return;
        this.#rest = this.#rest.subarray(taken);
      }
    } catch (error) {
      // Full. Anything else: hung up, and nobody is there to be told.
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return;
      this.#isGone = true;
      this.#rest = new Uint8Array();
    }
  }
}

/**
 * Opens the terminal that stdout is, for writing without waiting; undefined where that cannot be done. Linux gives a
 * descriptor of its own for `/proc/self/fd/1`; elsewhere the controlling terminal is the one, if there is any.
 */
export function openOutlet(): Outlet | undefined {
  for (const path of ['/proc/self/fd/1', '/dev/tty']) {
    try {
      return new Outlet(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY));
    } catch {
      // The next one may be there.
    }
  }
  return undefined;
}
