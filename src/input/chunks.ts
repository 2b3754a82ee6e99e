/**
 * Bytes on their way in, piece by piece. A chunk is only valid until the next one is asked for, so that
 * a reader can fill the same block again and again; whoever keeps a chunk longer copies it.
 */
export type Chunks = AsyncIterable<Uint8Array>;

/** Something the user should know about an input that was read all the same. */
export interface InputWarning {
  /** Stable word for programs, such as `same-file`. */
  readonly code:
    | 'same-file'
    | 'copy'
    | 'not-compared'
    | 'skipped'
    | 'lost'
    | 'expands-too-far'
    | 'broken-counts'
    | 'waiting'
    | 'days'
    | 'unreadable';
  /** One sentence. */
  readonly text: string;
}

/** Looks at a chunk as a Buffer, whose `indexOf` is twice as fast; copies nothing. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A copy that outlives its chunk. (`slice` is no copy when the chunk is a Buffer.) */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes);
}
