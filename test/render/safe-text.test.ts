import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvField } from '../../src/render/csv-text.ts';
import { errorLine, warningLine } from '../../src/render/error-line.ts';
import { inertJson } from '../../src/render/json.ts';
import { markdownCode, markdownText } from '../../src/render/markdown-text.ts';
import { safeText, visibleText } from '../../src/render/safe-text.ts';

/** What must reach no output. */
const DANGEROUS = /[\p{Cc}\p{Cs}\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;

const hostile = fc.string({ unit: 'binary', maxLength: 30 });

test('what acts is shown instead', () => {
  assert.equal(safeText('/\u001b[2J'), '/\\x1b[2J');
  assert.equal(safeText('a\r\nb\tc\0'), 'a\\x0d\\x0ab\\x09c\\x00');
  assert.equal(safeText('\u009b31m'), '\\x9b31m');
  assert.equal(safeText('\u202egnp.exe\u2066'), '\\u{202e}gnp.exe\\u{2066}');
  assert.equal(safeText('a\u200bb\u2028c\ud800'), 'a\\u{200b}b\\u{2028}c\\u{d800}');
  assert.equal(safeText('\u{1f600}'), '\\u{1f600}');
});

test('what people write stays as it is', () => {
  for (const text of ['GET /a b?c=%20', '/straße/漢字/naïve/привет', '/cafe\u0301']) {
    assert.equal(safeText(text), text);
    assert.equal(visibleText(text), text);
  }
});

test('marks piled on one letter are shown as codes', () => {
  assert.equal(safeText(`a${'\u0301'.repeat(5)}`), `a${'\u0301'.repeat(3)}\\u{301}\\u{301}`);
});

test('nothing dangerous passes, whatever comes in', () => {
  const anything = fc.oneof(
    hostile,
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  );
  fc.assert(
    fc.property(anything, (text) => {
      assert.doesNotMatch(safeText(text), DANGEROUS);
      assert.doesNotMatch(visibleText(text), DANGEROUS);
      assert.doesNotMatch(csvField(text), DANGEROUS);
      assert.doesNotMatch(markdownCode(text), DANGEROUS);
      assert.doesNotMatch(markdownText(text, []), DANGEROUS);
      assert.doesNotMatch(errorLine(text).slice(0, -1), DANGEROUS);
      const json = JSON.stringify(text);
      assert.doesNotMatch(inertJson(json), /[<\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/);
      assert.equal(JSON.parse(inertJson(json)), text);
    }),
    { seed: 2, numRuns: 500 },
  );
});

test('a spreadsheet sees no formula, and numbers stay numbers', () => {
  for (const start of ['=', '+', '-', '@', '＝']) assert.equal(csvField(`${start}cmd()`), `'${start}cmd()`);
  assert.equal(csvField('\t=1'), "'\\x09=1");
  assert.equal(csvField('\r=1'), "'\\x0d=1");
  assert.equal(csvField(-5.5), '-5.5');
  assert.equal(csvField(null), '');
  assert.equal(csvField('a,"b"'), '"a,""b"""');
  assert.equal(csvField('plain'), 'plain');
});

test('Markdown sees no markup', () => {
  assert.equal(markdownCode('GET /a|b`c'), '`GET /a%7Cb%60c`');
  assert.equal(markdownText('<b>*x*</b> [l](u) ~~', []), '\\<b\\>\\*x\\*\\</b\\> \\[l\\](u) \\~\\~');
  assert.equal(markdownText('@octocat #12 https://x www.y', []), '＠octocat ＃12 https：//x www．y');
  assert.equal(markdownText('# no heading', []), '\\# no heading');
});

test('names within a sentence become code, whole names only', () => {
  const names = ['GET /', 'GET /a', '+1'];
  assert.equal(markdownText('GET /a leaks, GET / not.', names), '`GET /a` leaks, `GET /` not.');
  assert.equal(markdownText('GET /abc and +1.6', names), 'GET /abc and +1.6');
});

test('errors and warnings are one line each', () => {
  assert.equal(errorLine('no file a\nb'), 'memhog: no file a\\x0ab\n');
  assert.equal(warningLine('x'), 'memhog: warning: x\n');
});
