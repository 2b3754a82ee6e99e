/** The help of the live screen. */
import { wrapHanging } from '../fit.ts';
import type { Ink } from './ink.ts';

const KEYS = [
  ['q, Ctrl-C', 'quit; the final ranking is printed'],
  ['↑ ↓, j k', 'choose an endpoint; PgUp, PgDn, Home, End go further'],
  ['Enter', 'why the chosen endpoint is judged as it is; Esc goes back'],
  ['s', 'sort by the next figure'],
  ['/', 'list only endpoints that hold a text: Enter keeps it, Esc clears it'],
  ['w', 'since the start, or the last minutes only'],
  ['p, space', 'hold the screen still; reading goes on'],
  ['Ctrl-L', 'draw the screen anew'],
  ['Ctrl-Z', 'back to the shell; fg returns'],
  ['?, h', 'this page'],
] as const;

const WORDS = [
  ['floor', 'what a worker never went below again: memory that it keeps'],
  ['per hour', 'how fast its floor grows'],
  ['to …', 'when the floor reaches the limit, if it goes on like this'],
  ['leak/call', 'what each call leaves behind for good'],
  ['range', 'where the true figure is, nine times of ten'],
  ['kept', 'what all its calls left behind'],
  ['↑ → ↓', 'whether that has risen, stayed or fallen of late'],
  ['lag', 'how old the newest line was when it was read'],
  ['understood', 'request lines that could be read, of all of them'],
] as const;

/** The help in lines of at most `columns`. */
export function helpLines(columns: number, ink: Ink): readonly string[] {
  const list = (entries: readonly (readonly [string, string])[]): readonly string[] =>
    entries.flatMap(([word, meaning]) =>
      wrapHanging(`  ${word.padEnd(11)} `, meaning, columns).map((line) => line.replace(word, ink.strong)),
    );
  return [ink.strong('Keys'), ...list(KEYS), '', ink.strong('Words'), ...list(WORDS)];
}
