import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { RENDERERS } from '../../src/render/renderers.ts';
import { SHOP } from './fixture.ts';
import { HOSTILE } from './hostile-fixture.ts';

const schema: unknown = JSON.parse(
  readFileSync(new URL('../../src/schema/ranking.schema.json', import.meta.url), 'utf8'),
);
assert.ok(typeof schema === 'object' && schema !== null);
const validate = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

function render(format: string, ranking: Ranking, top?: number): string {
  const renderer = RENDERERS.get(format);
  assert.ok(renderer);
  return renderer(ranking, { width: 80, color: true, top });
}

function golden(name: string): string {
  return readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8');
}

/** A strict reader of RFC 4180: the independent view of what csv.ts wrote. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    assert.ok(found, `not RFC 4180 at ${JSON.stringify(text.slice(field.lastIndex, field.lastIndex + 40))}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

test('the formats of --output', () => {
  assert.deepEqual([...RENDERERS.keys()], ['table', 'json', 'csv', 'markdown']);
});

test('JSON is the ranking, whole, and as the schema says', () => {
  for (const ranking of [SHOP, HOSTILE]) {
    const parsed: unknown = JSON.parse(render('json', ranking, 1));
    assert.deepEqual(parsed, ranking);
    assert.ok(validate(parsed), JSON.stringify(validate.errors));
  }
});

test('the schema refuses what is not a ranking', () => {
  const broken: readonly unknown[] = [
    { ...SHOP, schema: 'memhog.ranking/2' },
    { ...SHOP, findings: [{ ...SHOP.findings[0], share: 1.5 }] },
    {
      ...SHOP,
      findings: [{ ...SHOP.findings[0], floor: undefined }].map(
        (row) => JSON.parse(JSON.stringify(row)) as unknown,
      ),
    },
    { ...SHOP, findings: [{ ...SHOP.findings[0], verdict: 'guilty' }] },
    { ...SHOP, span: {} },
    {},
  ];
  for (const value of broken) assert.equal(validate(value), false);
});

test('the order of keys in JSON does not depend on how the ranking was made', () => {
  const { schema: version, span, ...rest } = SHOP;
  const turned: Ranking = {
    ...rest,
    findings: SHOP.findings.map(({ rank, leakPerCall: { estimate, low, high }, ...row }) => ({
      ...row,
      leakPerCall: { high, low, estimate },
      rank,
    })),
    span: { to: span.to, from: span.from },
    schema: version,
  };
  assert.notEqual(JSON.stringify(turned), JSON.stringify(SHOP));
  assert.equal(render('json', turned), render('json', SHOP));
});

test('hostile text is inert in JSON, within HTML too', () => {
  assert.doesNotMatch(
    render('json', HOSTILE),
    /(?!\n)[<\p{Cc}\p{Cs}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u,
  );
});

test('CSV and Markdown as they are pasted', () => {
  assert.equal(render('csv', SHOP, 4), golden('shop.csv'));
  assert.equal(render('markdown', SHOP, 8), golden('shop.md.txt'));
});

test('CSV has a line for each finding and as many fields in each', () => {
  const [head = [], ...rows] = readCsv(render('csv', HOSTILE));
  assert.equal(rows.length, HOSTILE.findings.length);
  const text = new Set(['endpoint', 'method', 'route', 'verdict', 'metric', 'unit', 'because']);
  for (const row of rows) {
    assert.equal(row.length, head.length);
    row.forEach((field, index) => {
      if (text.has(head[index] ?? '')) assert.doesNotMatch(field, /^[=+\-@\t\r]/);
      else assert.ok(field === '' || Number.isFinite(Number(field)), field);
    });
  }
});

test('hostile text stays within its cell in Markdown', () => {
  const text = render('markdown', HOSTILE);
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  assert.equal(rows.length, HOSTILE.findings.length + 2);
  for (const row of rows) {
    assert.equal(row.split('|').length, 10, row);
    assert.equal(row.split('`').length % 2, 1, row);
  }
  // Outside code nothing is left that Markdown, or GitHub after it, would turn into something else.
  const prose = text.replace(/`[^`]*`/g, '').replace(/\\[!-/:-@[-`{-~]/g, '');
  assert.doesNotMatch(prose.replace(/^>/gm, ''), /<|>|@|\[|:\/\/|www\.|#\w/);
  assert.ok(text.split('\n').every((line) => line.length < 8000));
});
