/** Times as C's `strftime` writes them in the C locale, taken apart: `%d/%b/%Y:%H:%M:%S %z`. */
import { field, literal } from './part.ts';
import type { Part } from './part.ts';

/** Conversions that stand for several others. */
const LONG: Readonly<Record<string, string>> = {
  T: '%H:%M:%S',
  F: '%Y-%m-%d',
  R: '%H:%M',
  D: '%m/%d/%C',
  h: '%b',
};

function conversion(letter: string): Part[] {
  const name = `%${letter}`;
  switch (letter) {
    case '%':
      return literal('%');
    case 'Y':
      return [field(name, 'four', 'year')];
    case 'm':
      return [field(name, 'two', 'month')];
    case 'b':
      return [field(name, 'letters', 'month')];
    case 'd':
    case 'e':
      return [field(name, 'two', 'day')];
    case 'H':
    case 'k':
      return [field(name, 'two', 'hour')];
    case 'M':
      return [field(name, 'two', 'minute')];
    case 'S':
      return [field(name, 'two', 'second')];
    case 's':
      return [field(name, 'number', 'epoch')];
    case 'z':
      return [field(name, 'zone')];
    case 'c':
      return [field(name, 'ctime', 'time')];
    case 'a':
    case 'A':
    case 'B':
    case 'p':
    case 'Z':
      return [field(name, 'letters')];
    default:
      return [field(name, 'word')];
  }
}

/** The parts of a time written by `pattern`. A conversion not known counts as one word that says nothing. */
export function strftimeParts(pattern: string): Part[] {
  const whole = pattern.replace(/%([TFRDh])/g, (_, letter: string) => LONG[letter] ?? '');
  const parts: Part[] = [];
  for (const [piece] of whole.matchAll(/%[EO]?[A-Za-z%]|[^%]+|%/g)) {
    if (piece.length > 1 && piece.startsWith('%')) parts.push(...conversion(piece.slice(-1)));
    else parts.push(...literal(piece));
  }
  return parts;
}
