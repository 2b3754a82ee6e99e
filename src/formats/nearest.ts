/** Which formats a line that no format reads comes nearest to, and where it stops being one of theirs. */
import type { About, Format } from './format.ts';

/** How far one line is a line of one format. */
export interface Nearness {
  readonly format: Format;
  /** Landmarks of the format that the line has, of how many. */
  readonly matched: number;
  readonly of: number;
  /** Column, from 1, where the first missing landmark should stand. */
  readonly column: number;
  /** What should stand there, in words; empty if nothing is missing. */
  readonly missing: string;
}

/** So much of a line is compared; what tells formats apart stands in it. */
const LONGEST_LOOK = 2048;

const decoder = new TextDecoder();

function nearnessTo(format: Format, { landmarks }: About, text: string): Nearness {
  let at = 0;
  let matched = 0;
  let missing: { column: number; what: string } | undefined;
  for (const { what, pattern } of landmarks) {
    const match = pattern.exec(text.slice(at));
    if (match) {
      at += match.index + match[0].length;
      matched++;
    } else missing ??= { column: at + 1, what };
  }
  const { column, what } = missing ?? { column: at + 1, what: '' };
  return { format, matched, of: landmarks.length, column, missing: what };
}

/** Every format that has at least something in common with the line, the nearest first; ties keep the order of `formats`. */
export function nearestFormats(
  formats: readonly Format[],
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly Nearness[] {
  const text = decoder.decode(bytes.subarray(start, Math.min(end, start + LONGEST_LOOK)));
  return formats
    .map((format) => nearnessTo(format, format.about, text))
    .filter(({ matched }) => matched > 0)
    .sort((a, b) => b.matched / b.of - a.matched / a.of || b.matched - a.matched);
}
