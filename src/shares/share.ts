/** What a thread is asked when it reads a share of a file or merges profiles, and what it answers: plain data only. */
import type { SeenPart } from '../check/lines-seen.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { ByteRange } from '../input/read-chunks.ts';
import type { Piece } from '../intake.ts';
import type { Profile, Settings, Source } from '../profile/profile.ts';

/** A thread takes as long to start as it takes to read some dozens of megabytes: smaller files are read by one (bytes). */
export const LEAST_SHARED = 2 ** 25;

/** What a thread says when it has loaded what it needs; all else that it says is its answer. */
export const READY = 'ready';

/** A share of a file: whole lines of it. */
export interface ShareRequest {
  /** Of the file, which whoever asks has open: its name may stand for another one by now. */
  readonly descriptor: number;
  readonly name: string;
  readonly range: ByteRange;
  readonly source: Source;
  readonly settings: Settings;
  readonly formats: FormatOptions;
}

/** What was read in a share. */
export interface Share {
  readonly piece: Piece;
  readonly seen: SeenPart;
}

/** The answer of a thread; nothing where the share must be read again, after the lines before it. */
export type ShareAnswer = Share | undefined;

/** Profile files to be merged in this order; none under other settings. */
export interface MergeRequest {
  readonly settings: Settings;
  readonly files: readonly { readonly path: string; readonly name: string }[];
}

/** The answer of a thread; nothing where the files must be read again, by whoever can say what is wrong with them. */
export type MergeAnswer = Profile | undefined;
