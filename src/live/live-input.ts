/** Where live lines come from: a pipe, or files that are followed. */
import type { Chunks, InputWarning } from '../input/chunks.ts';
import { Follower } from '../input/follow.ts';
import type { FollowOptions, FollowTarget } from '../input/follow.ts';
import type { FollowedPosition } from '../input/positions.ts';
import { readPipedLines } from '../input/piped.ts';
import { decode, looksLikeProfile } from '../profile/codec.ts';
import type { LiveReading } from './reading.ts';

/** What an input tells while it runs. */
export interface LiveInputHooks {
  readonly onWarning: (warning: InputWarning) => void;
  /** Something was read, and the next is waited for. */
  readonly onRead: () => void;
}

/** One way to get lines. */
export interface LiveInput {
  /** Names for messages. */
  readonly names: readonly string[];
  /** Reads until the input ends or `signal` asks to stop. Throws InputError for what cannot be read. */
  readonly run: (reading: LiveReading, signal: AbortSignal, hooks: LiveInputHooks) => Promise<void>;
  /** How far each file has been read; undefined for a pipe, which nobody can read again. */
  readonly positions: () => readonly FollowedPosition[] | undefined;
}

/** Standard input, or another stream, until it ends. */
export function pipeInput(chunks: Chunks, source: string, machine: string): LiveInput {
  return {
    names: ['stdin'],
    positions: () => undefined,
    run: async (reading, signal, { onWarning, onRead }) => {
      const from = { name: source, machine };
      const summary = await readPipedLines(
        { name: '-', chunks: until(signal, chunks, onRead) },
        {
          onLine: (bytes, start, end, offset) => reading.line(from, '-', bytes, start, end, offset),
          onWarning,
          document: { matches: looksLikeProfile, onDocument: (text) => reading.absorb(decode(text)) },
        },
      );
      reading.cutLines(summary.cutLines);
    },
  };
}

/** Files that are followed, whatever becomes of their names. */
export function followInput(
  targets: readonly FollowTarget[],
  start: FollowOptions['start'],
  machine: string,
): LiveInput {
  let follower: Follower | undefined;
  return {
    names: targets.map(({ name }) => name),
    positions: () => follower?.positions() ?? [],
    run: async (reading, signal, { onWarning, onRead }) => {
      follower = new Follower(
        targets,
        {
          onLine: ({ source }, file, bytes, from, to, offset) =>
            reading.line({ name: source, machine }, file, bytes, from, to, offset),
          onWarning,
          onCaughtUp: onRead,
        },
        { start },
      );
      await follower.run(signal);
      reading.cutLines(follower.cutLines);
    },
  };
}

/** The chunks until `signal` asks to stop, even while none comes; `onTaken` is told when one has been taken. */
async function* until(signal: AbortSignal, chunks: Chunks, onTaken: () => void): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  let stop = (): void => undefined;
  signal.addEventListener('abort', () => stop(), { once: true });
  while (!signal.aborted) {
    // A promise of its own each time: one that all are raced with would keep every chunk alive.
    const next = await new Promise<IteratorResult<Uint8Array> | undefined>((resolve, reject) => {
      stop = () => resolve(undefined);
      iterator.next().then(resolve, reject);
    });
    if (next === undefined || next.done === true) return;
    yield next.value;
    onTaken();
  }
}
