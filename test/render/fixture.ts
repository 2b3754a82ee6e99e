/** A ranking to render, as a real log would give it. */
import type { Evidence, Finding, Interval, Ranking } from '../../src/ranking/ranking.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** What a test has to say of a finding; the rest is that of an endpoint that does nothing. */
export type FindingSketch = Partial<Finding> & { readonly endpoint: string };

/** A finding from a sketch. */
export function finding(sketch: FindingSketch): Finding {
  const [method = '', route = ''] = sketch.endpoint.split(' ', 2);
  const named = sketch.endpoint.startsWith('(');
  return {
    rank: 1,
    method: named ? '' : method,
    route: named ? sketch.endpoint : route,
    calls: 1000,
    verdict: 'steady',
    confidence: 0.01,
    because: 'Its calls leave nothing behind that this log could show.',
    leakPerCall: interval(0, 0, 420),
    detectable: 420,
    kept: interval(0, 0, 0.4 * MIB),
    share: 0,
    net: 2 * MIB,
    growth: 60 * MIB,
    shrink: -58 * MIB,
    floor: Array.from({ length: 60 }, (_, index) => (index % 7) * KIB),
    evidence: [],
    ...sketch,
  };
}

/** An interval. */
export function interval(estimate: number, low: number, high: number): Interval {
  return { estimate, low, high };
}

function rising(to: number, shape: (part: number) => number = (part) => part): number[] {
  return Array.from({ length: 60 }, (_, index) => Math.round(to * shape(index / 59)));
}

function span(
  worker: string,
  from: string,
  to: string,
  before: number,
  after: number,
  calls: number,
): Evidence {
  return { kind: 'span', worker, from, to, before, after, calls };
}

const EXPORT_EVIDENCE: readonly Evidence[] = [
  span('pid 4411', '2026-11-20T02:10:00', '2026-11-20T08:40:00', 180 * MIB, 720 * MIB, 458),
  span('pid 4412', '2026-11-20T22:10:00', '2026-11-21T03:00:10', 171 * MIB, 560 * MIB, 331),
  {
    kind: 'request',
    from: '2026-11-20T03:12:44',
    to: '2026-11-20T03:12:44',
    worker: 'pid 4411',
    before: 212 * MIB,
    after: 219.5 * MIB,
    calls: 1,
    source: 'samples/uwsgi/leaky-shop.log.gz',
    offset: 8_123_456,
  },
  {
    kind: 'request',
    from: '2026-11-20T04:00:01',
    to: '2026-11-20T04:00:01',
    worker: 'pid 4412',
    before: 300 * MIB,
    after: 306 * MIB,
    calls: 1,
  },
];

const FINDINGS: readonly FindingSketch[] = [
  {
    endpoint: 'GET /reports/:id/export',
    calls: 3421,
    verdict: 'leak',
    confidence: 0.997,
    because: 'The floor of all 4 workers rose in step with its calls, 1.2 MiB for each, and never came back.',
    leakPerCall: interval(1.18 * MIB, 1.09 * MIB, 1.31 * MIB),
    detectable: 38 * KIB,
    kept: interval(3.94 * GIB, 3.6 * GIB, 4.4 * GIB),
    share: 0.61,
    net: 3.9 * GIB,
    growth: 4.8 * GIB,
    shrink: -0.9 * GIB,
    floor: rising(3.94 * GIB),
    evidence: EXPORT_EVIDENCE,
  },
  {
    endpoint: 'POST /api/v1/cart/:uuid/items',
    calls: 41_000,
    verdict: 'leak',
    confidence: 0.97,
    because:
      'The floor rose by 34 KiB for each of its calls in 3 of 4 workers; no other endpoint explains it.',
    leakPerCall: interval(34.2 * KIB, 28 * KIB, 41.6 * KIB),
    detectable: 6.1 * KIB,
    kept: interval(1.33 * GIB, 1.1 * GIB, 1.6 * GIB),
    share: 0.21,
    floor: rising(1.33 * GIB, (part) => part ** 1.4),
  },
  {
    endpoint: 'GET /search',
    calls: 128_455,
    verdict: 'suspect',
    confidence: 0.74,
    because:
      'The floor rose with its calls, but GET /catalog/:slug was called at the same times and may share the blame.',
    leakPerCall: interval(2.4 * KIB, 0.3 * KIB, 4.5 * KIB),
    kept: interval(301 * MIB, 38 * MIB, 564 * MIB),
    share: 0.05,
    floor: rising(301 * MIB, (part) => part + 0.1 * Math.sin(part * 30)),
  },
  {
    endpoint: '(unlogged)',
    calls: 812,
    verdict: 'suspect',
    confidence: 0.55,
    leakPerCall: interval(110 * KIB, 0, 240 * KIB),
    kept: interval(87 * MIB, 0, 190 * MIB),
    share: 0.013,
    floor: rising(87 * MIB),
    because: 'Memory grew across 812 requests that the log does not show.',
  },
  {
    endpoint: 'GET /catalog/:slug',
    calls: 1_234_567,
    verdict: 'plateau',
    confidence: 0.08,
    leakPerCall: interval(0, 0, 190),
    kept: interval(96 * MIB, 80 * MIB, 110 * MIB),
    share: 0.015,
    floor: rising(96 * MIB, (part) => 1 - Math.exp(-8 * part)),
    because: 'It grew by 96 MiB until 14:20 and has been level since: a cache that filled up.',
  },
  {
    endpoint: 'GET /admin/stats',
    calls: 77,
    verdict: 'warm-up',
    confidence: 0.03,
    kept: interval(41 * MIB, 40 * MIB, 42 * MIB),
    share: 0.006,
    leakPerCall: interval(0, 0, 96 * KIB),
    detectable: 96 * KIB,
    floor: rising(41 * MIB, (part) => Number(part > 0.02)),
    because: 'All of its growth came with the first calls of each life.',
  },
  {
    endpoint: 'GET /media/:id/thumbnails/:size/download',
    calls: 9020,
    verdict: 'bloat',
    confidence: 0.02,
    because: 'Single calls take up to 150 MiB and give it back.',
    growth: 31 * GIB,
    shrink: -31 * GIB,
    net: 0,
  },
  { endpoint: 'GET /', calls: 401_222 },
  { endpoint: 'GET /healthz', calls: 86_400 },
  { endpoint: 'POST /login', calls: 5321 },
  { endpoint: 'GET /static/:file', calls: 2_209_418 },
  { endpoint: '(not found)', calls: 3120 },
  {
    endpoint: '(unknown)',
    calls: 12,
    verdict: 'unknown',
    confidence: 0.5,
    because: '12 calls are too few to say.',
    leakPerCall: interval(0, 0, 5 * MIB),
    detectable: null,
    floor: [],
  },
  {
    endpoint: 'DELETE /account',
    calls: 3,
    verdict: 'unknown',
    confidence: 0.5,
    because: '3 calls are too few to say.',
    leakPerCall: interval(0, 0, 21 * MIB),
    detectable: null,
    floor: [],
  },
];

/** Two days of a shop with two planted leaks. */
export const SHOP: Ranking = {
  schema: 'memhog.ranking/1',
  metric: 'rss',
  unit: 'bytes',
  by: 'endpoint',
  inputs: ['samples/uwsgi/leaky-shop.log.gz'],
  span: { from: '2026-11-20T00:00:03', to: '2026-11-21T23:59:58' },
  answer: {
    kind: 'leaks',
    text: '2 endpoints leak: GET /reports/:id/export keeps 1.2 MiB per call, POST /api/v1/cart/:uuid/items 34 KiB.',
  },
  growth: { perWorker: 1.6 * GIB, attributed: 1.45 * GIB, perHour: null, perRequest: null },
  limit: null,
  coverage: {
    lines: 4_123_001,
    requests: 4_122_848,
    samples: 0,
    readings: 4_122_836,
    lifecycle: 18,
    ignored: [{ reason: 'start-up text', count: 96, example: '*** Operational MODE: preforking ***' }],
    malformed: [
      { reason: 'line cut short', count: 27, example: '[pid: 4411|app: 0|req: 81/3' },
      { reason: 'no closing bracket', count: 12, example: '{address space usage: 12' },
    ],
    formats: [{ format: 'uwsgi', lines: 4_122_848 }],
  },
  workers: {
    count: 4,
    lives: 6,
    floor: rising(1.6 * GIB).map((value) => value + 172 * MIB),
    summaries: [
      {
        worker: 'pid 4411',
        requests: 1_030_000,
        from: '2026-11-20T00:00:03',
        to: '2026-11-21T23:59:58',
        start: 120 * MIB,
        end: 1.8 * GIB,
        floorFrom: 172 * MIB,
        floorTo: 1.7 * GIB,
        ended: '',
      },
    ],
  },
  warnings: [
    {
      code: 'gaps',
      text: '812 requests are missing from the log (their counter jumped); what moved across them is charged to (unlogged).',
    },
  ],
  findings: FINDINGS.map((sketch, index) => finding({ ...sketch, rank: index + 1 })),
};
