import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAULTS } from './cases.ts';

describe('what must come of it when', () => {
  for (const { name, expected, act } of FAULTS) {
    it(`${name}: ${expected}`, async (t) => {
      const outcome = await act();
      if (outcome.startsWith('not tried')) t.skip(outcome);
      assert.ok(outcome.length > 0);
    });
  }
});
