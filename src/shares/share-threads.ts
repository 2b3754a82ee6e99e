/** Reads the later shares of a file in threads, while the first one is read here. */
import type { Worker } from 'node:worker_threads';
import { beginsCounted } from '../input/octet-frames.ts';
import { compressionOf } from '../input/decompress.ts';
import { readChunks } from '../input/read-chunks.ts';
import type { ByteRange } from '../input/read-chunks.ts';
import { answerOf, startThread } from './thread.ts';
import { cutFile } from './cut-file.ts';
import { readShare } from './read-share.ts';
import type { Share, ShareAnswer, ShareRequest } from './share.ts';

/** A thread takes as long to start as it takes to read some megabytes: a share should be worth it. */
const LEAST_SHARE = 4 * 2 ** 20;
/** What is read of a file while a thread starts, in bytes: of plain lines, which are read in runs, and of others. */
const PLAIN_HEAD_START = 80 * 2 ** 20;
const HEAD_START = 8 * 2 ** 20;
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
  readonly #workers: readonly (Worker | undefined)[];

  private constructor(firstEnd: number, workers: readonly (Worker | undefined)[]) {
    this.firstEnd = firstEnd;
    this.#workers = workers;
    this.#answers = workers.map((worker) => answerOf<Share>(worker));
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
    const head = count < 2 ? undefined : await headOf(file);
    if (!head) return undefined;
    const lines = await readShare({ ...file, range: head });
    if (!lines || lines.piece.profile.coverage.requests === 0) return undefined;
    const ranges = await cutFile(file.path, places(file.size, count, lines.piece.run !== undefined));
    const [first] = ranges;
    if (!first) return undefined;
    const { path, name, source, settings, formats } = file;
    const workers = ranges.map((range) => {
      const request: ShareRequest = { path, name, source, settings, formats, range };
      return startThread(request);
    });
    return new ShareThreads(first.from, workers);
  }

  /** Ends the threads that are still reading. */
  async close(): Promise<void> {
    await Promise.all(this.#workers.flatMap((worker) => (worker ? [worker.terminate()] : [])));
  }
}

/** Where the shares of a file begin, the first aside. While the threads start, that one is read already: it is larger. */
function places(size: number, count: number, isPlain: boolean): readonly number[] {
  const start = Math.min(isPlain ? PLAIN_HEAD_START : HEAD_START, size / (2 * count));
  const part = (size - start) / count;
  return Array.from({ length: count - 1 }, (_, i) => Math.floor(start + part * (i + 1)));
}

/** The whole lines in the head of a file; undefined where they cannot be cut apart. */
async function headOf({ path, name }: SharedFile): Promise<ByteRange | undefined> {
  for await (const head of readChunks(path, name, { from: 0, to: HEAD })) {
    const to = head.lastIndexOf(10) + 1;
    return compressionOf(head) !== undefined || beginsCounted(head) || to === 0 ? undefined : { from: 0, to };
  }
  return undefined;
}
