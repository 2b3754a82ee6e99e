/** Merges the later ones of many profile files in threads, while the first ones are read here. */
import type { Settings } from '../profile/profile.ts';
import type { MergeAnswer, MergeRequest } from './share.ts';
import { startThreads } from './thread.ts';
import type { Thread } from './thread.ts';

/** A thread takes as long to start as it takes to read dozens of profiles: so many bytes of them should be worth it. */
const LEAST_PART = 2 ** 21;

/** A profile file. */
export interface ProfileFile {
  readonly path: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/** Files that follow one another, and the thread that merges them. */
export interface MergePart {
  /** How many files. */
  readonly files: number;
  /** What they hold, in order; undefined where they must be read again. */
  readonly answer: Promise<MergeAnswer>;
}

/** The threads that merge; the files before `first` are left to whoever asked. */
export class MergeThreads {
  readonly first: number;
  readonly parts: readonly MergePart[];
  readonly #threads: readonly Thread[];

  /** Starts up to `threads - 1` threads, none where there is too little to read. */
  constructor(files: readonly ProfileFile[], settings: Settings, threads: number) {
    const requests = shareOut(files, threads).map((part): MergeRequest => ({ settings, files: part }));
    const [own, ...others] = requests;
    this.first = own?.files.length ?? 0;
    this.#threads = startThreads(others.length);
    this.parts = others.map((request, i) => {
      // Where there is no thread its files are read by whoever asked.
      const answer = this.#threads[i]?.ask(request) ?? Promise.resolve(undefined);
      return { files: request.files.length, answer };
    });
  }

  /** Ends the threads that are still reading; nobody waits for their end. */
  close(): void {
    for (const thread of this.#threads) void thread.close();
  }
}

/** The files in up to `parts` runs of about the same size in bytes. */
function shareOut(files: readonly ProfileFile[], parts: number): ProfileFile[][] {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  const count = Math.max(1, Math.min(parts, Math.floor(total / LEAST_PART)));
  const runs: ProfileFile[][] = Array.from({ length: count }, () => []);
  let before = 0;
  for (const file of files) {
    runs[Math.min(count - 1, Math.floor((before * count) / Math.max(1, total)))]!.push(file);
    before += file.size;
  }
  return runs.filter((run) => run.length > 0);
}
