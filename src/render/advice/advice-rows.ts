/** What the advice, the user's own settings and no restarts at all lead to, side by side, as cells. */
import { countedBy, fullestOf, heldOf, livesIn } from '../../advise/answer.ts';
import type { Replayed } from '../../advise/advice.ts';
import type { Prediction } from '../../advise/prediction.ts';
import { NEVER, secondsByClock } from '../../advise/settings.ts';
import type { Recycling } from '../../advise/settings.ts';
import { isLimitOfSum } from '../../advise/sum.ts';
import type { WholeAdvice } from '../../advise/whole-advice.ts';
import type { Reach } from '../../ranking/ranking.ts';
import { formatBytes } from '../../wording/bytes.ts';
import { formatDuration } from '../../wording/moment.ts';
import { formatPercent, groupDigits } from '../../wording/numbers.ts';

/** A small table. */
export interface Outcomes {
  readonly headings: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly string[] }[];
}

/** One column: settings and what comes of them. */
interface Outcome {
  readonly heading: string;
  readonly settings: Recycling;
  readonly workers: number;
  readonly predicted: Prediction | null;
  readonly replayed: Replayed | null;
  /** Whether it never restarts a worker. */
  readonly isEndless: boolean;
}

/** Where a column has no such figure. */
export const NONE = '–';

/** The table; no rows where nothing could be calculated. */
export function outcomesOf(advice: WholeAdvice): Outcomes {
  const columns = columnsOf(advice);
  if (columns.length === 0) return { headings: [], rows: [] };
  const row = (label: string, cell: (column: Outcome) => string) => ({ label, cells: columns.map(cell) });
  const predicted = (label: string, cell: (prediction: Prediction, column: Outcome) => string) =>
    row(label, (column) => (column.predicted ? cell(column.predicted, column) : NONE));
  const bytes = (sum: number, { workers }: Outcome): string => formatBytes(heldOf(advice, sum, workers));
  const together = `${groupDigits(advice.together.k + 1)}+ down`;
  const isOneCrew = columns.every(({ workers }) => workers === columns[0]?.workers);
  const rows = [
    row('workers', ({ workers }) => (isOneCrew ? NONE : groupDigits(workers))),
    row(`after ${countedBy(advice.server)}s`, ({ settings: { requests, ...rest }, workers, isEndless }) =>
      requests === null ? (isEndless ? 'never' : NONE) : livesIn({ requests, ...rest }, workers, '–'),
    ),
    row('or above', ({ settings }) =>
      settings.memory === null
        ? NONE
        : `${formatBytes(settings.memory)}${isLimitOfSum(settings) ? ' in all' : ''}`,
    ),
    row('or every', ({ settings, workers }) =>
      settings.time ? formatDuration(secondsByClock(settings, workers)) : NONE,
    ),
    predicted('memory expected', ({ memory }, column) => bytes(memory.expected, column)),
    predicted('99 % of the time under', ({ memory }, column) => bytes(memory.p99, column)),
    predicted('after a deploy under', ({ memory }, column) => bytes(memory.afterDeploy, column)),
    row('most when replayed', (column) => replayedPeak(advice, column)),
    row(`fills ${formatBytes(advice.memory)}`, (column) => fills(advice, column)),
    predicted('life of a worker', ({ life }) => (life === null ? NONE : formatDuration(life))),
    row('restarts per hour', ({ predicted: one, isEndless }) =>
      isEndless ? 'none' : one?.restartsPerHour == null ? NONE : perHour(one.restartsPerHour),
    ),
    predicted(`${together}, first round`, ({ together: one }) =>
      one ? formatPercent(one.afterDeploy) : NONE,
    ),
    predicted(`${together}, later`, ({ together: one }) => (one ? formatPercent(one.steady) : NONE)),
    predicted('capacity lost', ({ capacityLost }) =>
      capacityLost === null ? NONE : finePercent(capacityLost),
    ),
  ];
  return {
    headings: columns.map(({ heading }) => heading),
    rows: rows.filter(({ cells }) => cells.some((cell) => cell !== NONE)),
  };
}

/** What the reader must know of the table, in sentences. */
export function outcomeNotes(advice: WholeAdvice): readonly string[] {
  const { predicted, whatIf, together, workload } = advice;
  return [
    ...replayNotes(columnsOf(advice)),
    ...((predicted?.together ?? whatIf?.predicted?.together)
      ? [
          `${groupDigits(together.k + 1)}+ down: the chance, for each restart, that so many workers are down at that moment; the aim is ${formatPercent(together.bound)} at most.`,
        ]
      : []),
    ...(workload?.shared
      ? [`Pages that workers share are counted once (${formatBytes(workload.shared)}).`]
      : []),
  ];
}

/** How long was replayed, and of which column less, since its restarts were too many to follow. */
function replayNotes(columns: readonly Outcome[]): readonly string[] {
  const seconds = Math.max(0, ...columns.map(({ replayed }) => replayed?.seconds ?? 0));
  if (seconds === 0) return [];
  const cut = columns.flatMap(({ heading, replayed }) =>
    replayed && replayed.seconds < seconds
      ? [
          `Of the column "${heading}" only ${formatDuration(replayed.seconds)} were replayed: its ${groupDigits(replayed.restarts)} restarts by then are too many to follow on.`,
        ]
      : [],
  );
  return [`Replayed: ${formatDuration(seconds)} from midnight, after all workers started together.`, ...cut];
}

function columnsOf(advice: WholeAdvice): readonly Outcome[] {
  const { plan, recycling, predicted, whatIf, whatIfFrom, withoutRecycling, workers } = advice;
  const all: Outcome[] = [];
  if (plan && recycling && predicted)
    all.push({
      heading: 'advised',
      settings: recycling,
      workers: plan.workers,
      predicted,
      replayed: predicted.replayed,
      isEndless: false,
    });
  if (whatIf)
    all.push({
      heading: whatIfFrom === 'file' ? 'in the file' : 'your what-if',
      ...whatIf,
      isEndless: whatIf.predicted === null,
    });
  if (withoutRecycling)
    all.push({
      heading: 'no recycling',
      settings: NEVER,
      workers,
      predicted: null,
      replayed: withoutRecycling.replayed,
      isEndless: true,
    });
  return all;
}

/** How far beyond the memory a leak that never stops would get says nothing. */
function replayedPeak(advice: WholeAdvice, { replayed, isEndless, workers }: Outcome): string {
  if (!replayed) return NONE;
  const peak = heldOf(advice, replayed.peak, workers);
  return isEndless && peak > advice.memory ? `over ${formatBytes(advice.memory)}` : formatBytes(peak);
}

function fills(advice: WholeAdvice, { predicted, workers, isEndless }: Outcome): string {
  if (predicted) return heldOf(advice, fullestOf(predicted), workers) > advice.memory ? 'yes' : 'no';
  const hours = advice.withoutRecycling?.hours;
  if (!isEndless || !hours) return advice.growth === null ? 'no growth' : NONE;
  // Other numbers of workers have another pace.
  if (workers !== advice.workers) return NONE;
  return hours.estimate > 0 ? `in ${reach(hours)}` : 'at once';
}

/** In hours. */
const UNITS: readonly (readonly [string, number])[] = [
  ['d', 24],
  ['h', 1],
  ['min', 1 / 60],
  ['s', 1 / 3600],
];

/** `3.2 h (2.8–3.6)`, in the unit that suits the estimate. */
function reach({ estimate, low, high }: Reach): string {
  const [unit, size] = UNITS.find(([, one]) => estimate >= 2 * one) ?? UNITS.at(-1)!;
  const digits = (hours: number): string => groupDigits(hours / size, hours / size < 9.95 ? 1 : 0);
  return `${digits(estimate)} ${unit} (${digits(low)}–${high === null ? '∞' : digits(high)})`;
}

function perHour(restarts: number): string {
  if (restarts === 0) return 'none';
  if (restarts >= 0.95) return groupDigits(restarts, restarts < 9.95 ? 1 : 0);
  return `1 in ${formatDuration(3600 / restarts)}`;
}

/** Capacity is bought by the per cent: tenths matter. */
function finePercent(part: number): string {
  if (part === 0) return '0 %';
  return part < 0.001 ? '<0.1 %' : `${groupDigits(100 * part, 1)} %`;
}
