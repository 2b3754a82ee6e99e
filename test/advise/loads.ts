/** Loads and workloads with round figures. */
import fc from 'fast-check';
import type { Load } from '../../src/advise/load.ts';
import type { Transient, Workload } from '../../src/advise/workload.ts';

export const MIB = 2 ** 20;
export const GIB = 2 ** 30;

/** Nothing is passing. */
export const STILL: Transient = { mean: 0, median: 0, p99: 0, max: 0, quantiles: [0] };

/** So many workers that are sent the same. */
export const crew = (workers: number): Pick<Load, 'workers' | 'shares'> => ({
  workers,
  shares: new Array<number>(workers).fill(1),
});

/** One worker of 100 MiB that keeps 10 KiB of each request, ten requests a second, all as regular as a clock. */
export const PLAIN: Load = {
  ...crew(1),
  start: 100 * MIB,
  warmUp: { size: 0, requests: 0 },
  growth: 10_240,
  perSecond: 0,
  spread: 0,
  walk: 0,
  transient: STILL,
  rate: 10,
  byHour: new Array<number>(24).fill(1),
  boot: 2,
};

/** A workload that says all there is to say; 4 workers. */
export const WORKLOAD: Workload = {
  figure: 'rss',
  workers: 4,
  start: 80 * MIB,
  warmUp: { size: 20 * MIB, requests: 300 },
  growth: {
    perRequest: { estimate: 10_240, low: 9000, high: 11_500 },
    late: 10_240,
    perSecond: 0,
    spread: 500,
    walk: 1e9,
  },
  transient: { mean: MIB, median: MIB, p99: 2 * MIB, max: 4 * MIB, quantiles: [0, MIB, 2 * MIB] },
  traffic: { perWorker: 5, byHour: new Array<number>(24).fill(1), coversDay: true, shares: [1, 1, 1, 1] },
  largestStep: 4 * MIB,
  boot: 3,
  shared: null,
  evidence: { lives: 12, born: 12, requests: 100_000, longest: 9000, seconds: 86_400, countedPerLogged: 1 },
  unknown: [],
};

/** Loads of every sort, in which restarts by requests make sense. */
export const anyLoad: fc.Arbitrary<Load> = fc
  .record({
    workers: fc.integer({ min: 1, max: 12 }),
    start: fc.integer({ min: 10 * MIB, max: 200 * MIB }),
    warmUp: fc.record({
      size: fc.integer({ min: 0, max: 50 * MIB }),
      requests: fc.integer({ min: 0, max: 2000 }),
    }),
    growth: fc.integer({ min: 100, max: 200_000 }),
    perSecond: fc.constant(0),
    spread: fc.integer({ min: 0, max: 30 }),
    walk: fc.integer({ min: 0, max: 1e9 }),
    transient: fc.constantFrom(STILL, WORKLOAD.transient),
    rate: fc.double({ min: 0.05, max: 50, noNaN: true }),
    byHour: fc.constant(PLAIN.byHour),
    boot: fc.integer({ min: 1, max: 20 }),
  })
  .map((load) => ({ ...load, ...crew(load.workers) }));
