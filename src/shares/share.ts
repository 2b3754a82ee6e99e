/** What a thread is asked when it reads a share of a file or merges profiles, and what it answers: plain data only. */
import type { NamedCounts } from '../check/format-tally.ts';
import type { FailedPart } from '../check/failed-lines.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { ByteRange } from '../input/read-chunks.ts';
import type { Piece } from '../intake.ts';
import type { Profile, Settings, Source } from '../profile/profile.ts';

/** A share of a file: whole lines of it. */
export interface ShareRequest {
  readonly path: string;
  readonly name: string;
  readonly range: ByteRange;
  readonly source: Source;
  readonly settings: Settings;
  readonly formats: FormatOptions;
}

/** What was read in a share. */
export interface Share {
  readonly piece: Piece;
  readonly failed: FailedPart;
  readonly formats: readonly NamedCounts[];
  readonly bytes: number;
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
