/** Bulk reading: one regular file, from its first byte to its end, as fast as the disk gives it. */
import type { InputWarning } from './chunks.ts';
import type { LinesAhead, OnLine } from './lines.ts';
import { withoutDocuments } from './document.ts';
import type { DocumentHook } from './document.ts';
import { LineSplitter } from './lines.ts';
import { brokenCounts, OctetFrames } from './octet-frames.ts';
import { counting, readChunks } from './read-chunks.ts';
import type { ByteRange, FileAt } from './read-chunks.ts';
import { textChunks } from './text-chunks.ts';

/** Who gets what of an input being read. */
export interface ReadHooks {
  readonly onLine: OnLine;
  /** Takes what it can of the lines, before `onLine` is given the others. */
  readonly ahead?: LinesAhead;
  readonly onWarning: (warning: InputWarning) => void;
  /** Gets the raw (still compressed) bytes read so far; compare with the size on disk. */
  readonly onProgress?: (rawBytes: number) => void;
  /** Takes inputs that are documents, not lines. */
  readonly document?: DocumentHook;
}

/** What was read. `lines` (counted records among them) is 0 for an empty input, which is no error here. Sizes in bytes. */
export interface ReadSummary {
  readonly lines: number;
  /** Lines longer than `MAX_LINE`, cut to it. */
  readonly cutLines: number;
  readonly rawBytes: number;
  /** After decompression; the offsets given with lines count in these. */
  readonly textBytes: number;
}

/** The file to read: where it is, and what to call it in messages. */
export interface FileToRead {
  readonly path: FileAt;
  readonly name: string;
  /** Asked again and again, with how many bytes were read, where to stop; a line begins there. Not for compressed files. */
  readonly until?: (at: number) => number;
}

/**
 * Reads the file's lines through its compression and stops at its end, without following growth.
 * Throws InputError when it cannot be read, is cut short or damaged, or is no text.
 */
export async function readFileLines(file: FileToRead, hooks: ReadHooks): Promise<ReadSummary> {
  const { onLine, ahead, onWarning, onProgress, document } = hooks;
  const frames = new OctetFrames(onLine, (offset) => onWarning(brokenCounts(file.name, offset)));
  const splitter = new LineSplitter(
    (buf, start, end, offset) => onLine(buf, start, end, frames.taken + offset),
    0,
    ahead && behind(ahead, frames),
  );
  let rawBytes = 0;
  let textBytes = 0;
  const raw = counting(readChunks(file.path, file.name, { from: 0 }, file.until), (sum) => {
    rawBytes = sum;
    onProgress?.(sum);
  });
  const text = textChunks(raw, { name: file.name, onWarning });
  for await (const chunk of withoutDocuments(text, file.name, document)) {
    textBytes += chunk.length;
    splitter.push(frames.push(chunk));
  }
  splitter.push(frames.end());
  splitter.end();
  const lines = frames.frames + splitter.lines;
  return { lines, cutLines: frames.cutFrames + splitter.cutLines, rawBytes, textBytes };
}

/** The same, for offsets that begin to count behind `frames`. */
function behind(ahead: LinesAhead, frames: OctetFrames): LinesAhead {
  return {
    linesAhead: (buf, start, end, offset) => ahead.linesAhead(buf, start, end, frames.taken + offset),
    get stoppedAt() {
      return ahead.stoppedAt;
    },
  };
}

/**
 * Reads the lines of a part of a regular file that is plain text and no beginning of it; its first byte begins a line.
 * Throws InputError when it cannot be read.
 */
export async function readRangeLines(
  file: FileToRead,
  range: ByteRange,
  { onLine, ahead }: Pick<ReadHooks, 'onLine' | 'ahead'>,
): Promise<ReadSummary> {
  const splitter = new LineSplitter(onLine, range.from, ahead);
  let rawBytes = 0;
  for await (const chunk of readChunks(file.path, file.name, range)) {
    rawBytes += chunk.length;
    splitter.push(chunk);
  }
  splitter.end();
  return { lines: splitter.lines, cutLines: splitter.cutLines, rawBytes, textBytes: rawBytes };
}
