/** The same text read as files are, and line by line. */
import assert from 'node:assert/strict';
import { LineSplitter } from '../src/input/lines.ts';
import { Pipeline } from '../src/pipeline.ts';
import { encode } from '../src/profile/codec.ts';
import { DEFAULT_SETTINGS } from '../src/profile/profile.ts';
import type { Settings } from '../src/profile/profile.ts';

/** What was read: the profile as text, how many lines there were, and how many of them were read ahead. */
export interface ReadText {
  readonly profile: string;
  readonly lines: number;
  readonly ahead: number;
}

/** Reads a text that comes in pieces of these sizes. */
export function readText(
  text: string,
  sizes: readonly number[],
  isAhead: boolean,
  settings: Partial<Settings> = {},
): ReadText {
  const pipeline = opened(settings);
  const read = readInto(pipeline, Buffer.from(text, 'latin1'), 0, sizes, isAhead);
  return { profile: encode(pipeline.toProfile()), ...read };
}

/**
 * The profile, as text, of a text that is cut behind these lines, each part read ahead by itself as threads read their shares;
 * undefined where parts cannot be read apart.
 */
export function readParts(
  text: string,
  cuts: readonly number[],
  settings: Partial<Settings> = {},
): string | undefined {
  const bytes = Buffer.from(text, 'latin1');
  const ends = [0];
  for (let at = 0; at < bytes.length;) ends.push((at = bytes.indexOf(0x0a, at) + 1));
  const borders = [...cuts.map((line) => ends[line]!), bytes.length];
  const [first, ...others] = borders.map((end, n) => {
    const pipeline = opened(settings);
    const start = n === 0 ? 0 : borders[n - 1]!;
    readInto(pipeline, bytes.subarray(start, end), start, [65_536], true);
    return pipeline;
  });
  if (![first!, ...others].every((pipeline) => pipeline.isLineByLine)) return undefined;
  for (const other of others) first!.absorbPiece(structuredClone(other.toPiece()));
  return encode(first!.toProfile());
}

function opened(settings: Partial<Settings>): Pipeline {
  const pipeline = new Pipeline({ ...DEFAULT_SETTINGS, ...settings });
  pipeline.open({ name: 'access.log', machine: 'm1' }, 'access.log');
  return pipeline;
}

/** Reads bytes that come in pieces of these sizes, the first of them at `offset` of its file. */
function readInto(
  pipeline: Pipeline,
  bytes: Uint8Array,
  offset: number,
  sizes: readonly number[],
  isAhead: boolean,
): Omit<ReadText, 'profile'> {
  let ahead = 0;
  const counted = {
    linesAhead: (buf: Uint8Array, start: number, end: number, offset: number): number => {
      const lines = pipeline.linesAhead(buf, start, end, offset);
      ahead += lines;
      return lines;
    },
    get stoppedAt() {
      return pipeline.stoppedAt;
    },
  };
  const splitter = new LineSplitter(
    (bytes, start, end, offset) => pipeline.line(bytes, start, end, offset),
    offset,
    isAhead ? counted : undefined,
  );
  // One block that is filled again and again, as files are read.
  const block = Buffer.alloc(Math.max(...sizes));
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.min(sizes[i % sizes.length]!, bytes.length - at);
    block.set(bytes.subarray(at, at + size));
    splitter.push(block.subarray(0, size));
    at += size;
  }
  splitter.end();
  pipeline.end();
  return { lines: splitter.lines, ahead };
}

/** Asserts that both ways say the same; returns how many lines were read ahead. */
export function assertReadAlike(
  text: string,
  sizes: readonly number[],
  settings: Partial<Settings> = {},
): number {
  const [ahead, apart] = [readText(text, sizes, true, settings), readText(text, sizes, false, settings)];
  // As objects first: what differs is told then.
  if (ahead.profile !== apart.profile) assert.deepEqual(JSON.parse(ahead.profile), JSON.parse(apart.profile));
  assert.equal(ahead.profile, apart.profile);
  assert.equal(ahead.lines, apart.lines);
  return ahead.ahead;
}
