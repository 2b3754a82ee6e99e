/** Killed at any moment, memhog goes on with every line counted once. `npm run faults` does the same 1,000 times. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { killLive, killReports } from './kills.ts';
import type { Killed } from './kills.ts';

/** Each of the two is killed so often here. */
const KILLS = 10;

function assertWhole({ killed, unusable, written, counted, lines }: Killed): void {
  assert.ok(killed > KILLS / 4, `${killed} were killed`);
  assert.equal(unusable, 0);
  assert.equal(counted, written);
  assert.equal(lines[1], lines[0]);
}

describe(`killed ${KILLS} times at random moments`, { concurrency: true }, () => {
  it('report loses no line and counts none twice', async () => assertWhole(await killReports(KILLS, 11)));
  it('live --save loses no line and counts none twice', async () => assertWhole(await killLive(KILLS, 12)));
});
