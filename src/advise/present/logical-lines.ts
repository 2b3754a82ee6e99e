/** The logical lines of Python: comments gone, what brackets and backslashes hold together in one. Strings stay as they are. */

/** One of them. */
export interface LogicalLine {
  readonly text: string;
  /** Blanks before it; 0 is the top level. */
  readonly indent: number;
  /** Where it begins, from 1. */
  readonly line: number;
}

const QUOTES = ["'''", '"""', "'", '"'];

/** Where the string that opens at `start` ends, just after its closing quote; the end of the line for one that does not close. */
function afterString(text: string, start: number): number {
  const quote = QUOTES.find((one) => text.startsWith(one, start)) ?? '';
  for (let at = start + quote.length; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (quote.length === 1 && text[at] === '\n') return at;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return text.length;
}

/** Gathers the characters of one logical line. */
class Gathering {
  readonly found: LogicalLine[] = [];
  private part = '';
  private indent = 0;
  private began = 0;
  private isAtStart = true;

  /** Blanks before the first other character are its indent. */
  add(text: string, line: number): void {
    if (this.part === '' && (text === ' ' || text === '\t')) this.indent += this.isAtStart ? 1 : 0;
    else if (this.part !== '' || text !== '\r') {
      if (this.part === '') this.began = line;
      this.part += text;
    }
  }

  /** Ends the line; `keepsIndent` where another statement follows it on the same one. */
  end(keepsIndent = false): void {
    if (this.part !== '')
      this.found.push({ text: this.part.trimEnd(), indent: this.indent, line: this.began });
    this.part = '';
    this.isAtStart = !keepsIndent;
    if (!keepsIndent) this.indent = 0;
  }
}

/** Where what begins at `at` ends: a string, a comment, a joined line end, or a single character. */
function afterPiece(text: string, at: number): number {
  const char = text[at];
  if (char === '"' || char === "'") return afterString(text, at);
  if (char === '#') {
    const stop = text.indexOf('\n', at);
    return stop < 0 ? text.length : stop;
  }
  if (char === '\\' && text[at + 1] === '\n') return at + 2;
  return char === '\\' && text.startsWith('\r\n', at + 1) ? at + 3 : at + 1;
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Cuts `text`, in time linear in its length. */
export function logicalLines(text: string): readonly LogicalLine[] {
  const gathering = new Gathering();
  let [depth, line] = [0, 1];
  for (let at = 0; at < text.length;) {
    const next = afterPiece(text, at);
    const piece = text.slice(at, next);
    if (piece === '\n' && depth === 0) gathering.end();
    else if (piece === ';' && depth === 0) gathering.end(true);
    else if (piece.startsWith('\\') && piece.endsWith('\n')) gathering.add(' ', line);
    else if (!piece.startsWith('#')) gathering.add(piece === '\n' ? ' ' : piece, line);
    if ('([{'.includes(piece)) depth += 1;
    else if (')]}'.includes(piece)) depth = Math.max(0, depth - 1);
    line += countNewlines(piece);
    at = next;
  }
  gathering.end();
  return gathering.found;
}

/** Cuts the arguments of a call, or the entries of a literal, at the commas of the outermost level. */
export function splitAtCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let [from, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"' || char === "'") at = afterString(text, at) - 1;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    else if (char === ',' && depth === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
