/** Plain lines with bytes changed: what a run takes of them, and what it leaves, must come to what the lines say one by one. */
import fc from 'fast-check';
import { assertReadAlike } from '../reading-ahead.ts';
import { logOf, SETTINGS, SIZES, step } from '../runs/plain-log.ts';
import { inTime } from './target.ts';
import type { Target } from './target.ts';

/** A change of a text: so many characters at a place, given in parts of the whole, give way to others. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  taken: fc.nat(3),
  put: fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '\n',
      '\r\n',
      '0',
      '99999999999999999',
      '(',
      '{',
      '[',
      '?',
      '/',
      '\u00ff',
      '\0',
      '-1',
    ),
    fc.string({ maxLength: 3, unit: 'binary-ascii' }),
  ),
});

const runProperty = (): fc.IRawProperty<unknown> =>
  fc.property(
    fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
    fc.constantFrom(...SIZES),
    fc.array(change, { maxLength: 12 }),
    fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(...SETTINGS),
    (steps, from, changes, sizes, settings) => {
      let text = logOf(steps, from);
      for (const { at, taken, put } of changes) {
        const place = Math.floor(at * text.length);
        text = text.slice(0, place) + put + text.slice(place + taken);
      }
      inTime(() => assertReadAlike(text, sizes, settings));
    },
  );

/** See the top of this file. */
export const RUN_TARGETS: readonly Target[] = [{ name: 'runs', property: runProperty, weight: 2 }];
