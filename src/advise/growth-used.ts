/** Which growth to reckon with: a measured one, the cautious end of a vague one, none, or nothing that could be said. */
import type { Interval, Ranking } from '../ranking/ranking.ts';
import type { Workload } from './workload.ts';

/** An interval that spans a greater factor is not narrow enough for its middle to be advised. */
const TOO_WIDE = 3;

/** A late growth of more than so many times the upper end of the interval is no chance: the leak began within the log. */
const FASTER = 1.25;

/** Where no leak was found, growth of a whole life up to here, or to what is passing, may be the end of a floor: bytes. */
const LITTLE = 2 ** 20;

/** From fewer requests of a worker its start-up cannot be told from a leak, unless many lives say the same. */
const LEAST_REQUESTS = 1000;
const MANY_LIVES = 8;

/** What the log says about growth. */
export type GrowthUsed =
  | { readonly kind: 'measured'; readonly perRequest: number }
  /** `isLate`: it grew faster late in the log, and that is what is taken. */
  | { readonly kind: 'cautious'; readonly perRequest: number; readonly isLate: boolean }
  /** No leak visible. `perRequest` is a growth that is certain and yet too small to be one, else 0; `atMost` what could hide. */
  | { readonly kind: 'none'; readonly perRequest: number; readonly atMost: number }
  /** `moreData`: the log must be so many times as long; null if that cannot be said. */
  | { readonly kind: 'unknown'; readonly moreData: number | null };

/** Judges it. */
export function growthUsed(workload: Workload, { answer }: Pick<Ranking, 'answer'>): GrowthUsed {
  if (!workload.growth) return { kind: 'unknown', moreData: null };
  const { longest, lives } = workload.evidence;
  if (longest < LEAST_REQUESTS && lives < MANY_LIVES)
    return { kind: 'unknown', moreData: Math.max(2, Math.ceil(LEAST_REQUESTS / Math.max(1, longest))) };
  const { estimate, low, high } = workload.growth.perRequest;
  const little = Math.max(LITTLE, workload.transient.p99);
  const isLittle = answer.kind !== 'leaks' && low > 0 && high * workload.evidence.longest <= little;
  if (answer.kind === 'none' || high <= 0 || isLittle)
    return { kind: 'none', perRequest: low > 0 ? estimate : 0, atMost: Math.max(0, high) };
  const { late } = workload.growth;
  if (low > 0 && late > FASTER * high) return { kind: 'cautious', perRequest: late, isLate: true };
  if (low > 0 && high <= TOO_WIDE * low) return { kind: 'measured', perRequest: estimate };
  if (low > 0 || answer.kind === 'leaks') return { kind: 'cautious', perRequest: high, isLate: false };
  return { kind: 'unknown', moreData: moreData(workload.growth.perRequest) };
}

/** The log must be so many times as long for the interval to be narrow enough; its width goes with the root. */
function moreData({ estimate, high }: Interval): number | null {
  if (!(estimate > 0)) return null;
  // high = 3 low where the margin is half the estimate.
  return Math.max(2, Math.ceil((2 * (high / estimate - 1)) ** 2));
}
