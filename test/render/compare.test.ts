import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import stringWidth from 'string-width';
import { compareRankings } from '../../src/ranking/compare-rankings.ts';
import type { Compared } from '../../src/ranking/comparison.ts';
import { renderCompareJson } from '../../src/render/compare-json.ts';
import { renderCompareMarkdown } from '../../src/render/compare-markdown.ts';
import { renderCompareTable } from '../../src/render/compare-table.ts';
import { renderComparePage } from '../../src/report/compare-page.ts';
import { finding, SHOP } from './fixture.ts';
import { HOSTILE } from './hostile-fixture.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../src/schema/compare.schema.json', import.meta.url), 'utf8'),
);
assert.ok(typeof schema === 'object' && schema !== null);
const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

/** Every endpoint of the hostile ranking was quiet before. */
const QUIET = { ...HOSTILE, findings: HOSTILE.findings.map(({ endpoint }) => finding({ endpoint })) };
const ACKNOWLEDGED = HOSTILE.findings.map(({ endpoint }) => ({
  endpoint,
  until: '2026-12-31',
  note: endpoint,
}));
const ALL: readonly Compared[] = [
  compareRankings(SHOP, SHOP),
  compareRankings(QUIET, { ...HOSTILE, acknowledged: ACKNOWLEDGED }),
  compareRankings(HOSTILE, QUIET),
  compareRankings({ ...SHOP, findings: [] }, { ...SHOP, findings: [] }),
];

describe('a comparison', () => {
  it('as JSON is as the schema says, and inert', () => {
    for (const compared of ALL) {
      const text = renderCompareJson(compared);
      const value: unknown = JSON.parse(text);
      assert.ok(validate(value), JSON.stringify(validate.errors));
      assert.doesNotMatch(text, /[<\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}/u);
    }
    assert.ok(!validate({ schema: 'memhog.compare/1' }));
  });

  it('as a table fits the terminal, whatever stands in names', () => {
    for (const compared of ALL)
      for (const width of [24, 80, 110, 200])
        for (const top of [undefined, 0, 3]) {
          const lines = renderCompareTable(compared, { width, color: false, top }).split('\n');
          for (const line of lines) {
            assert.ok(stringWidth(line) <= width, `${stringWidth(line)} > ${width}: ${line}`);
            assert.doesNotMatch(line, /\p{Cc}|[\u202a-\u202e]/u);
          }
        }
  });

  it('as Markdown has no markup of strangers, and every row has its cells', () => {
    for (const compared of ALL) {
      const text = renderCompareMarkdown(compared, { top: 0 });
      for (const row of text.split('\n').filter((line) => line.startsWith('|')))
        assert.equal(row.split(/(?<!\\)\|/).length, 9, row);
      const prose = text.replace(/`[^`]*`/g, '');
      assert.doesNotMatch(prose, /(?<!\\)<script|(?<!\\)\[link|@octocat/);
    }
  });

  it('as HTML holds no element of strangers, and forbids all scripts', () => {
    for (const compared of ALL) {
      const page = renderComparePage(compared);
      assert.match(page, /script-src 'none'/);
      assert.doesNotMatch(page, /<script|<a href="[^#]|\u202e|(?!\n)\p{Cc}/u);
      assert.equal((page.match(/<h1/g) ?? []).length, 1);
    }
  });
});
