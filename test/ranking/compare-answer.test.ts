/** What a comparison answers: what changed, what of it is known, and what to do. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareRankings } from '../../src/ranking/compare-rankings.ts';
import type { Compared } from '../../src/ranking/comparison.ts';
import type { Finding, Ranking } from '../../src/ranking/ranking.ts';
import { compareNotes } from '../../src/render/compare-rows.ts';
import { renderComparePage } from '../../src/report/compare-page.ts';
import { finding, SHOP } from '../render/fixture.ts';

const of = (...findings: readonly Finding[]): Ranking => ({ ...SHOP, findings });
const quiet = finding({ endpoint: 'GET /new' });
const leak = finding({
  endpoint: 'GET /new',
  verdict: 'leak',
  leakPerCall: { estimate: 60_000, low: 55_000, high: 65_000 },
});
const acknowledged = [{ endpoint: 'GET /new', until: '', note: '' }];

const known = (): Compared => compareRankings(of(quiet), { ...of(leak), acknowledged });

describe('the answer of a comparison', () => {
  it('says what is new, and what to do', () => {
    const { answer } = compareRankings(of(quiet), of(leak));
    assert.match(
      answer.text,
      /^New: GET \/new \(.*\)\. Find out what changed in its code before this goes live\.$/,
    );
  });

  it('names what is acknowledged and has changed all the same', () => {
    const { answer } = known();
    assert.equal(answer.kind, 'same');
    assert.match(
      answer.text,
      /^Nothing changed surely but what is acknowledged\. Acknowledged: GET \/new is new \(about .* per call\)\. Nothing speaks/,
    );
    assert.doesNotMatch(answer.text, /none keeps surely/);
  });

  it('speaks of no chance where nothing could be compared', () => {
    const compared = compareRankings(of(), of(leak));
    assert.equal(compared.tested, 0);
    const chance = compareNotes(compared).find(({ label }) => label === 'chance');
    assert.equal(chance?.text, 'none is reckoned: no endpoint is known well enough both before and after');
  });

  it('calls a difference that is as likely by chance as not just that', () => {
    const unsure = {
      ...leak,
      verdict: 'suspect' as const,
      leakPerCall: { estimate: 900, low: 0, high: 60_000 },
    };
    const [change] = compareRankings(of(quiet), of(unsure)).changes;
    assert.match(change?.because ?? '', /it cannot be told from chance$/);
    assert.doesNotMatch(change?.because ?? '', /100 %/);
  });

  it('shows files by their names, with the whole path behind', () => {
    const before = { ...of(quiet), inputs: ['/var/log/app/main.log'] };
    const page = renderComparePage(compareRankings(before, of(leak)));
    assert.match(page, /Before: <span title="\/var\/log\/app\/main\.log"\s*>main\.log<\/span/);
  });
});
