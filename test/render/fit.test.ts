import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { clipText, shortenMiddle, wrapHanging, wrapText } from '../../src/render/fit.ts';

const anyText = fc.string({ unit: 'grapheme', maxLength: 60 });

test('a long text keeps its head and its tail', () => {
  assert.equal(shortenMiddle('GET /reports/:id/export', 15), 'GET /re…/export');
  assert.equal(shortenMiddle('GET /', 15), 'GET /');
  assert.equal(shortenMiddle('漢字漢字漢字', 7), '漢…漢字');
});

test('shortening never exceeds the width and leaves what fits alone', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 30 }), (text, width) => {
      const short = shortenMiddle(text, width);
      assert.ok(stringWidth(short) <= width);
      if (stringWidth(text) <= width) assert.equal(short, text);
    }),
    { seed: 2 },
  );
});

test('wrapping loses no word and exceeds no line', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 8, max: 40 }), (text, width) => {
      const lines = wrapText(text, width);
      assert.ok(lines.every((line) => stringWidth(line) <= width));
      assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    }),
    { seed: 2 },
  );
});

test('wrapped lines stand under their text', () => {
  assert.deepEqual(wrapHanging('1  ', 'one two three', 11), ['1  one two', '   three']);
});

test('a clipped text does not end in half a character', () => {
  assert.equal(clipText(`${'a'.repeat(599)}\u{20000}rest`), `${'a'.repeat(599)}…`);
  assert.equal(clipText('short'), 'short');
});
