/** Real lines, damaged: an arbitrary for fast-check, so that what goes wrong can be made again and shortened. */
import fc from 'fast-check';
import { LINES, TOKENS } from './corpus.ts';

/** No line is longer (64 KiB). */
const LONGEST = 65_536;

/** One change of a line; numbers from 0 to 1 say where. */
interface Change {
  readonly kind: 'cut' | 'flip' | 'drop' | 'insert' | 'number' | 'swap' | 'glue' | 'repeat' | 'end';
  readonly at: number;
  readonly size: number;
  readonly token: number;
  readonly line: number;
  readonly byte: number;
}

const KINDS: readonly Change['kind'][] = [
  'cut',
  'flip',
  'drop',
  'insert',
  'number',
  'swap',
  'glue',
  'repeat',
  'end',
];

const unit = fc.integer({ min: 0, max: 9999 }).map((n) => n / 10_000);
const lineNumber = fc.nat(LINES.length - 1);

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: unit,
  size: unit,
  token: fc.nat(TOKENS.length - 1),
  line: lineNumber,
  byte: fc.nat(255),
});

/** The words of a line, at the places where most formats have boundaries. */
function wordAt(line: Buffer, at: number): readonly [number, number] {
  const isEdge = (i: number): boolean =>
    i < 0 || i >= line.length || ' ,:="[]{}|'.includes(String.fromCharCode(line[i]!));
  let start = Math.floor(at * line.length);
  while (!isEdge(start - 1)) start--;
  let end = start;
  while (!isEdge(end)) end++;
  return [start, end];
}

/** The number that begins at or after a place, if any. */
function numberAt(line: Buffer, at: number): readonly [number, number] {
  const isDigit = (i: number): boolean => i < line.length && line[i]! >= 0x30 && line[i]! <= 0x39;
  let start = at;
  while (start < line.length && !isDigit(start)) start++;
  let end = start;
  while (isDigit(end)) end++;
  return [start, end];
}

function changed(line: Buffer, { kind, at, size, token, line: other, byte }: Change): Buffer {
  const place = Math.floor(at * line.length);
  const length = Math.ceil(size * 40);
  const [before, after] = [line.subarray(0, place), line.subarray(place)];
  const rest = line.subarray(Math.min(line.length, place + length));
  switch (kind) {
    case 'cut':
      return before;
    case 'end':
      return after;
    case 'flip':
      return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)]);
    case 'drop':
      return Buffer.concat([before, rest]);
    case 'insert':
      return Buffer.concat([before, TOKENS[token]!, after]);
    case 'number': {
      const [start, end] = numberAt(line, place);
      return Buffer.concat([line.subarray(0, start), TOKENS[token % 8]!, line.subarray(end)]);
    }
    case 'swap': {
      const [start, end] = wordAt(line, at);
      const donor = LINES[other]!;
      const [from, to] = wordAt(donor, size);
      return Buffer.concat([line.subarray(0, start), donor.subarray(from, to), line.subarray(end)]);
    }
    case 'glue':
      return Buffer.concat([before, LINES[other]!]);
    case 'repeat': {
      const part = line.subarray(place, place + length);
      const times = 1 + Math.floor((size * 2000) % 400);
      return Buffer.concat([before, ...Array<Buffer>(times).fill(part), after]);
    }
  }
}

/** A real line after up to six changes; without line ends, at most 64 KiB. */
export const brokenLine: fc.Arbitrary<Buffer> = fc
  .tuple(lineNumber, fc.array(change, { maxLength: 6 }))
  .map(([line, changes]) => {
    const broken = changes.reduce(changed, LINES[line]!).subarray(0, LONGEST);
    return Buffer.from(broken.map((byte) => (byte === 0x0a ? 0x20 : byte)));
  });

/** A small log of such lines, in the order of neighbours of one format as often as not. */
export const brokenLog: fc.Arbitrary<readonly Buffer[]> = fc.oneof(
  fc.array(brokenLine, { minLength: 1, maxLength: 12 }),
  fc
    .tuple(lineNumber, fc.array(fc.tuple(fc.nat(12), fc.array(change, { maxLength: 1 })), { maxLength: 20 }))
    .map(([first, rows]) =>
      rows.map(([step, changes]) =>
        changes.reduce(changed, LINES[Math.min(LINES.length - 1, first + step)]!).subarray(0, LONGEST),
      ),
    ),
);

/** A text out of the words of rules, patterns and format strings, or of anything. */
export function wordy(words: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...words) }, fc.string({ maxLength: 4 })), {
      maxLength: 24,
    })
    .map((parts) => parts.join(''));
}
