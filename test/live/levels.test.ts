/** The latest reading of each worker, of so many workers that some are forgotten. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Levels } from '../../src/live/levels.ts';

describe('the latest readings', () => {
  it('are those of 10,000 workers at most, the one just read always among them', () => {
    const levels = new Levels();
    for (let pid = 1; pid <= 30_000; pid++) {
      levels.see('a.log', `host-${pid % 3}`, pid, pid);
      assert.equal(levels.of('a.log', `host-${pid % 3}`, pid), pid);
    }
    const known = Array.from({ length: 30_000 }, (_, i) => levels.of('a.log', `host-${(i + 1) % 3}`, i + 1));
    assert.equal(known.filter((one) => one !== undefined).length, 10_000);
  });

  it('of a host with one worker, the only one to be forgotten, are not lost', () => {
    const levels = new Levels();
    levels.see('a.log', 'A', 1, 1);
    for (let pid = 1; pid < 10_000; pid++) levels.see('a.log', 'B', pid, pid);
    levels.see('a.log', 'A', 2, 2);
    assert.equal(levels.of('a.log', 'A', 2), 2);
    assert.equal(levels.of('a.log', 'A', 1), undefined);
  });
});
