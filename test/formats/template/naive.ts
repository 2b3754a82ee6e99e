/** A template laid on a line in the plainest way: by patterns for its fields, and by trying every place. */
import type { Piece, Template } from '../../../src/formats/template/compile.ts';
import type { Shape } from '../../../src/formats/template/part.ts';

const NUMBER = /(?:-\d{0,23}|\d{1,24})(?!\d)/y;
const ZONE = String.raw`(?:Z|[+-]\d{4}|[+-]\d\d:[ \d]\d)`;
const PATTERNS: Readonly<Partial<Record<Shape, RegExp>>> = {
  number: NUMBER,
  two: /[ \d]\d/y,
  four: /[ \d]\d{3}/y,
  method: /[A-Za-z0-9!#$%&'*+\-.^_`~]{0,32}/y,
  word: /[A-Za-z0-9_.+/-]{0,128}/y,
  letters: /[A-Za-z]{0,16}/y,
  zone: new RegExp(ZONE, 'y'),
  ctime: /.{3} .{3} .\d .{2}:.{2}:.{2} .{3}\d/sy,
  clf: new RegExp(String.raw`[^]{2}/[^]{8}:[^]{8} ${ZONE}`, 'y'),
};

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Where the field of this shape ends that begins at `at`, -1 if none does. */
function fieldEnd(shape: Shape, text: string, at: number): number {
  if (shape === 'decimal') {
    const whole = endOf(NUMBER, text, at);
    const all = whole < 0 ? -1 : endOf(/\.\d+/y, text.slice(0, at + 48), whole);
    return all < 0 ? whole : all;
  }
  if (shape === 'protocol') {
    if (text[at] === '-') return at + 1;
    const part = text.slice(0, at + 16);
    const major = endOf(/[A-Za-z]{1,8}\/\d+/y, part, at);
    return major < 0 || major + 1 >= part.length ? major : Math.max(major, endOf(/\.\d*/y, part, major));
  }
  const pattern = PATTERNS[shape];
  if (!pattern) throw new Error(`no pattern for ${shape}`);
  return endOf(pattern, text, at);
}

type Span = readonly [number, number];

/** Where a piece ends that begins at `at`, -1 if none does; with the places of its fields. */
function read({ parts }: Piece, text: string, at: number): { readonly end: number; readonly spans: Span[] } {
  const spans: Span[] = [];
  for (const part of parts) {
    let stop: number;
    if (part.kind === 'literal') {
      const literal = Buffer.from(part.needle.literal).toString('latin1');
      stop = text.startsWith(literal, at) ? at + literal.length : -1;
    } else {
      stop = fieldEnd(part.shape, text, at);
      spans.push([at, stop]);
    }
    if (stop < 0) return { end: -1, spans };
    at = stop;
  }
  return { end: at, spans };
}

/** What a line is for a template, and where its fields stand; -1 for those that were not found, or are in doubt. */
export interface Laid {
  readonly fit: string;
  readonly starts: number[];
  readonly ends: number[];
}

/** Lays `template` on `text`, one character for each byte. */
export function layNaively(template: Template, text: string): Laid {
  const { front, back, inner, frees, fields } = template;
  const starts = fields.map(() => -1);
  const ends = fields.map(() => -1);
  const laid = (fit: string): Laid => ({ fit, starts, ends });
  const put = (place: number, [from, to]: Span): void => {
    starts[place] = from;
    ends[place] = to;
  };
  const putAll = ({ firstField }: Piece, spans: readonly Span[]): void =>
    spans.forEach((span, i) => put(firstField + i, span));

  const { end: from, spans } = read(front, text, 0);
  if (from >= 0) putAll(front, spans);
  let to = back.parts.length === 0 ? text.length : -1;
  for (let at = text.length; to < 0 && at >= Math.max(0, from); at--) {
    const tried = read(back, text, at);
    if (tried.end !== text.length) continue;
    to = at;
    putAll(back, tried.spans);
  }
  if (to < 0) return laid(from < 0 || front.parts.length === 0 ? 'none' : 'cut');
  if (from < 0) return laid(back.parts.length === 0 ? 'none' : 'headless');

  const rightmost: number[] = [];
  let bound = to;
  for (let i = inner.length - 1; i >= 0; i--) {
    const within = text.slice(0, bound);
    let at = bound - 1;
    while (at >= from && read(inner[i]!, within, at).end < 0) at--;
    if (at < from) return laid('gap');
    rightmost[i] = bound = at;
  }
  const within = text.slice(0, to);
  let left = from;
  const leftmost: number[] = [];
  for (const piece of inner) {
    while (left <= to && read(piece, within, left).end < 0) left++;
    if (left > to) return laid('gap');
    leftmost.push(left);
    left = read(piece, within, left).end;
  }
  // A free text is sure where both of its ends are; a path with a query is the same wherever it ends.
  let at = from;
  for (const [i, place] of frees.entries()) {
    const stop = i === inner.length ? to : leftmost[i]!;
    const isSure = i === inner.length || stop === rightmost[i];
    const hasQuery = at >= 0 && fields[place]!.says === 'path' && text.slice(at, stop).includes('?');
    if (at >= 0 && (isSure || hasQuery)) put(place, [at, stop]);
    if (i === inner.length) break;
    const piece = read(inner[i]!, within, stop);
    if (isSure) putAll(inner[i]!, piece.spans);
    at = isSure ? piece.end : -1;
  }
  return laid('whole');
}
