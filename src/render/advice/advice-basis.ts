/** What the advice rests on: measured figures, and whose word the others are. */
import { countedBy } from '../../advise/answer.ts';
import { isUneven } from '../../advise/workload.ts';
import type { WholeAdvice } from '../../advise/whole-advice.ts';
import type { Workload } from '../../advise/workload.ts';
import { formatInterval } from '../../wording/amount.ts';
import { formatBytes } from '../../wording/bytes.ts';
import { formatDuration } from '../../wording/moment.ts';
import { formatCounted, formatPercent, groupDigits } from '../../wording/numbers.ts';
import type { Note } from '../notes.ts';

const BYTES = { metric: 'rss', unit: 'bytes' } as const;

/** Labels and texts, in order: what was given, then what was measured. */
export function basisOf(advice: WholeAdvice): readonly Note[] {
  const { server, origins, memory, reserve, budget, workers, workload } = advice;
  const version =
    server.version === null ? 'of a version that nobody named' : `${server.version} (${origins.version})`;
  const given: Note[] = [
    { label: 'server', text: `${server.title} (${origins.server}), ${version}` },
    {
      label: 'memory',
      text: `${formatBytes(memory)} (${origins.memory}), of which ${formatBytes(reserve)} stay free (${origins.reserve}): ${formatBytes(budget)} for the workers`,
    },
    { label: 'workers', text: workers === 0 ? 'not known' : `${groupDigits(workers)} (${origins.workers})` },
  ];
  return workload ? [...given, ...measured(workload, advice)] : given;
}

function measured(workload: Workload, { restart, server, plan }: WholeAdvice): readonly Note[] {
  const isMild = plan?.isMild ?? false;
  const { start, warmUp, transient, traffic, evidence, boot, figure } = workload;
  const counted = countedBy(server);
  const warm =
    warmUp.size > 0
      ? `, and ${formatBytes(warmUp.size)} more when warm, after ${formatCounted(warmUp.requests, counted)}`
      : '';
  return [
    { label: 'start', text: `${formatBytes(start)} of ${figure.toUpperCase()} in a new worker${warm}` },
    { label: 'growth', text: growthText(workload, isMild, counted) },
    {
      label: 'peaks',
      text: `${formatBytes(transient.median)} in passing in half of the ${counted}s or more, ${formatBytes(transient.p99)} in 1 of 100, ${formatBytes(transient.max)} at most`,
    },
    {
      label: 'rate',
      text:
        traffic.perWorker === null
          ? 'not known: the log has no times'
          : `${rateText(traffic.perWorker, counted)} in each of ${formatCounted(workload.workers, 'worker')}${busiest(traffic)}${sharesText(traffic)}`,
    },
    {
      label: 'restart',
      text: `${formatDuration(restart)}${restart < 1 ? ` (${groupDigits(restart, 2)} s)` : ''}${boot === null ? ', which the log does not show' : ', as the log shows it'}`,
    },
    {
      label: 'seen',
      text: `${formatCounted(evidence.lives, 'life', 'lives')} of workers, ${groupDigits(evidence.born)} from the start, ${formatCounted(evidence.requests, counted)}, the longest life ${groupDigits(evidence.longest)}${evidence.seconds === null ? '' : `, in ${formatDuration(evidence.seconds)}`}`,
    },
  ];
}

/** Where no leak was found an estimate beside that would be read as one. */
function growthText({ growth }: Workload, isMild: boolean, counted: string): string {
  if (!growth) return 'not known: no worker can be followed beyond its warm-up';
  const { estimate, low, high } = growth.perRequest;
  const shown = { estimate: Math.max(0, estimate), low: Math.max(0, low), high: Math.max(0, high) };
  if (isMild) return `none found: not more than ${formatBytes(shown.high)} per ${counted}, if any`;
  return `${formatInterval(shown, BYTES)} per ${counted} on average`;
}

/** Of all requests, where workers are sent more or fewer than others. */
function sharesText({ shares }: Workload['traffic']): string {
  if (!isUneven(shares)) return '';
  const part = (share: number): string => formatPercent(share / shares.length);
  return `, from ${part(shares[0]!)} of all for the busiest to ${part(shares.at(-1)!)}`;
}

/** Slow workers are better told by the hour. */
function rateText(perSecond: number, counted: string): string {
  return perSecond >= 0.1
    ? `${groupDigits(perSecond, perSecond < 10 ? 1 : 0)} ${counted}s per second`
    : `${groupDigits(3600 * perSecond, 1)} ${counted}s per hour`;
}

function busiest({ byHour, coversDay }: Workload['traffic']): string {
  if (!coversDay) return '';
  const most = Math.max(...byHour);
  return `, ${formatPercent(most)} of that in the busiest hour (from ${groupDigits(byHour.indexOf(most))}:00)`;
}
