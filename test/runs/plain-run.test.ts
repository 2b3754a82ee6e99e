/** Runs of plain lines, which are taken in by WebAssembly, must teach the profile what its lines do one by one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertReadAlike } from '../reading-ahead.ts';
import { logOf, plainSteps, SETTINGS, SIZES, step } from './plain-log.ts';

describe('runs of plain lines', () => {
  it('say what the lines say one by one, whatever workers do and whatever stands between', () => {
    const logs = fc.tuple(
      fc.array(step, { minLength: 1, maxLength: 400, size: 'max' }),
      fc.constantFrom(...SIZES),
      fc.array(fc.integer({ min: 50, max: 9000 }), { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...SETTINGS),
    );
    fc.assert(
      fc.property(logs, ([steps, from, sizes, settings]) => {
        assertReadAlike(logOf(steps, from), sizes, settings);
      }),
      { numRuns: 150, seed: 88 },
    );
  });

  it('are nearly all of a long log, whose grid widens many times', () => {
    const ahead = assertReadAlike(logOf(plainSteps(20_000), 40_000_000), [65_536]);
    assert.ok(ahead > 19_900, `${ahead}`);
  });

  it('end where there are more endpoints than they hold', () => {
    const many = plainSteps(3000, (n, random) => ({
      route: random() < 0.5 ? 7 : 8,
      status: n % 5 === 0 ? 404 : 200,
    }));
    const text = logOf(many, 40_000_000).replaceAll('/made-up-', '/a/b');
    assertReadAlike(text, [65_536]);
    // A name on each of two levels: all of them stay apart.
    const apart = text.replaceAll(
      /\/a\/b(\d+)/g,
      (_, n: string) => `/${'abcdefgh'[Number(n) % 8]!}x/n${Number(n) % 199}`,
    );
    assertReadAlike(apart, [65_536]);
  });

  it('end where there are more workers, or more lives, than they hold', () => {
    const workers = plainSteps(4000, (n) => ({ kind: n % 3 === 0 ? 'restart' : 'next' }));
    assertReadAlike(logOf(workers, 40_000_000), [65_536]);
    const lives = plainSteps(9000, (n) => ({ kind: n % 2 === 0 ? 'instance' : 'next', by: n % 17 }));
    assertReadAlike(logOf(lives, 40_000_000), [65_536]);
  });

  it('may be short: then lines are taken one by one for a while', () => {
    const short = plainSteps(6000, (n) => ({ odd: n % 50 === 0 ? 'spawned' : 'no' }));
    const ahead = assertReadAlike(logOf(short, 40_000_000), [65_536]);
    assert.ok(ahead > 1000);
  });
});
