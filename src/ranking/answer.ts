/** The one sentence that a reader in a hurry needs. */
import { formatAmount } from '../wording/amount.ts';
import type { Measure } from '../wording/amount.ts';
import { formatDuration } from '../wording/moment.ts';
import { groupDigits } from '../wording/numbers.ts';
import { BACKGROUND } from './common-columns.ts';
import type { Finding, Growth, Limit, Ranking, Reach } from './ranking.ts';

/** Of the growth, findings must explain this part, else the culprit is still at large. */
const EXPLAINED = 0.3;

/** What the answer is made from. */
export interface AnswerCase {
  readonly measure: Measure;
  readonly findings: readonly Finding[];
  readonly fittable: boolean;
  readonly growth: Growth;
  readonly limit: Limit | null;
  /** Something is blamed that the filters do not show. */
  readonly blamedElsewhere: boolean;
  /** What may be called no growth, per worker life. */
  readonly calm: number;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}

/** Makes the answer. */
export function answerOf(row: AnswerCase): Ranking['answer'] {
  const { findings, measure } = row;
  const { perWorker, attributed } = row.growth;
  const leaks = findings.filter(({ verdict }) => verdict === 'leak');
  const suspects = findings.filter(({ verdict }) => verdict === 'suspect');
  const grows = `${measure.metric.toUpperCase()} grows by ${formatAmount(perWorker, measure)} per worker after warm-up${pace(row)}`;
  const name = (finding: Finding): string => `${finding.endpoint} (${size(finding, measure)})`;
  const isUnexplained = perWorker > row.calm && attributed < EXPLAINED * perWorker;
  const rest = `${isUnexplained ? ` ${grows}; most of it is not explained yet.` : ''}${reach(row)}`;
  if (findings.length === 0)
    return { kind: 'cannot-tell', text: 'Nothing is left to rank: the filters let no request through.' };
  if (leaks.length > 0) {
    const also = suspects.length > 0 ? ` Suspect: ${list(suspects.map(name))}.` : '';
    return {
      kind: 'leaks',
      text: `${leaks.length === 1 ? 'One leak' : `${leaks.length} leaks`}: ${list(leaks.map(name))}.${also}${rest}`,
    };
  }
  if (suspects.length > 0)
    return { kind: 'leaks', text: `No certain leak; suspect: ${list(suspects.map(name))}.${rest}` };
  if (row.blamedElsewhere)
    return { kind: 'none', text: 'None of the rows shown leaks; what does is outside the filter.' };
  if (perWorker <= row.calm && row.fittable) {
    return {
      kind: 'none',
      text: `No leak visible: ${measure.metric.toUpperCase()} grows by ${formatAmount(Math.max(0, perWorker), measure)} per worker after warm-up.`,
    };
  }
  if (!row.fittable) {
    return {
      kind: 'cannot-tell',
      text: `Cannot tell: the log is too short to follow its workers after their warm-up. Let it run longer, or give more of it.`,
    };
  }
  const first = findings
    .filter(
      ({ verdict, calls }) =>
        verdict !== 'steady' && calls > 0 && verdict !== 'bloat' && verdict !== 'warm-up',
    )
    .slice(0, 3);
  const where = first.length > 0 ? ` Look first at ${list(first.map(({ endpoint }) => endpoint))}.` : '';
  return {
    kind: 'cannot-tell',
    text: `Cannot tell: ${grows}, but no route can be singled out.${where}${reach(row)}`,
  };
}

function size({ endpoint, leakPerCall: { estimate } }: Finding, measure: Measure): string {
  return endpoint === BACKGROUND.name
    ? `about ${formatAmount(3600 * estimate, measure)} an hour`
    : `about ${formatAmount(estimate, measure)} per call`;
}

/** The growth per hour, where it is certain that there is any. */
function pace({ measure, growth: { perHour } }: AnswerCase): string {
  return perHour && perHour.low > 0 ? `, about ${formatAmount(perHour.estimate, measure)} an hour` : '';
}

/** When the first worker reaches the limit asked about: in time, or in requests where the log is too short for hours. */
function reach({ measure, limit }: AnswerCase): string {
  if (!limit) return '';
  const level = formatAmount(limit.level, measure);
  const first = soonest(limit, 'hours') ?? soonest(limit, 'requests');
  if (!first) return replaced(limit, level) ?? ` Nothing says that a worker will reach ${level}.`;
  const { worker, by } = first;
  const { estimate, low, high } = first.reach;
  if (estimate === 0) return ` Worker ${worker} is above ${level} already.`;
  const show = (amount: number): string =>
    by === 'hours' ? formatDuration(3600 * amount) : `${groupDigits(amount)} more requests`;
  return ` Worker ${worker} reaches ${level} in about ${show(estimate)} (${show(low)} to ${high === null ? 'never' : show(high)}).`;
}

/** That planned restarts come before the limit; undefined where they do not. */
function replaced({ workers }: Limit, level: string): string | undefined {
  const after = Math.max(0, ...workers.map(({ replacedAfter }) => replacedAfter ?? 0));
  if (after === 0) return undefined;
  return ` Workers are recycled before they reach ${level}: each serves about ${groupDigits(after)} requests.`;
}

/** The worker that reaches the limit first, counted in hours or in requests; undefined if nobody is known to. */
function soonest(
  limit: Limit,
  by: 'hours' | 'requests',
): { worker: string; by: typeof by; reach: Reach } | undefined {
  return limit.workers
    .flatMap(({ worker, [by]: reach }) => (reach ? [{ worker, by, reach }] : []))
    .sort((a, b) => a.reach.estimate - b.reach.estimate)[0];
}
