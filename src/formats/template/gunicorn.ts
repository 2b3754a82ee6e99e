/**
 * Gunicorn's `access_log_format` (Hypercorn's is the same but for details): `%(h)s`, `%({x}e)s`, and atoms that a logger
 * class of one's own adds. Atoms: gunicorn/glogging.py, `Logger.atoms`. A missing value is printed as `-`; `"` in a value as `\"`.
 */
import { namedField } from './meaning.ts';
import { field, literal } from './part.ts';
import type { Part } from './part.ts';

/** A request line: `GET /a?b HTTP/1.1`. */
function requestLine(written: string): Part[] {
  return [
    field(written, 'method', 'method'),
    ...literal(' '),
    field(written, 'free', 'path', 1, 3),
    ...literal(' '),
    field(written, 'protocol'),
  ];
}

function atom(name: string, written: string, after: string): Part[] {
  switch (name) {
    case 'r':
      return requestLine(written);
    case 'R':
      return requestLine(written);
    case 't':
      return [...literal('['), field(written, 'clf', 'time'), ...literal(']')];
    case 'p':
      return [...literal('<'), field(written, 'number', 'pid'), ...literal('>')];
    case 's':
      return [field(written, 'number', 'status')];
    case 'm':
      return [field(written, 'method', 'method')];
    case 'U':
      return [field(written, 'free', 'path', 1, 2)];
    case 'H':
      return [field(written, 'protocol')];
    case 'l':
      return [field(written, 'word')];
    case 'b':
    case 'B':
    case 'T':
    case 'D':
    case 'M':
      return [field(written, 'number')];
    case 'L':
      return [field(written, 'decimal')];
    case 'h':
    case 'u':
    case 'q':
    case 'f':
    case 'a':
      return [field(written, 'free')];
    default:
      return [braced(name, written, after)];
  }
}

/** `{x}e` of the environment and `{x}o` of the response are the application's; `{x}i` of the request is the client's. */
function braced(name: string, written: string, after: string): Part {
  const match = /^\{(.*)\}([ieo])$/.exec(name);
  if (match?.[2] === 'i') return field(written, 'free');
  return namedField(written, match?.[1] ?? name, after);
}

/** The parts of an `access_log_format`. */
export function gunicornParts(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: written, 1: name, index } of text.matchAll(/%\(([^)]*)\)[sd]|%%/g)) {
    parts.push(...literal(text.slice(from, index)));
    from = index + written.length;
    parts.push(...(name === undefined ? literal('%') : atom(name, written, text.slice(from))));
  }
  return [...parts, ...literal(text.slice(from))];
}
