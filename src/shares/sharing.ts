/** Shares a file out to threads while it is being read: each takes its part of what is left when it is ready. */
import { closeSync, openSync, readSync } from 'node:fs';
import { beginsCounted } from '../input/octet-frames.ts';
import { compressionOf } from '../input/decompress.ts';
import { lineStartBehind } from './line-start.ts';
import { LEAST_SHARED } from './share.ts';
import type { Share, ShareAnswer, ShareRequest } from './share.ts';
import { startThreads } from './thread.ts';
import type { Thread } from './thread.ts';

/** A share of fewer bytes is read sooner than its thread is asked and its answer taken in. */
const LEAST_SHARE = 2 ** 23;
/** Of a part that is larger a thread is given seven eighths: who is done first, as no two are equally quick, shares in what is left. */
const LARGE_PART = 2 ** 29;
/** What is read to see whether the lines of a file stand there as they are. */
const HEAD = 2 ** 10;

/** A file to be shared out. */
export interface SharedFile extends Omit<ShareRequest, 'range' | 'descriptor'> {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** A file that is read from its front here, and from its end by threads. */
export class Sharing {
  /** Where the shares begin that were given out; where there are none, where the file ended when it was found. */
  #shared: number;
  readonly #file: SharedFile;
  /** The file, open: for all who read it. */
  readonly descriptor: number;
  readonly #threads: readonly Thread[];
  readonly #ready: Thread[] = [];
  /** Who may take a part of what is left: this one, and the threads that have none. */
  #readers: number;
  /** The last share first. */
  readonly #answers: Promise<ShareAnswer>[] = [];

  private constructor(file: SharedFile, descriptor: number, threads: number) {
    this.#file = file;
    this.#shared = file.size;
    this.descriptor = descriptor;
    this.#threads = startThreads(threads - 1);
    this.#readers = 1 + this.#threads.length;
    for (const thread of this.#threads) thread.whenReady(() => this.#ready.push(thread));
  }

  /** Starts up to `threads - 1` threads; undefined where the file is too small for that, or its lines cannot be read apart. */
  static of(file: SharedFile, threads: number): Sharing | undefined {
    if (threads < 2 || file.size < LEAST_SHARED) return undefined;
    const descriptor = openPlain(file.path);
    return descriptor === undefined ? undefined : new Sharing(file, descriptor, threads);
  }

  /** Where the part that is read here ends, in bytes: a line begins there. Endless where nothing was shared out. */
  get end(): number {
    return this.#answers.length === 0 ? Infinity : this.#shared;
  }

  /** Gives each thread that is ready its part of what is left behind byte `at`. To be asked when it is known that lines are read one by one. */
  shareOut(at: number): void {
    for (let thread = this.#ready.shift(); thread; thread = this.#ready.shift()) {
      const part = (this.#shared - at) / this.#readers--;
      if (part < LEAST_SHARE) continue;
      const given = part < LARGE_PART ? part : (part * 7) / 8;
      const from = lineStartBehind(this.descriptor, Math.floor(this.#shared - given));
      if (from !== undefined && from < this.#shared) this.#give(thread, from);
    }
  }

  #give(thread: Thread, from: number): void {
    const { name, source, settings, formats, size } = this.#file;
    const { descriptor } = this;
    // The last share goes on to where the file ends by then.
    const range = { from, ...(this.#shared === size ? {} : { to: this.#shared }) };
    const answer = thread.ask({ descriptor, name, source, settings, formats, range });
    this.#answers.push(answer);
    this.#shared = from;
    void answer.then((share) => {
      if (share === undefined) return;
      this.#readers++;
      this.#ready.push(thread);
    });
  }

  /** What stands in the shares, in order; undefined where one of them could not be read by itself. */
  async answers(): Promise<readonly Share[] | undefined> {
    const all = await Promise.all(this.#answers);
    const shares = all.filter((share) => share !== undefined);
    return shares.length === all.length ? shares.reverse() : undefined;
  }

  /** Ends the threads, and closes the file when none can read it any more; nobody waits for that. */
  close(): void {
    void Promise.all(this.#threads.map((thread) => thread.close())).then(() => closeSync(this.descriptor));
  }
}

/** Opens a file of lines that stand there as they are; undefined where it is packed, counted or cannot be read. */
function openPlain(path: string): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const head = Buffer.alloc(HEAD);
    const bytes = head.subarray(0, readSync(descriptor, head, 0, HEAD, 0));
    if (compressionOf(bytes) === undefined && !beginsCounted(bytes)) return descriptor;
  } catch {
    // What is wrong with it is said by whoever reads it.
  }
  if (descriptor !== undefined) closeSync(descriptor);
  return undefined;
}
