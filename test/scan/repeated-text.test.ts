import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RepeatedText } from '../../src/scan/repeated-text.ts';
import { chance } from '../formats/template/read.ts';

describe('a text that was read before', () => {
  it('is known again wherever it stands, and no other is', () => {
    const random = chance(5);
    const repeated = new RepeatedText();
    let before = '';
    for (let i = 0; i < 20_000; i++) {
      // Often the one before, often one byte from it; of all lengths around those that are remembered.
      let text = before;
      if (random(3) === 0) text = 'x'.repeat(random(4) === 0 ? 60 + random(8) : random(20));
      const letters = Buffer.from(text, 'latin1');
      if (random(2) === 0 && letters.length > 0) letters[random(letters.length)] = random(256);
      const now = letters.toString('latin1');
      const front = random(9);
      const bytes = Buffer.concat([Buffer.alloc(front, 'x'), letters, Buffer.alloc(random(9), 'x')]);
      const isRemembered = before.length >= 4 && before.length <= 64;
      assert.equal(
        repeated.isAgain(bytes, front, front + letters.length),
        isRemembered && now === before,
        `${now} after ${before}`,
      );
      before = now;
    }
  });
});
