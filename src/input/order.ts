/** Putting the pieces of rotated logs into the order in which they were written. */
import { BINARY_LOOK } from './binary.ts';
import type { Input } from './discover.ts';
import { readChunks } from './read-chunks.ts';
import type { Piece } from './source-name.ts';
import { pieceOf } from './source-name.ts';
import { textChunks } from './text-chunks.ts';

/** The first readable time in the first bytes of a log, in seconds; undefined when there is none. */
export type FirstTime = (head: Uint8Array) => number | undefined;

/** How much decompressed text of a file its time is looked for in, in bytes (64 KiB). */
export const PEEK_BYTES = BINARY_LOOK;

/**
 * The inputs, source by source in the order of their names, the files of each source from the oldest to the newest:
 * by their first time; by their rotation suffix where times are equal or missing; then by name.
 * A file without a time stays behind the file that its suffix puts it behind. Only sources of several files are
 * looked into; pipes and stdin never, they keep the order given. Throws InputError for a file that cannot be read.
 */
export async function inTimeOrder(inputs: readonly Input[], firstTime: FirstTime): Promise<Input[]> {
  const bySource = new Map<string, Input[]>();
  for (const input of inputs) {
    const pieces = bySource.get(input.source);
    if (pieces) pieces.push(input);
    else bySource.set(input.source, [input]);
  }
  const sources = [...bySource.keys()].sort();
  const ordered: Input[] = [];
  for (const source of sources) ordered.push(...(await piecesInOrder(bySource.get(source)!, firstTime)));
  return ordered;
}

interface Timed {
  readonly piece: Input;
  readonly time: number;
}

async function piecesInOrder(pieces: readonly Input[], firstTime: FirstTime): Promise<Input[]> {
  if (pieces.length < 2 || pieces.some(({ kind }) => kind !== 'file')) return [...pieces];
  const byRule = [...pieces].sort(olderFirst);
  const timed: Timed[] = [];
  let time = -Infinity;
  for (const piece of byRule) {
    time = firstTime(await firstText(piece)) ?? time;
    timed.push({ piece, time });
  }
  return inOrderOfTime(timed).map(({ piece }) => piece);
}

/** In autumn a clock without zone shows one hour twice: times this close do not overrule the names. */
const REPEATED_HOUR = 3600;

/** An insertion sort: a piece goes before those whose time is later by more than the hour that may repeat. Stable otherwise. */
function inOrderOfTime(byRule: readonly Timed[]): Timed[] {
  const sorted: Timed[] = [];
  for (const one of byRule) {
    let place = sorted.length;
    while (place > 0 && isLater(sorted[place - 1]!, one)) place--;
    sorted.splice(place, 0, one);
  }
  return sorted;
}

/** Whether `before` is surely the later piece: by its time, unless rotation numbered the two and their times are close. */
function isLater(before: Timed, after: Timed): boolean {
  const numbered = compareRank(before.piece, after.piece) !== 0;
  return before.time - after.time > (numbered ? REPEATED_HOUR : 0);
}

/** Orders the pieces of one log by their names alone, the oldest first. */
export function olderFirst(a: Pick<Input, 'name'>, b: Pick<Input, 'name'>): number {
  return compareRank(a, b) || compareNames(a.name, b.name);
}

function compareRank(a: Pick<Input, 'name'>, b: Pick<Input, 'name'>): number {
  const [first, second] = [ageRank(pieceOf(a.name)), ageRank(pieceOf(b.name))];
  return first.group - second.group || first.place - second.place;
}

/** Dated pieces come before numbered ones, which a site that switched keeps as its newest, and these before the current one. */
function ageRank(piece: Piece): { readonly group: number; readonly place: number } {
  switch (piece.kind) {
    case 'stamp':
      return { group: 0, place: piece.stamp };
    case 'index':
      return { group: 1, place: -piece.index };
    case 'current':
      return { group: 2, place: 0 };
  }
}

/** By code units, so that the order is the same on every machine. */
function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

async function firstText(input: Input): Promise<Uint8Array> {
  let head = Buffer.alloc(0);
  if (input.kind !== 'file') return head;
  // What is wrong with a file is told when it is read in full; here only its first lines matter.
  const options = { name: input.name, onWarning: () => undefined };
  for await (const chunk of textChunks(readChunks(input.path, input.name), options)) {
    head = Buffer.concat([head, chunk.subarray(0, PEEK_BYTES - head.length)]);
    if (head.length >= PEEK_BYTES) break;
  }
  return head;
}
