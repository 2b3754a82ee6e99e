import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_SETTINGS, Pipeline, rank } from '../../src/index.ts';
import type { Finding, Profile, Ranking } from '../../src/index.ts';
import { explainFinding } from '../../src/render/explain.ts';
import { randomNumbers } from './attribution/synthetic.ts';

const MIB = 2 ** 20;

interface Call {
  readonly path: string;
  readonly peak: number;
  readonly rss?: number;
}

/** The profile of a log of these calls, one a second, served in turn by two workers. */
function profileOf(calls: readonly Call[]): Profile {
  const pipeline = new Pipeline(DEFAULT_SETTINGS);
  pipeline.open({ name: 'app.log', machine: '' }, 'app.log');
  calls.forEach(({ path, peak, rss }, i) => {
    const line = JSON.stringify({
      ts: 1_790_000_000 + i,
      pid: 7 + (i % 2),
      method: 'GET',
      path,
      peak_memory_bytes: peak,
      rss,
    });
    const bytes = new TextEncoder().encode(line);
    pipeline.line(bytes, 0, bytes.length, 100 * i);
  });
  return pipeline.toProfile();
}

function calls(count: number, path: string, peak: (i: number) => number): readonly Call[] {
  return Array.from({ length: count }, (_, i) => ({ path, peak: peak(i) }));
}

/** Six routes: three usual, one large always, one large now and then, one seldom called; the growing one grows for ever. */
const CALLS = [
  ...calls(400, '/usual', () => 2 * MIB),
  ...calls(400, '/other', (i) => (i % 2 === 0 ? 2 : 4) * MIB),
  ...calls(400, '/growing', (i) => 2 * MIB + 1000 * i),
  ...calls(200, '/export', () => 104 * MIB),
  ...calls(400, '/search', (i) => (i % 50 === 0 ? 60 : 2) * MIB),
  ...calls(5, '/seldom', () => 500 * MIB),
];

const verdicts = ({ findings }: Ranking): Record<string, string> =>
  Object.fromEntries(findings.map(({ endpoint, verdict }) => [endpoint, verdict]));
const named = ({ findings }: Ranking, endpoint: string): Finding =>
  findings.find((finding) => finding.endpoint === endpoint)!;

describe('a log of peaks', () => {
  const ranking = rank(profileOf(CALLS));

  it('shows bloat, and no leak whatever grows', () => {
    assert.equal(ranking.metric, 'peak');
    assert.deepEqual(verdicts(ranking), {
      'GET /export': 'bloat',
      'GET /search': 'bloat',
      'GET /other': 'steady',
      'GET /growing': 'steady',
      'GET /usual': 'steady',
      'GET /seldom': 'unknown',
    });
    assert.deepEqual(
      ranking.findings.map(({ rank: place }) => place),
      [1, 2, 3, 4, 5, 6],
    );
  });

  it('says that it cannot tell of leaks, and what can', () => {
    assert.equal(ranking.answer.kind, 'cannot-tell');
    assert.match(ranking.answer.text, /peak of each request.*cannot show a leak; log the resident memory/);
    assert.match(ranking.answer.text, /GET \/export \(up to 104 MiB\), GET \/search \(up to 60 MiB\)/);
    for (const { because, leakPerCall, kept, detectable } of ranking.findings) {
      assert.match(because, /cannot show a leak/);
      assert.deepEqual([leakPerCall.estimate, kept.estimate, detectable], [0, 0, null]);
    }
    assert.match(named(ranking, 'GET /export').because, /its typical call peaks at about 96 MiB, 48 times/);
    assert.match(named(ranking, 'GET /search').because, /one call in a hundred peaks at about/);
  });

  it('gives the peaks of each row, and explains them', () => {
    assert.deepEqual(named(ranking, 'GET /usual').peak, { median: 2 * MIB, p99: 2 * MIB, max: 2 * MIB });
    assert.equal(named(ranking, 'GET /export').peak?.max, 104 * MIB);
    const text = explainFinding(named(ranking, 'GET /search'), ranking, { width: 100, color: false });
    assert.match(text, /half of them +peak at 2(\.0)? MiB or more/);
    assert.match(text, /largest +60(\.0)? MiB/);
    assert.doesNotMatch(text, /leak per call/);
  });

  it('can be ranked by worker', () => {
    const byWorker = rank(profileOf(CALLS), { by: 'worker' });
    assert.deepEqual(
      byWorker.findings.map(({ peak }) => peak?.max),
      [500 * MIB, 500 * MIB],
    );
  });

  it('with one row only judges it by its own size', () => {
    assert.deepEqual(verdicts(rank(profileOf(calls(100, '/', () => 30 * MIB)))), { 'GET /': 'steady' });
    assert.deepEqual(verdicts(rank(profileOf(calls(100, '/', () => 300 * MIB)))), { 'GET /': 'bloat' });
  });

  it('is never a leak, whatever the peaks are', () => {
    const random = randomNumbers(11);
    for (let round = 0; round < 10; round++) {
      const any = Array.from({ length: 600 }, (_, i) => ({
        path: `/r${Math.floor(random() * 5)}`,
        peak: Math.ceil((1 + i * random()) * MIB),
      }));
      for (const verdict of Object.values(verdicts(rank(profileOf(any)))))
        assert.ok(['bloat', 'steady', 'unknown'].includes(verdict));
    }
  });

  it('beside resident memory is ranked by peaks only when asked', () => {
    const profile = profileOf(CALLS.map((call, i) => ({ ...call, rss: 60 * MIB + 5000 * i })));
    assert.equal(rank(profile).metric, 'rss');
    const byPeak = rank(profile, { metric: 'peak' });
    assert.equal(byPeak.metric, 'peak');
    assert.equal(verdicts(byPeak)['GET /export'], 'bloat');
  });
});
