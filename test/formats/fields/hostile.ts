import fc from 'fast-check';
import type { Format } from '../../../src/formats/format.ts';
import { read } from './reading.ts';
import { inLong } from '../../long.ts';

/** Reads every prefix and suffix of the lines, and `count` mutations of them: `read` itself fails when the parser leaves its line. */
export function survives(make: () => Format, lines: readonly string[], count = inLong(3000, 12_500)): void {
  const format = make();
  for (const line of lines) {
    const bytes = Buffer.from(line);
    for (let at = 0; at <= bytes.length; at++) {
      check(format, bytes.subarray(0, at));
      check(format, bytes.subarray(at));
    }
  }
  const signs = fc.constantFrom(
    0x20,
    0x22,
    0x5c,
    0x3d,
    0x3a,
    0x09,
    0x7b,
    0x7d,
    0x5b,
    0x5d,
    0x2e,
    0x30,
    0x39,
    0xff,
  );
  const change = fc.tuple(fc.nat(), fc.oneof(fc.nat(255), signs));
  fc.assert(
    fc.property(
      fc.constantFrom(...lines),
      fc.array(change, { minLength: 1, maxLength: 6 }),
      (line, changes) => {
        const bytes = Buffer.from(line);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        check(format, bytes);
      },
    ),
    { seed: 4, numRuns: count },
  );
}

function check(format: Format, bytes: Uint8Array): void {
  const { pid = 0, time = 0, status = 0, figures = {}, core = 0, seq = 0 } = read(format, bytes);
  for (const value of [pid, time, status, core, seq, ...Object.values(figures)])
    if (!Number.isSafeInteger(value) || value < 0)
      throw new Error(`${value} in ${Buffer.from(bytes).toString()}`);
}
