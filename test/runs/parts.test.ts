/** Parts of a log that are read in runs of their own, as threads read their shares, must say together what the lines say one by one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Settings } from '../../src/profile/profile.ts';
import { readParts, readText } from '../reading-ahead.ts';
import { logOf, plainSteps, SETTINGS, SIZES, step } from './plain-log.ts';

/** Whether the parts could be read apart; asserts that they say the same then. */
function assertPartsAlike(text: string, cuts: readonly number[], settings: Partial<Settings> = {}): boolean {
  const parts = readParts(text, cuts, settings);
  if (parts === undefined) return false;
  const whole = readText(text, [65_536], false, settings).profile;
  // As objects first: what differs is told then.
  if (parts !== whole) assert.deepEqual(JSON.parse(parts), JSON.parse(whole));
  assert.equal(parts, whole);
  return true;
}

describe('parts of a log read in runs', () => {
  it('say what the lines say one by one, whatever workers do and wherever it is cut', () => {
    let apart = 0;
    const logs = fc.tuple(
      fc.array(step, { minLength: 1, maxLength: 400, size: 'max' }),
      fc.constantFrom(...SIZES),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...SETTINGS),
    );
    fc.assert(
      fc.property(logs, ([steps, from, parts, settings]) => {
        const cuts = parts.map((part) => Math.floor(part * steps.length)).sort((a, b) => a - b);
        if (assertPartsAlike(logOf(steps, from), cuts, settings)) apart++;
      }),
      { numRuns: 150, seed: 88 },
    );
    assert.ok(apart > 100, `${apart}`);
  });

  const LINES = 6000;
  /** A long log whose line behind these has something before it, or is another. */
  const logWith = (cut: number, before: string, change: Parameters<typeof plainSteps>[1]): string => {
    const lines = logOf(plainSteps(LINES, change), 40_000_000).split('\n');
    if (before !== '') lines.splice(cut, 0, before);
    return lines.join('\n');
  };

  for (const [what, before] of [
    ['nothing', ''],
    ['the start of a worker', 'spawned uWSGI worker 1 (pid: 101, cores: 1)'],
    ['the end of a worker', 'worker 2 killed successfully (pid: 102)'],
    ['the start of the server', '*** Starting uWSGI 2.0.21 (64bit) on [Thu Nov 26 10:00:00 2026] ***'],
    ['a line that says nothing', 'hello'],
  ] as const)
    it(`are joined where ${what} stands at the cut, however much wider the grid is then`, () => {
      for (const cut of [1, 600, 1500, 3000, 5400])
        for (const at of [cut - 1, cut, cut + 1, cut + 40])
          assert.ok(assertPartsAlike(logWith(at, before, undefined), [cut]));
      assert.ok(assertPartsAlike(logWith(1000, before, undefined), [1000, 2000, 4000]));
    });

  it('are not joined where workers begin again at the cut, or only some do', () => {
    for (const cut of [600, 1500, 5400])
      for (const at of [cut, cut + 1, cut + 3, cut + 700]) {
        const instance = logWith(at, '', (n) => (n === at ? { kind: 'instance', by: 1 } : {}));
        assert.ok(assertPartsAlike(instance, [cut]));
        const own = logWith(at, '', (n) => (n === at ? { kind: 'back', by: 90 } : {}));
        assert.ok(assertPartsAlike(own, [cut]));
      }
  });

  it('are not joined where the server starts again at the cut and counters of workers do not simply go on', () => {
    for (const cut of [600, 1500, 5400]) {
      const gaps = (n: number): object => (n >= cut && n < cut + 40 ? { kind: 'gap', by: 3 } : {});
      assert.ok(assertPartsAlike(logWith(cut, '*** Starting uWSGI 2.0.21 ***', gaps), [cut]));
    }
  });

  it('are joined for one line behind the cut only', () => {
    const cut = 1500;
    const jump = (n: number): object => {
      // The first line is read before a run begins.
      if (n === cut) return { kind: 'instance', by: 3000 };
      return n === cut + 1 ? { kind: 'instance', by: cut + 1 } : {};
    };
    assert.ok(assertPartsAlike(logWith(cut, '', jump), [cut]));
  });

  it('grant lives fewer buckets where a later part has many more of them', () => {
    const cut = 1500;
    const many = logWith(cut, '', (n) => ({ kind: n > 2000 && n % 4 === 0 ? 'restart' : 'next' }));
    for (const at of [cut, 1990, 4000]) assert.ok(assertPartsAlike(many, [at]));
    assert.ok(assertPartsAlike(many, [cut, 3000]));
  });
});
