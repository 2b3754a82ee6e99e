/** A log in pieces: cut anywhere, each profiled by itself, merged in any bracketing. */
import fc from 'fast-check';
import { Pipeline } from '../../src/pipeline.ts';
import { merge } from '../../src/profile/merge.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import type { Profile } from '../../src/profile/profile.ts';

const SOURCE = { name: 'access.log', machine: 'm1' };

/** The profile of `lines`, which begin at byte `offset` of their file. */
export function profileOf(lines: Iterable<string>, offset = 0, source = SOURCE): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open(source, 'access.log');
  for (const line of lines) {
    const bytes = new TextEncoder().encode(line);
    pipeline.line(bytes, 0, bytes.length, offset);
    offset += bytes.length + 1;
  }
  return pipeline.toProfile();
}

/** Bytes of the lines, their ends included. */
export const lengthOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);

/** Cuts at the given fractions, profiles each piece, and merges them in a random bracketing. */
export function inPieces(
  lines: readonly string[],
  cuts: readonly number[],
  pick: readonly number[],
): Profile {
  const places = [...new Set(cuts.map((cut) => Math.floor(cut * (lines.length + 1))))].sort((a, b) => a - b);
  const bounds = [0, ...places, lines.length];
  let pieces = bounds
    .slice(1)
    .map((end, i) => profileOf(lines.slice(bounds[i], end), lengthOf(lines.slice(0, bounds[i]))));
  for (let i = 0; pieces.length > 1; i++) {
    const at = Math.floor((pick[i % pick.length] ?? 0) * (pieces.length - 1));
    pieces = [...pieces.slice(0, at), merge(pieces[at]!, pieces[at + 1]!), ...pieces.slice(at + 2)];
  }
  return pieces[0]!;
}

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });
/** Where to cut a log, and in what order to merge its pieces. */
export const cuts = fc.array(fraction, { minLength: 1, maxLength: 6 });
export const picks = fc.array(fraction, { minLength: 1, maxLength: 6 });
