/**
 * A format string as a template: what stands before the first text that a client writes, what stands after the last,
 * and the pieces in between.
 *
 *     FRONT free PIECE free PIECE free BACK
 */
import { UsageError } from '../../errors.ts';
import { needle } from '../../scan/bytes.ts';
import { LONGEST } from './shapes.ts';
import type { Field, Part, Says } from './part.ts';

/** Parts of which none is free text. The first is a literal but in front of the first free text. */
export interface Piece {
  readonly parts: readonly Part[];
  /** Place of its first field among all fields. */
  readonly firstField: number;
  /** How many fields it has. */
  readonly fieldCount: number;
  /** The most bytes it may take. */
  readonly longest: number;
  /** How much it says for a line to have it: 1 for each byte that is no space, 3 for each field. */
  readonly weight: number;
}

/** A format string, compiled. */
export interface Template {
  readonly parts: readonly Part[];
  readonly fields: readonly Field[];
  readonly front: Piece;
  /** Places of the free texts among all fields; one more than there are inner pieces. */
  readonly frees: readonly number[];
  readonly inner: readonly Piece[];
  readonly back: Piece;
}

const FIGURES: ReadonlySet<Says> = new Set([
  'rss',
  'vsz',
  'pss',
  'uss',
  'live',
  'blocks',
  'peak',
  'rssM',
  'vszM',
]);

/** Whether what a field says is a memory figure. */
export function isFigure(says: Says): boolean {
  return FIGURES.has(says);
}

function isFree(part: Part | undefined): part is Field {
  return part?.kind === 'field' && part.shape === 'free';
}

const QUESTION_MARK = 0x3f;

/** A path, a literal `?` and free text behind it are one target. */
function joinQueries(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const mark = joined.at(-1);
    const path = joined.at(-2);
    const isMark =
      mark?.kind === 'literal' &&
      mark.needle.literal.length === 1 &&
      mark.needle.literal[0] === QUESTION_MARK;
    if (isFree(part) && isMark && isFree(path) && path.says === 'path') joined.pop();
    else joined.push(part);
  }
  return joined;
}

/** Time pieces may stand side by side (`%Y%m%d`): each has an end of its own. */
const BOUNDED = new Set(['two', 'four', 'zone', 'ctime', 'clf']);

function checkNeighbours(parts: readonly Part[]): void {
  for (let i = 1; i < parts.length; i++) {
    const [left, right] = [parts[i - 1]!, parts[i]!];
    if (left.kind !== 'field' || right.kind !== 'field') continue;
    if (BOUNDED.has(left.shape) && right.shape !== 'free') continue;
    throw new UsageError(
      `the log format has ${left.name} and ${right.name} side by side: put a text between them, or nobody can tell where one ends`,
    );
  }
}

/** Of several fields that say the same thing, one is believed. */
function choose(part: Part, bestPath: number, hasPid: boolean): Part {
  if (part.kind === 'literal') return part;
  if (part.says === 'path' && part.rank < bestPath) return { ...part, says: 'nothing' };
  if (part.says === 'slot') return { ...part, says: hasPid ? 'nothing' : 'pid' };
  return part;
}

/** Fixed texts side by side as one, where that is not too long: it is found sooner. */
function joinLiterals(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (part.kind !== 'literal' || before?.kind !== 'literal') {
      joined.push(part);
      continue;
    }
    const bytes = [...before.needle.literal, ...part.needle.literal];
    if (bytes.length > 255) joined.push(part);
    else joined[joined.length - 1] = { kind: 'literal', needle: needle(String.fromCharCode(...bytes)) };
  }
  return joined;
}

function piece(given: readonly Part[], firstField: number): Piece {
  const parts = joinLiterals(given);
  let longest = 0;
  let weight = 0;
  let fieldCount = 0;
  for (const part of parts) {
    longest += part.kind === 'literal' ? part.needle.literal.length : LONGEST[part.shape];
    if (part.kind === 'field') fieldCount++;
    weight += part.kind === 'literal' ? part.needle.literal.filter((byte) => byte !== 0x20).length : 3;
  }
  return { parts, firstField, fieldCount, longest, weight };
}

/** Throws UsageError when a format string holds no memory or no path. */
export function checkUse(parts: readonly Part[]): void {
  const all = parts.filter((part) => part.kind === 'field');
  if (!all.some(({ says }) => isFigure(says)))
    throw new UsageError(
      'the log format has no memory field: add %(rss) (uWSGI), %({memhog.rss}e)s (Gunicorn) or %{kilo}M (PHP-FPM)',
    );
  if (!all.some(({ says }) => says === 'path' || says === 'route'))
    throw new UsageError(
      'the log format has no field with the path: add %(uri) (uWSGI), %(r)s (Gunicorn) or %{REQUEST_URI}e (PHP-FPM)',
    );
}

/** Makes a template of parts, of which at least one is free text. Throws UsageError when two of them cannot be told apart. */
export function compile(given: readonly Part[]): Template {
  const joined = joinQueries(given);
  checkNeighbours(joined);
  const all = joined.filter((part) => part.kind === 'field');
  const bestPath = Math.max(...all.map(({ rank }) => rank));
  const hasPid = all.some(({ says }) => says === 'pid');
  const parts = joined.map((part) => choose(part, bestPath, hasPid));
  const fields = parts.filter((part) => part.kind === 'field');
  const pieces: Piece[] = [];
  const frees: number[] = [];
  let from = 0;
  let seen = 0;
  let first = 0;
  parts.forEach((part, i) => {
    if (isFree(part)) {
      pieces.push(piece(parts.slice(from, i), first));
      frees.push(seen);
      from = i + 1;
      first = seen + 1;
    }
    if (part.kind === 'field') seen++;
  });
  const back = piece(parts.slice(from), first);
  return { parts, fields, front: pieces[0]!, frees, inner: pieces.slice(1), back };
}
