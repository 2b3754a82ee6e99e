import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { PARTS } from './parts.ts';

test('every constant that a part swaps stands in the source exactly once', () => {
  for (const { name, constants } of PARTS) {
    for (const place of Object.keys(constants)) {
      const [file = '', constant = ''] = place.split('#');
      const text = readFileSync(new URL(`../../src/ranking/${file}`, import.meta.url), 'utf8');
      const found =
        text.match(new RegExp(`^(?:export )?const ${constant}(?:: [^=]+)? = [^;]*;$`, 'gm')) ?? [];
      assert.equal(found.length, 1, `${name}: ${place}`);
    }
  }
});
