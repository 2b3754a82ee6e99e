/** reports/advise.md: what was promised beside what came, one table for each server. */
import type { WholeAdvice } from '../../src/advise/whole-advice.ts';
import { replaysOf } from './measured.ts';
import type { Measured, Promised } from './measured.ts';

/** Parts of the prediction that the measured figure may differ by. */
export const PEAK_WITHIN = 0.15;
export const RESTARTS_WITHIN = 0.2;

/** One server that was checked. */
export interface Checked {
  readonly title: string;
  /** What is special about its run; empty for nothing. */
  readonly why: string;
  readonly versions: readonly string[];
  readonly learned: Measured;
  readonly mebibytes: number;
  readonly advice: WholeAdvice;
  readonly promised: Promised;
  readonly measured: Measured;
}

const mebi = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
const percent = (part: number): string => `${part > 0 ? '+' : ''}${(100 * part).toFixed(1)} %`;
const off = (value: number, predicted: number): number => value / predicted - 1;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/**
 * Restarts that are to be counted in the run: the hourly figure for its length and its traffic (a busy machine sends less than the
 * log had), less half a life of each worker, since all of them are new when it begins (in the mean a renewal process that begins
 * with a renewal counts `t / life - 1/2`).
 */
function restartsToCount({ promised, measured, advice }: Checked): number {
  const workers = advice.plan?.workers ?? 0;
  const hours = measured.requests / (3600 * workers * (advice.workload?.traffic.perWorker ?? NaN));
  const inLog = (advice.workload?.workers ?? 0) / workers;
  return (promised.restartsPerHour * hours) / inLog - workers / 2;
}

/** The three figures that must hold, and whether they do. */
export function verdictsOf(checked: Checked): readonly {
  readonly name: string;
  readonly holds: boolean;
}[] {
  const { promised, measured } = checked;
  const isNear = (value: number, predicted: number, part: number): boolean =>
    Math.abs(off(value, predicted)) <= part;
  return [
    { name: 'peak', holds: isNear(measured.peak, promised.peak, PEAK_WITHIN) },
    {
      name: 'restarts',
      holds: isNear(measured.restarts, restartsToCount(checked), RESTARTS_WITHIN),
    },
    {
      name: 'workers down',
      holds: Math.max(measured.downs.mostAtOnce, measured.missing) <= promised.mostDown,
    },
  ];
}

/** Why the peak can stay below what was said: the misses that have been looked into. Empty for any other. */
function whyOf({ promised, measured, advice }: Checked): string[] {
  if (off(measured.peak, promised.peak) >= -PEAK_WITHIN || !advice.growth?.isCautious) return [];
  const { estimate, high } = advice.workload!.growth!.perRequest;
  return [
    `**Why the peak misses**: the first run tells the growth roughly only, so \`advise\` reckons with the upper end, ${high.toFixed(0)} bytes per request where ${estimate.toFixed(0)} are likely, and says so. The figure errs on the safe side; a longer log narrows it.`,
  ];
}

/** The section of a server. */
export function sectionOf(checked: Checked): string {
  const { title, versions, learned, mebibytes, advice, promised, measured } = checked;
  const pasted = advice.settings.files.flatMap(({ lines }) => lines.map(({ text }) => text)).join('\n');
  const { growth, traffic, start, warmUp } = advice.workload!;
  return [
    `## ${title}`,
    ...(checked.why === '' ? [] : [checked.why]),
    `${versions.join(', ')}. Learned from ${learned.requests} requests in ${learned.seconds.toFixed(0)} s without restarts (${learned.shares.join(', ')} by worker): ${mebi(start)} MiB in a new worker, ${mebi(warmUp.size)} MiB more when warm, ${growth!.perRequest.estimate.toFixed(0)} bytes per request (90 %: ${growth!.perRequest.low.toFixed(0)} to ${growth!.perRequest.high.toFixed(0)}), ${traffic.perWorker!.toFixed(1)} requests per second and worker. Then \`--memory ${mebibytes}M --workers ${advice.workers}\`, and what was advised, as pasted:`,
    `\`\`\`\n${pasted}\n\`\`\``,
    table(checked),
    `${measured.requests} requests in ${measured.seconds.toFixed(0)} s, ${measured.restarts} restarts, ${measured.perLife.toFixed(0)} requests per life that ended. Of all restarts ${share(measured.downs.withAtLeast[1] ?? 0, measured.restarts)} found another worker down (promised chance ${(100 * promised.chance).toFixed(1)} %). A place was empty for ${seconds(measured.downs.gaps)}; ${advice.restart.toFixed(1)} s were reckoned with.`,
    ...whyOf(checked),
  ].join('\n\n');
}

function table(checked: Checked): string {
  const { promised, measured, advice } = checked;
  const [peak, restarts, down] = verdictsOf(checked);
  const toCount = restartsToCount(checked);
  const told = (verdict: { readonly holds: boolean } | undefined): string =>
    verdict?.holds ? 'yes' : '**no**';
  const base = measured.atStart;
  return [
    row('', 'predicted', 'measured', 'difference', 'allowed', 'holds'),
    row('---', '--:', '--:', '--:', '--:', ':-:'),
    row(
      'peak memory of all workers, MiB (every 100 ms)',
      mebi(promised.peak),
      mebi(measured.peak),
      percent(off(measured.peak, promised.peak)),
      `${100 * PEAK_WITHIN} %`,
      told(peak),
    ),
    row(
      'the same by the readings of the log',
      mebi(promised.peak),
      mebi(measured.peakOfLog),
      percent(off(measured.peakOfLog, promised.peak)),
      '',
      '',
    ),
    row(
      'the same without what they held at the start',
      mebi(promised.peak - base),
      mebi(measured.peak - base),
      percent(off(measured.peak - base, promised.peak - base)),
      '',
      '',
    ),
    row(
      'restarts in the run, counted',
      toCount.toFixed(1),
      measured.restarts.toString(),
      percent(off(measured.restarts, toCount)),
      `${100 * RESTARTS_WITHIN} %`,
      told(restarts),
    ),
    row('restarts per hour, as advised', promised.restartsPerHour.toFixed(0), '', '', '', ''),
    ...replayed(advice, measured),
    row(
      'most workers down at once (marks; looks from outside)',
      `${promised.mostDown}`,
      `${measured.downs.mostAtOnce}; ${measured.missing}`,
      '',
      'no more',
      told(down),
    ),
  ].join('\n');
}

/** What a replay of just this run comes to: no promise, but it shows whether a miss is chance. */
function replayed(advice: WholeAdvice, measured: Measured): string[] {
  const replays = replaysOf(advice, measured.seconds);
  if (!replays) return [];
  const [peak, restarts] = [replays.peak.map(mebi), replays.restarts];
  return [
    row('peak, this run replayed with 20 seeds, MiB', peak.join(' to '), mebi(measured.peak), '', '', ''),
    row('restarts in this run, replayed alike', restarts.join(' to '), `${measured.restarts}`, '', '', ''),
  ];
}

const share = (part: number, all: number): string => `${part} of ${all}`;

function seconds(gaps: readonly number[]): string {
  const sorted = gaps.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return middle === undefined
    ? 'no time'
    : `${middle.toFixed(2)} s (median; at most ${sorted.at(-1)!.toFixed(2)} s)`;
}
