/** Whether the probe is there, how it samples, or how much sooner the answer would come with it. */
import { FIGURES } from '../record.ts';
import type { Life, Profile } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { formatAmount } from '../wording/amount.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import { note, ok } from './finding.ts';
import type { Check } from './finding.ts';

/** What these checks look at. */
export interface ProbeFacts {
  readonly profile: Profile;
  /** Undefined when there is not one reading. */
  readonly ranking: Ranking | undefined;
  /** The targets of `memhog setup` that have a probe and that the lines may come from, the likeliest first. */
  readonly probes: readonly string[];
}

/** Exact counters waver by the few hundred blocks that CPython keeps for its next objects (docs/probe.md), in bytes. */
const WAVER = 64 * 1024;
/** A leak that grew by so many times that is told from it. */
const TOLD_APART = 3;
/** So many requests are taken to be needed in any case: in the samples (17 endpoints, 8 leaks) they were enough. */
const LEAST_REQUESTS = 5000;
/** Less than so many times sooner is none the sooner. */
const SOONER = 2;

const isAtStart = ({ last }: Life): boolean => last.atStart === true;

const livesOf = (profile: Profile): readonly Life[] => profile.workers.flatMap(({ lives }) => lives);

/** Whether readings were taken as requests begin. */
export function hasProbe(profile: Profile): boolean {
  return livesOf(profile).some(isAtStart);
}

/** `BLOCKS with one request in 2, RSS with each`: requests of the probe that carry each figure. */
export function sampling(profile: Profile): string {
  const lives = livesOf(profile).filter(isAtStart);
  const requests = lives.reduce((sum, life) => sum + life.requests, 0);
  const readings = FIGURES.map((figure) => ({
    figure,
    count: lives
      .flatMap(({ buckets }) => buckets)
      .reduce((sum, { figures }) => sum + (figures[figure]?.readings ?? 0), 0),
  }));
  return readings
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ figure, count }) => {
      const every = requests / count;
      const often = every < 1.05 ? 'each' : `one in ${groupDigits(every, every < 10 ? 1 : 0)}`;
      return `${figure.toUpperCase()} with ${often}`;
    })
    .join(', ');
}

/** The probe: there for all workers, for some, or worth having. Undefined where there is none for such a log. */
export function probe({ profile, ranking, probes }: ProbeFacts): Check | undefined {
  const lives = livesOf(profile);
  const probed = lives.filter(isAtStart).length;
  if (probed > 0 && probed === lives.length)
    return ok('probe', 'readings are taken as each request begins, by exact counters where it has them');
  if (probed > 0)
    return note(
      'probe',
      `${formatCounted(probed, 'worker life', 'worker lives')} of ${groupDigits(lives.length)} have the probe; the others tell less`,
      'start every worker with it',
    );
  const [first] = probes;
  if (first === undefined || !ranking || ranking.metric === 'peak') return undefined;
  const { text, isSooner } = gain(ranking);
  const or = probes.length > 1 ? ` (or ${probes.slice(1).join(', ')}, whichever it is)` : '';
  const mend = isSooner
    ? `\`memhog setup ${first} --probe\`${or}: about 1 % of the processor time of requests`
    : '';
  return { ...ok('probe', text), mend };
}

/** What exact counters would gain, by the endpoint of which this log says most. */
function gain(ranking: Ranking): { readonly text: string; readonly isSooner: boolean } {
  const [most] = ranking.findings
    .filter(({ detectable, calls }) => detectable !== null && calls > 0)
    .sort((a, b) => b.calls - a.calls);
  const { requests } = ranking.coverage;
  if (most?.detectable == null || ranking.unit !== 'bytes')
    return {
      text: `with exact counters, read as each request begins, ${groupDigits(LEAST_REQUESTS)} requests may do; this log says too little by itself`,
      isSooner: true,
    };
  const { detectable, calls, endpoint } = most;
  const needed = Math.max(1, (TOLD_APART * WAVER) / detectable);
  const would = Math.max(LEAST_REQUESTS, (needed * requests) / calls);
  const size = `a leak of ${formatAmount(detectable, ranking)} per call in ${endpoint}`;
  const now = `${size} takes this log's ${groupDigits(requests)} requests to show, because ${ranking.metric.toUpperCase()} also moves by what is only passing`;
  if (requests < SOONER * would)
    return { text: `${now}; exact counters would need about as many`, isSooner: false };
  const times = requests / would;
  return {
    text: `${now}; exact counters, which waver by some 64 KiB, would need some ${groupDigits(Number(would.toPrecision(1)))} at most: about ${groupDigits(Number(times.toPrecision(1)))} times sooner`,
    isSooner: true,
  };
}
