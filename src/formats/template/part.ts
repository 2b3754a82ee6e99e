/**
 * What a format string is made of once it is read: fixed text, and fields that say something or nothing.
 */
import { needle } from '../../scan/bytes.ts';
import type { Needle } from '../../scan/bytes.ts';

/**
 * How the text of a field looks. `free` is whatever a client (or the application) wrote, an empty text included; every
 * other shape is text of the server's own, with an end that can be told from the text alone.
 */
export type Shape =
  | 'number'
  | 'decimal'
  | 'two'
  | 'four'
  | 'method'
  | 'protocol'
  | 'word'
  | 'letters'
  | 'zone'
  | 'ctime'
  | 'clf'
  | 'time'
  | 'free';

/** What a field says. The part of the record it goes to, or `nothing`. */
export type Says =
  | 'nothing'
  | 'rss'
  | 'vsz'
  | 'pss'
  | 'uss'
  | 'live'
  | 'blocks'
  | 'peak'
  | 'rssM'
  | 'vszM'
  | 'pid'
  | 'slot'
  | 'core'
  | 'seq'
  | 'inflight'
  | 'status'
  | 'method'
  | 'path'
  | 'route'
  | 'time'
  | 'epoch'
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second';

/** A field of a format string. */
export interface Field {
  readonly kind: 'field';
  /** As it is written: `%(rss)`. */
  readonly name: string;
  readonly shape: Shape;
  readonly says: Says;
  /** What a number is multiplied by: bytes for a figure, seconds for a time. */
  readonly scale: number;
  /** Of several paths the one with the highest rank is taken: 3 as the client asked for it, 2 decoded, 1 the script that ran. */
  readonly rank: number;
}

/** Fixed text, of at most 255 bytes. */
export interface Literal {
  readonly kind: 'literal';
  readonly needle: Needle;
}

/** A piece of a format string. */
export type Part = Literal | Field;

/** The bytes of `text` as UTF-8, one character each. */
function utf8(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}

const LONGEST_LITERAL = 200;

/** Fixed text as parts; none for an empty text. */
export function literal(text: string): Part[] {
  const bytes = utf8(text);
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length; at += LONGEST_LITERAL)
    parts.push({ kind: 'literal', needle: needle(bytes.slice(at, at + LONGEST_LITERAL)) });
  return parts;
}

/** A field. */
export function field(name: string, shape: Shape, says: Says = 'nothing', scale = 1, rank = 0): Field {
  return { kind: 'field', name, shape, says, scale, rank };
}
