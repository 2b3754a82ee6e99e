import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import type { Ranking } from '../../src/ranking/ranking.ts';
import { explainFinding } from '../../src/render/explain.ts';
import { renderTable } from '../../src/render/table.ts';
import { finding, SHOP } from './fixture.ts';
import { HOSTILE } from './hostile-fixture.ts';

/** What must not reach a terminal, newlines apart. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cs}\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u;

const WIDTHS = [24, 40, 60, 79, 80, 81, 100, 109, 110, 120, 160, 240];

const EMPTY: Ranking = {
  ...SHOP,
  inputs: [],
  findings: [],
  warnings: [],
  span: { from: null, to: null },
  workers: { count: 0, lives: 0, floor: [], summaries: [] },
  growth: { perWorker: 0, attributed: 0, perHour: null, perRequest: null },
  limit: null,
};

function golden(name: string): string {
  return readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8');
}

function assertFits(text: string, width: number): void {
  for (const line of text.split('\n')) assert.ok(stringWidth(line) <= width, `${width}: ${line}`);
}

test('the table at 80 and 160 columns', () => {
  assert.equal(renderTable(SHOP, { width: 80, color: false }), golden('table-80.txt'));
  assert.equal(renderTable(SHOP, { width: 160, color: false }), golden('table-160.txt'));
});

test('no line is wider than the terminal, whatever the log holds', () => {
  for (const width of WIDTHS) {
    for (const ranking of [SHOP, HOSTILE, EMPTY]) {
      assertFits(renderTable(ranking, { width, color: false }), width);
      assertFits(renderTable(ranking, { width, color: true }), width);
      // No column of an explanation leaves at a certain width: it only wraps.
      for (const row of [24, 79, 80, 160].includes(width) ? ranking.findings : [])
        assertFits(explainFinding(row, ranking, { width, color: true }), width);
    }
  }
  for (const width of [NaN, 0, -5, 10]) assertFits(renderTable(SHOP, { width, color: false }), 24);
});

test('colour adds colour and nothing else', () => {
  const plain = renderTable(SHOP, { width: 80, color: false });
  const colored = renderTable(SHOP, { width: 80, color: true });
  assert.notEqual(colored, plain);
  assert.equal(stripVTControlCharacters(colored).replace(/ +$/gm, ''), plain);
});

test('nothing in a hostile log acts on the terminal', () => {
  const texts = [
    renderTable(HOSTILE, { width: 160, color: false }),
    ...HOSTILE.findings.map((row) => explainFinding(row, HOSTILE, { width: 80, color: false })),
  ];
  for (const text of texts) assert.doesNotMatch(text, UNSAFE);
});

test('a path cannot forge a row or fill the screen', () => {
  const table = renderTable(HOSTILE, { width: 80, color: false });
  assert.doesNotMatch(table, /^ *2 GET \/fake/m);
  assert.ok(table.split('\n').length < 150);
});

test('columns leave in order of their worth, names and verdicts never', () => {
  const heading = (width: number): string =>
    renderTable(SHOP, { width, color: false })
      .split('\n')
      .find((line) => line.includes('verdict')) ?? '';
  const columns = (width: number): number => heading(width).trim().split(/\s+/).length;
  const counts = [24, 40, 60, 80, 100, 160].map(columns);
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  assert.match(heading(24), /verdict/);
  assert.match(heading(80), /# +endpoint +verdict +leak\/call +range +calls +kept +share +floor/);
  assert.match(heading(160), /chance/);
});

test('--top and --min-calls say what they leave out', () => {
  const rows = (text: string): number => (text.match(/^ *\d+ (GET|POST|DELETE|\()/gm) ?? []).length;
  const top = renderTable(SHOP, { width: 80, color: false, top: 2 });
  assert.equal(rows(top), 2);
  assert.match(top, /… and 12 more endpoints \(--top 0 shows all\)/);
  assert.equal(rows(renderTable(SHOP, { width: 80, color: false, top: 0 })), 14);
  const called = renderTable(SHOP, { width: 80, color: false, minCalls: 77 });
  assert.match(called, /… 2 endpoints with fewer calls left out \(--min-calls\)/);
  assert.equal(rows(called), 12);
  const one = renderTable(SHOP, { width: 80, color: false, top: 13 });
  assert.match(one, /… and 1 more endpoint \(/);
});

test('sorting keeps the ranks that were given', () => {
  const table = renderTable(SHOP, { width: 80, color: false, sort: 'calls', top: 1 });
  assert.match(table, /^11 GET \/static\/:file/m);
});

test('an answer without rows is still an answer', () => {
  const text = renderTable(
    { ...EMPTY, answer: { kind: 'none', text: 'Nothing leaks.' } },
    { width: 80, color: false },
  );
  assert.match(text, /^Nothing leaks\.\n\n/);
  assert.doesNotMatch(text, /NaN|undefined|Infinity|verdict/);
});

test('counts are not printed as bytes', () => {
  const counted: Ranking = { ...SHOP, metric: 'blocks', unit: 'count', by: 'worker' };
  const text = renderTable(counted, { width: 160, color: false });
  assert.match(text, /worker +verdict +chance +blocks\/call/);
  assert.doesNotMatch(text.split('\n\n')[1] ?? '', /[KMG]iB| B /);
});

test('explain shows every figure and all evidence', () => {
  const [row = finding({ endpoint: 'none' })] = SHOP.findings;
  assert.equal(explainFinding(row, SHOP, { width: 80, color: false }), golden('explain-80.txt'));
});

test('explain has words for every verdict and for endpoints that are no path', () => {
  for (const row of SHOP.findings) {
    const text = explainFinding(row, SHOP, { width: 100, color: false });
    assert.ok(text.includes(row.endpoint) && text.includes(row.verdict) && text.includes('How to read this'));
    assert.doesNotMatch(text, /NaN|undefined|Infinity/);
  }
  const unlogged = finding({ endpoint: '(unlogged)' });
  assert.match(explainFinding(unlogged, SHOP, { width: 200, color: false }), /request counter jumped/);
});
