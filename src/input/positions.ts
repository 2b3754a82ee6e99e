/** How far files have been read, and what they are known by when they are looked for again. */

/** How far one file has been read. */
export interface ReadFile {
  /** Its name when it was last read. */
  readonly path: string;
  /** The log it is a piece of. */
  readonly source: string;
  /** Device and inode, as text. */
  readonly inode: string;
  /** Bytes of text (after decompression) that have been taken in. */
  readonly offset: number;
  /** Bytes on disk when it was last read. */
  readonly size: number;
  /** SHA-256 of its first `headLength` bytes of text: what it is known by under another name. */
  readonly head: string;
  readonly headLength: number;
}

/** How far a piece of a followed log has been read. */
export interface FollowedPosition extends ReadFile {
  /** It has been read to its end and closed: kept so that it is known again, and not read. */
  readonly isFinished: boolean;
}
