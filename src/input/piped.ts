/** Piped and followed input (stdin, a FIFO), its lines carried by split2: each is there as soon as its newline is. */
import { once } from 'node:events';
import split2 from 'split2';
import type { Chunks } from './chunks.ts';
import { withoutDocuments } from './document.ts';
import { LineBounder } from './line-bounder.ts';
import type { OnLine } from './lines.ts';
import { MAX_LINE } from './lines.ts';
import { brokenCounts, OctetFrames } from './octet-frames.ts';
import { counting } from './read-chunks.ts';
import type { ReadHooks, ReadSummary } from './read.ts';
import { readFailure } from './read-failure.ts';
import { textChunks } from './text-chunks.ts';

const RETURN = 13;

/** A stream to read: its bytes, and what to call it in messages (`-` becomes `stdin` there). */
export interface PipeToRead {
  readonly chunks: Chunks;
  readonly name: string;
}

/**
 * Reads the lines of a stream until it ends, with the same lines, offsets and cuts as `LineSplitter` gives.
 * Throws InputError when the stream fails, is cut short or damaged, or is no text, and whatever `onLine` throws.
 */
export async function readPipedLines(pipe: PipeToRead, hooks: ReadHooks): Promise<ReadSummary> {
  const name = pipe.name === '-' ? 'stdin' : pipe.name;
  const bounder = new LineBounder(MAX_LINE + 1);
  const frames = new OctetFrames(hooks.onLine, (offset) => hooks.onWarning(brokenCounts(name, offset)));
  const received = new PipedLines(bounder, (buf, start, end, offset) =>
    hooks.onLine(buf, start, end, frames.taken + offset),
  );
  let rawBytes = 0;
  let textBytes = 0;
  const raw = counting(failingInWords(pipe.chunks, name), (sum) => {
    rawBytes = sum;
    hooks.onProgress?.(sum);
  });
  const carrier = new LineCarrier((line) => received.take(line));
  try {
    const text = textChunks(raw, { name, onWarning: hooks.onWarning });
    for await (const chunk of withoutDocuments(text, name, hooks.document)) {
      textBytes += chunk.length;
      await carrier.write(bounder.push(frames.push(chunk)));
    }
    await carrier.write(bounder.push(frames.end()));
    bounder.end();
    await carrier.end();
  } finally {
    carrier.close();
  }
  const lines = frames.frames + received.lines;
  return { lines, cutLines: frames.cutFrames + received.cutLines, rawBytes, textBytes };
}

async function* failingInWords(chunks: Chunks, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw readFailure(name, cause);
  }
}

/** split2 with back-pressure and with one way for failures: they come out of `write` and `end`. */
class LineCarrier {
  // Strings of one character per byte: bytes as they are would be read as UTF-8 and changed. `decodeStrings: false`
  // spares them the way to bytes and back. split2's own pattern would also eat `\r`, and with it the count of bytes.
  readonly #split = split2('\n', { decodeStrings: false });
  #failure: Error | undefined;

  constructor(onLine: (line: string) => void) {
    this.#split.on('error', (error) => (this.#failure ??= error));
    this.#split.on('data', (line: string) => {
      if (this.#failure !== undefined) return;
      try {
        onLine(line);
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        this.#split.destroy(this.#failure);
      }
    });
  }

  async write(text: string): Promise<void> {
    this.#check();
    const hasRoom = this.#split.write(text);
    this.#check();
    if (!hasRoom && this.#split.writableNeedDrain) await once(this.#split, 'drain');
    this.#check();
  }

  async end(): Promise<void> {
    this.#check();
    const ended = once(this.#split, 'end');
    this.#split.end();
    await ended;
    this.#check();
  }

  close(): void {
    this.#split.destroy();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

/** Turns split2's strings back into bytes at offsets. */
class PipedLines {
  lines = 0;
  cutLines = 0;
  readonly #bounder: LineBounder;
  readonly #onLine: OnLine;
  readonly #bytes = Buffer.allocUnsafe(MAX_LINE + 1);
  #offset = 0;

  constructor(bounder: LineBounder, onLine: OnLine) {
    this.#bounder = bounder;
    this.#onLine = onLine;
  }

  take(line: string): void {
    const dropped = this.#bounder.droppedFrom(this.lines);
    const received = this.#bytes.write(line, 'latin1');
    const hasReturn = dropped === 0 && this.#bytes[received - 1] === RETURN && received > 0;
    const length = received - (hasReturn ? 1 : 0);
    if (length > MAX_LINE) this.cutLines++;
    this.lines++;
    const offset = this.#offset;
    this.#offset += received + dropped + 1;
    this.#onLine(this.#bytes, 0, Math.min(length, MAX_LINE), offset);
  }
}
