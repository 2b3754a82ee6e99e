/** Reads the later shares of a file in threads, while the first one is read here. */
import { Worker } from 'node:worker_threads';
import { beginsCounted } from '../input/octet-frames.ts';
import { compressionOf } from '../input/decompress.ts';
import { readChunks } from '../input/read-chunks.ts';
import { cutFile } from './cut-file.ts';
import { readShare } from './read-share.ts';
import type { Share, ShareAnswer, ShareRequest } from './share.ts';

const THREAD = new URL('./share-thread.js', import.meta.url);

/** A thread takes as long to start as it takes to read some megabytes: a share should be worth it. */
const LEAST_SHARE = 4 * 2 ** 20;
/** What is read to see whether the lines of a file may be shared out. */
const HEAD = 2 ** 16;

/** A file to be shared out. */
export interface SharedFile extends Omit<ShareRequest, 'range'> {
  /** Bytes. */
  readonly size: number;
}

/** The threads that read a file; the first share is left to whoever asked. */
export class ShareThreads {
  /** Where the first share ends. */
  readonly firstEnd: number;
  readonly #answers: readonly Promise<ShareAnswer>[];
  readonly #workers: readonly Worker[];

  private constructor(firstEnd: number, workers: readonly Worker[]) {
    this.firstEnd = firstEnd;
    this.#workers = workers;
    this.#answers = workers.map(answerOf);
  }

  /** What stands in the shares, in order; undefined where one of them could not be read by itself. */
  async answers(): Promise<readonly Share[] | undefined> {
    const all = await Promise.all(this.#answers);
    const shares = all.filter((share) => share !== undefined);
    return shares.length === all.length ? shares : undefined;
  }

  /** Starts up to `threads - 1` threads; undefined where the file is too small for that, or its lines cannot be read apart. */
  static async start(file: SharedFile, threads: number): Promise<ShareThreads | undefined> {
    const count = Math.min(threads, Math.floor(file.size / LEAST_SHARE));
    if (count < 2 || !(await isLineByLine(file))) return undefined;
    const places = Array.from({ length: count - 1 }, (_, i) => Math.floor((file.size * (i + 1)) / count));
    const ranges = await cutFile(file.path, places);
    const [first] = ranges;
    if (!first) return undefined;
    const { path, name, source, settings, formats } = file;
    const workers = ranges.map((range) => {
      const workerData: ShareRequest = { path, name, source, settings, formats, range };
      return new Worker(THREAD, { workerData });
    });
    return new ShareThreads(first.from, workers);
  }

  /** Ends the threads that are still reading. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function answerOf(worker: Worker): Promise<ShareAnswer> {
  return new Promise((resolve) => {
    worker.once('message', resolve);
    // No memory for a thread, or (uncompiled) no module for one.
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
}

/** Whether the file begins with lines that are each read for themselves. */
async function isLineByLine(file: SharedFile): Promise<boolean> {
  const { path, name } = file;
  for await (const head of readChunks(path, name, { from: 0, to: HEAD })) {
    if (compressionOf(head) !== undefined || beginsCounted(head)) return false;
    const end = head.lastIndexOf(10) + 1;
    const share = end > 0 ? await readShare({ ...file, range: { from: 0, to: end } }) : undefined;
    return share !== undefined && share.profile.coverage.requests > 0;
  }
  return false;
}
