/** No log grows memory without bound, whatever is new on each of its lines. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inLong } from '../long.ts';
import { HOSTILE_LOGS, logOf } from './hostile-logs.ts';
import { measured } from './measured.ts';

/** The long run passes every bound: 100,000 lives, 65,536 nodes. */
const LINES = inLong(5000, 250_000);

/** MiB. A life costs up to 20 KiB while it is read and ranked, and there are 100,000 at most. */
const MOST = inLong(300, 2800);

describe(`${LINES} lines, each with something new, are read in bounded memory:`, () => {
  for (const log of HOSTILE_LOGS) {
    it(log.name, { timeout: inLong(60_000, 600_000) }, async (t) => {
      const { code, stderr, peak } = await measured(['parse', '-', ...(log.flags ?? [])], {
        stdin: logOf(log, LINES),
      });
      assert.equal(code, 0, stderr);
      t.diagnostic(`${peak.toFixed(0)} MiB`);
      assert.ok(peak < MOST, `${peak} MiB`);
    });
  }
});
