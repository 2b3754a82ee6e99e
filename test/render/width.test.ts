import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { widthOf } from '../../src/render/width.ts';

it('a width is what string-width says, of any text, with or without colours', () => {
  const narrow = fc.constantFrom(
    ...Array.from('aZ ~·×–…←↑→↓▁▅█▒漢é界'),
    'e\u0301',
    '\u001b[1m',
    '\u001b[31;7m',
  );
  const text = fc.oneof(
    fc.array(narrow).map((signs) => signs.join('')),
    fc.string({ unit: 'grapheme' }),
  );
  fc.assert(fc.property(text, (one) => assert.equal(widthOf(one), stringWidth(one))));
});
