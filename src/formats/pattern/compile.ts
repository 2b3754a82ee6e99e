import { RE2JS, RE2JSSyntaxException } from 're2js';
import { UsageError } from '../../errors.ts';

/** Where in `text` the piece stands that a compiler complains of, from 1. */
function column(text: string, piece: string): number {
  return Math.max(0, text.indexOf(piece)) + 1;
}

/**
 * Compiles a pattern in the syntax of RE2, whose matching takes time in proportion to the line, whatever the pattern.
 * Throws UsageError, which names the place, for a pattern that cannot be read.
 */
export function compilePattern(text: string): RE2JS {
  try {
    return RE2JS.compile(text);
  } catch (error) {
    const piece = error instanceof RE2JSSyntaxException ? (error.input ?? '') : '';
    const cause = error instanceof RE2JSSyntaxException ? error.error : 'it is too large';
    throw new UsageError(
      `the pattern cannot be read at column ${column(text, piece)} (${shortened(piece || text)}): ${cause}; it is in RE2 syntax, without look-around and back-references`,
    );
  }
}

/** In one line, and not too long. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
