import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { Pipeline } from '../../src/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../src/profile/profile.ts';
import { randomNumbers } from '../../src/ranking/attribution/half-normal.ts';
import { comparePairs } from '../../src/ranking/compare.ts';
import { compareRankings, isWorse, whyNotComparable } from '../../src/ranking/compare-rankings.ts';
import type { Pair } from '../../src/ranking/compare.ts';
import { holm, twoSidedChance } from '../../src/ranking/holm.ts';
import { rank } from '../../src/ranking/rank.ts';
import type { Finding, Ranking } from '../../src/ranking/ranking.ts';
import { finding, SHOP } from '../render/fixture.ts';

const BYTES = { metric: 'rss', unit: 'bytes' } as const;

/** A blamed finding of this size, known to `error` (one standard error). */
function leak(endpoint: string, size: number, error: number, verdict: Finding['verdict'] = 'leak'): Finding {
  const leakPerCall = {
    estimate: size,
    low: Math.max(0, size - 1.645 * error),
    high: Math.max(0, size - 1.645 * error) + 2 * 1.645 * error,
  };
  return finding({ endpoint, verdict, leakPerCall, detectable: 3.65 * error });
}

/** A finding that is not blamed, whose estimate the log puts at `size`. */
function quiet(
  endpoint: string,
  size: number,
  error: number,
  verdict: Finding['verdict'] = 'steady',
): Finding {
  const leakPerCall = { estimate: 0.05 * size, low: 0, high: 1.1 * (size + 1.645 * error) };
  return finding({ endpoint, verdict, leakPerCall, detectable: 3.65 * error });
}

const ranking = (findings: readonly Finding[], more: Partial<Ranking> = {}): Ranking => ({
  ...SHOP,
  findings,
  ...more,
});

const changeOf = (before: Finding | undefined, after: Finding | undefined): string => {
  const [one] = comparePairs([{ endpoint: 'GET /x', before, after }], BYTES);
  return `${one!.change}${one!.sure ? '' : ', not sure'}`;
};

describe('chances', () => {
  it('are those of the normal distribution', () => {
    for (const [z, chance] of [
      [0, 1],
      [1, 0.3173105],
      [1.959964, 0.05],
      [-2.575829, 0.01],
      [5, 5.733e-7],
    ] as const)
      assert.ok(Math.abs(twoSidedChance(z) - chance) < 3e-7, `${z}`);
  });

  it('are adjusted as Holm says', () => {
    // The example of R's p.adjust(c(.01, .04, .03, .005), "holm").
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    assert.deepEqual(
      adjusted.map((p) => p.toFixed(4)),
      ['0.0300', '0.0600', '0.0600', '0.0200'],
    );
    assert.deepEqual(holm([]), []);
    assert.deepEqual(holm([0.7, 0.9]), [1, 1]);
  });
});

describe('a change', () => {
  it('is new and sure when the log before would have shown it', () => {
    assert.equal(changeOf(quiet('GET /x', 0, 100), leak('GET /x', 5000, 200)), 'new');
  });

  it('is new and not sure when the log before could have hidden it', () => {
    assert.equal(changeOf(quiet('GET /x', 0, 4000), leak('GET /x', 5000, 200)), 'new, not sure');
    assert.equal(
      changeOf(
        finding({ endpoint: 'GET /x', verdict: 'unknown', detectable: null }),
        leak('GET /x', 5000, 200),
      ),
      'new, not sure',
    );
  });

  it('is not made by two verdicts on the same size', () => {
    assert.equal(
      changeOf(quiet('GET /x', 3000, 800, 'unknown'), leak('GET /x', 3000, 300, 'suspect')),
      'new, not sure',
    );
    assert.equal(
      changeOf(leak('GET /x', 3000, 300, 'suspect'), quiet('GET /x', 3000, 800, 'unknown')),
      'unknown, not sure',
    );
  });

  it('is worse or better when both are blamed and differ', () => {
    assert.equal(changeOf(leak('GET /x', 1000, 50), leak('GET /x', 2000, 50)), 'worse');
    assert.equal(changeOf(leak('GET /x', 2000, 50), leak('GET /x', 1000, 50)), 'better');
    assert.equal(changeOf(leak('GET /x', 1000, 400), leak('GET /x', 2000, 400)), 'same, not sure');
  });

  it('is gone only when the log after would have shown it', () => {
    assert.equal(changeOf(leak('GET /x', 5000, 200), quiet('GET /x', 0, 100)), 'gone');
    assert.equal(changeOf(leak('GET /x', 5000, 200), quiet('GET /x', 0, 5000)), 'unknown, not sure');
    assert.equal(changeOf(leak('GET /x', 5000, 200), undefined), 'unknown, not sure');
  });

  it('is new and sure in an endpoint that was not called before, if it leaks and that log says anything at all', () => {
    const pairs = (before: Finding): Pair[] => [
      { endpoint: 'GET /new', before: undefined, after: leak('GET /new', 5000, 200) },
      { endpoint: 'GET /y', before, after: quiet('GET /y', 0, 100) },
    ];
    assert.equal(comparePairs(pairs(quiet('GET /y', 0, 100)), BYTES)[0]!.sure, true);
    const short = finding({ endpoint: 'GET /y', verdict: 'unknown', detectable: null });
    assert.equal(comparePairs(pairs(short), BYTES)[0]!.sure, false);
    const suspect = comparePairs(
      [
        { endpoint: 'GET /new', before: undefined, after: leak('GET /new', 5000, 200, 'suspect') },
        { endpoint: 'GET /y', before: quiet('GET /y', 0, 100), after: quiet('GET /y', 0, 100) },
      ],
      BYTES,
    );
    assert.equal(suspect[0]!.sure, false);
  });
});

describe('false alarms', () => {
  /** 80 routes, five of which leak, read twice with nothing changed. */
  const twice = (random: () => number): Pair[] => {
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Array.from({ length: 80 }, (_, i) => {
      const endpoint = `GET /${i}`;
      const error = 100 + 50 * (i % 7);
      const side = (): Finding =>
        i < 5
          ? leak(endpoint, 5000 + error * normal(), error)
          : quiet(endpoint, Math.max(0, error * normal()), error);
      return { endpoint, before: side(), after: side() };
    });
  };

  it('come in at most one comparison of twenty, however many endpoints there are', () => {
    const random = randomNumbers(7);
    const rounds = 600;
    let alarms = 0;
    let unadjusted = 0;
    for (let i = 0; i < rounds; i++) {
      const found = comparePairs(twice(random), BYTES);
      if (found.some(({ sure }) => sure)) alarms++;
      if (found.some(({ alone }) => alone <= 0.05)) unadjusted++;
    }
    assert.ok(alarms / rounds <= 0.05, `${alarms} of ${rounds}`);
    // Looked at one by one there would be one nearly every second time: that is what the adjustment is for.
    assert.ok(unadjusted / rounds > 0.2, `${unadjusted} of ${rounds}`);
  });

  it('do not keep a leak that has grown by a fifth from being found among 80 endpoints', () => {
    const random = randomNumbers(8);
    let found = 0;
    for (let i = 0; i < 100; i++) {
      const pairs = twice(random);
      const grown = { ...pairs[0]!, after: leak('GET /0', 6000, 100) };
      if (comparePairs([grown, ...pairs.slice(1)], BYTES)[0]!.change === 'worse') found++;
    }
    assert.ok(found >= 95, `${found} of 100`);
  });

  /** Profiles of both halves of a log of the samples. */
  function halvesOf(name: string): readonly [Ranking, Ranking] {
    const bytes = gunzipSync(readFileSync(new URL(`../../samples/uwsgi/${name}.log.gz`, import.meta.url)));
    const middle = bytes.indexOf(10, bytes.length / 2) + 1;
    const half = (part: Uint8Array): Ranking => {
      const pipeline = new Pipeline(DEFAULT_SETTINGS);
      pipeline.open({ name: 'shop.log', machine: 'shop' }, 'shop.log');
      for (let at = 0; at < part.length;) {
        const end = part.indexOf(10, at);
        pipeline.line(part, at, end < 0 ? part.length : end, at);
        at = end < 0 ? part.length : end + 1;
      }
      return rank(pipeline.toProfile());
    };
    return [half(bytes.subarray(0, middle)), half(bytes.subarray(middle))];
  }

  for (const name of ['leaky-shop', 'recycled', 'clean', 'killed'])
    it(`are not in two halves of one log (${name})`, () => {
      const [before, after] = halvesOf(name);
      const compared = compareRankings(before, after);
      assert.deepEqual(
        compared.changes.filter(({ sure }) => sure).map(({ change, endpoint }) => `${change} ${endpoint}`),
        [],
      );
      assert.ok(compared.tested > 0, 'nothing was compared');
    });
});

describe('two rankings', () => {
  const before = ranking([leak('GET /a', 1000, 50), leak('GET /b', 9000, 50), quiet('GET /c', 0, 50)]);
  const after = ranking([leak('GET /a', 3000, 50), quiet('GET /b', 0, 50), leak('GET /c', 800, 50)]);

  it('give what changed in the order that matters, and one sentence', () => {
    const compared = compareRankings(before, after);
    assert.deepEqual(
      compared.changes.map(({ endpoint, change }) => `${change} ${endpoint}`),
      ['new GET /c', 'worse GET /a', 'gone GET /b'],
    );
    assert.equal(compared.answer.kind, 'worse');
    assert.match(compared.answer.text, /^New: GET \/c .*Worse: GET \/a .*Gone: GET \/b/);
    assert.ok(isWorse(compared));
  });

  it('are not worse for what is acknowledged', () => {
    const acknowledged = ['GET /a', 'GET /c', 'GET /other'].map((endpoint) => ({
      endpoint,
      until: '',
      note: '',
    }));
    const compared = compareRankings(before, { ...after, acknowledged });
    assert.ok(!isWorse(compared));
    assert.equal(compared.answer.kind, 'better');
    assert.deepEqual(
      compared.acknowledged.map(({ endpoint }) => endpoint),
      ['GET /a', 'GET /c'],
    );
  });

  it('cannot tell where nothing could be fitted', () => {
    const short = ranking([finding({ endpoint: 'GET /a', verdict: 'unknown', detectable: null })]);
    const compared = compareRankings(short, after);
    assert.equal(compared.answer.kind, 'cannot-tell');
    assert.ok(!isWorse(compared));
  });

  it('are refused when they were ranked by unlike figures, or by what cannot leak', () => {
    assert.deepEqual(whyNotComparable(before, after), []);
    assert.match(
      whyNotComparable(before, { ...after, metric: 'pss' }).join(),
      /ranked by rss, the other by pss/,
    );
    assert.match(
      whyNotComparable(before, { ...after, by: 'host' }).join(),
      /one endpoint in one and one host/,
    );
    assert.match(
      whyNotComparable({ ...before, metric: 'peak' }, { ...after, metric: 'peak' }).join(),
      /peaks only/,
    );
  });
});
