/**
 * Ranking by the peak of each request, as PHP-FPM logs it. A peak begins at nothing with every request, so it shows what is
 * large in passing and never what is kept: no regression, and no row is a leak or a suspect.
 */
import { FILTERED } from '../profile/profile.ts';
import type { Profile, Worker } from '../profile/profile.ts';
import { formatAmount } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import { MIN_CALLS } from './attribution/tuning.ts';
import { coverageOf } from './coverage.ts';
import { largeRequests } from './evidence.ts';
import { groupEndpoints } from './groups.ts';
import type { Group } from './groups.ts';
import { workerName } from './history.ts';
import { PRIOR } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { bestFigure } from './metric.ts';
import { median, peaksOfEndpoints, peaksOfLives } from './peak-values.ts';
import type { PeakValues } from './peak-values.ts';
import type { RankOptions } from './rank.ts';
import type { Finding, Peak, Ranking } from './ranking.ts';
import { isoTime } from './summary.ts';
import { warningsOf } from './warnings.ts';

const MEASURE: Measure = { metric: 'peak', unit: 'bytes' };
const NOTHING = { estimate: 0, low: 0, high: 0 };

/** Large is so many times what the median row takes, and at least so much; or so much, whatever the others take (PHP's own limit). */
const LARGE_TIMES = 4;
const LARGE_LEAST = 16 * 2 ** 20;
/**
 * A process that has served a large request may count what it still holds in the next: where one call in a hundred is large
 * on every row alike, it is another row's, and only one that stands out from that is large of its own.
 */
const RARELY_TIMES = 2;
const ALWAYS_LARGE = 128 * 2 ** 20;

/** Why no row is a leak; stands at the end of the reason for each verdict. */
export const WHY_NO_LEAK =
  'this log shows the peak of each request, counted from nothing, which cannot show a leak; log the resident memory of the worker (VmRSS in /proc/self/status) after each request for that';

/** A row with its peaks. */
interface PeakRow {
  readonly group: Group;
  readonly calls: number;
  readonly values: PeakValues;
  readonly evidence: Finding['evidence'];
  readonly paths: readonly string[];
}

/** Peaks of the median row, bytes. */
interface Usual {
  readonly median: number;
  readonly p99: number;
}

/** Ranks a profile by the peaks of its requests. Pure. */
export function rankPeaks(profile: Profile, by: Ranking['by'], options: RankOptions): Ranking {
  const rows = by === 'host' || by === 'worker' ? rowsOfLives(profile, by) : rowsOfEndpoints(profile, by);
  const known = rows.flatMap(({ values: { count, peak } }) => (peak && count >= MIN_CALLS ? peak : []));
  const usual: Usual = {
    median: median(known.map((peak) => peak.median)),
    p99: median(known.map((peak) => peak.p99)),
  };
  const findings = rows
    .filter(({ group, calls }) => calls > 0 && group.name !== FILTERED && (options.shows?.(group) ?? true))
    .map((row) => findingOf(row, usual))
    .sort(bySize)
    .map((finding, i) => ({ ...finding, rank: i + 1 }));
  const lives = profile.workers.flatMap((worker) => worker.lives);
  return {
    schema: 'memhog.ranking/1',
    ...MEASURE,
    by,
    inputs: options.inputs ?? profile.files,
    span: { from: isoTime(profile.from), to: isoTime(profile.to) },
    answer: answerOf(findings),
    growth: { perWorker: 0, attributed: 0, perHour: null, perRequest: null },
    limit: null,
    coverage: coverageOf(profile.coverage),
    workers: {
      count: profile.workers.filter((worker) => worker.lives.length > 0).length,
      lives: lives.length,
      floor: [],
      summaries: [],
    },
    warnings: warningsOf(profile, lives),
    findings,
  };
}

function rowsOfEndpoints(profile: Profile, by: Ranking['by']): PeakRow[] {
  const { groups, of } = groupEndpoints(profile, by);
  const isOnlyFigure = bestFigure(profile) === 'peak';
  return groups.map((group, index) => {
    const members = profile.endpoints.filter((_, endpoint) => of[endpoint] === index);
    const largest = isOnlyFigure ? members.flatMap((member) => member.largest) : [];
    const examples = members.flatMap((member) => member.examples).sort((a, b) => a.line - b.line);
    return {
      group,
      calls: members.reduce((sum, { calls }) => sum + calls, 0),
      values: peaksOfEndpoints(members, isOnlyFigure),
      evidence: largeRequests(profile, largest.sort((a, b) => b.delta - a.delta).slice(0, 3)),
      paths: [...new Set(examples.map(({ path }) => path))].slice(0, 3),
    };
  });
}

function rowsOfLives(profile: Profile, by: 'host' | 'worker'): PeakRow[] {
  const nameOf = (worker: Worker): string =>
    by === 'worker' ? workerName(profile, worker) : worker.host || profile.sources[worker.source]!.name;
  const names = [...new Set(profile.workers.map(nameOf))];
  return names.map((name) => {
    const lives = profile.workers
      .filter((worker) => nameOf(worker) === name)
      .flatMap((worker) => worker.lives);
    return {
      group: { name, method: '', route: '' },
      calls: lives.reduce((sum, { requests }) => sum + requests, 0),
      values: peaksOfLives(lives),
      evidence: [],
      paths: [],
    };
  });
}

function findingOf({ group, calls, values, evidence, paths }: PeakRow, usual: Usual): Finding {
  return {
    rank: 0,
    endpoint: group.name,
    method: group.method,
    route: group.route,
    calls,
    ...judge(values, usual),
    // Nothing was measured that tells of leaks.
    confidence: PRIOR,
    leakPerCall: NOTHING,
    detectable: null,
    kept: NOTHING,
    share: 0,
    net: 0,
    growth: 0,
    shrink: 0,
    ...(values.peak ? { peak: values.peak } : {}),
    floor: [],
    evidence,
    ...(paths.length > 0 ? { paths } : {}),
  };
}

const amount = (value: number): string => formatAmount(value, MEASURE);

function judge({ count, peak }: PeakValues, usual: Usual): Judgement {
  if (!peak || count < MIN_CALLS) {
    const calls = formatCounted(count, 'call with a peak', 'calls with a peak');
    return {
      verdict: 'unknown',
      because: `only ${calls}: at least ${MIN_CALLS} are needed; and ${WHY_NO_LEAK}`,
    };
  }
  const large = Math.min(ALWAYS_LARGE, Math.max(LARGE_LEAST, LARGE_TIMES * usual.median));
  const isTypical = peak.median >= large;
  const size = isTypical ? peak.median : peak.p99;
  if (size < large || (!isTypical && size < RARELY_TIMES * usual.p99)) {
    return {
      verdict: 'steady',
      because: `its calls peak at about ${amount(peak.median)} and seldom above ${amount(peak.p99)}, which is not large here; ${WHY_NO_LEAK}`,
    };
  }
  const which = isTypical ? 'its typical call peaks' : 'one call in a hundred peaks';
  const times =
    usual.median > 0 && size >= 2 * usual.median
      ? `, ${groupDigits(size / usual.median)} times the typical call of the median row (${amount(usual.median)})`
      : '';
  return { verdict: 'bloat', because: `${which} at about ${amount(size)}${times}; ${WHY_NO_LEAK}` };
}

const ORDER: readonly Finding['verdict'][] = ['bloat', 'steady', 'unknown'];

/** Bloat first, what is not known last, the largest peaks first among equals; ties by name. */
function bySize(a: Finding, b: Finding): number {
  const place = ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict);
  if (place !== 0) return place;
  const size = ({ peak }: { readonly peak?: Peak }): number => peak?.p99 ?? 0;
  if (size(a) !== size(b)) return size(b) - size(a);
  return a.endpoint < b.endpoint ? -1 : a.endpoint > b.endpoint ? 1 : 0;
}

/** Rows named in the answer. */
const NAMED = 3;

function answerOf(findings: readonly Finding[]): Ranking['answer'] {
  if (findings.length === 0)
    return { kind: 'cannot-tell', text: 'Nothing is left to rank: the filters let no request through.' };
  const large = findings.flatMap(({ verdict, endpoint, peak }) =>
    verdict === 'bloat' && peak ? `${endpoint} (up to ${amount(peak.max)})` : [],
  );
  const more = large.length > NAMED ? ` and ${formatCounted(large.length - NAMED, 'other')}` : '';
  const passing =
    large.length > 0
      ? `Large in passing: ${large.slice(0, NAMED).join(', ')}${more}.`
      : 'No request is large in passing.';
  return { kind: 'cannot-tell', text: `Cannot tell of leaks: ${WHY_NO_LEAK}. ${passing}` };
}
