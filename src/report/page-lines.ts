/** The lines of workers for the charts of a page, and the axis they stand on. */
import type { Ranking } from '../ranking/ranking.ts';
import type { LifeLine, Timeline } from '../ranking/timeline.ts';
import { formatAmount } from '../wording/amount.ts';
import { groupDigits } from '../wording/numbers.ts';
import { shownName } from './html.ts';
import type { PageData } from './page-data.ts';

/** What begins within this part of the log, began with it. */
const EDGE = 0.02;

/** Four figures are more than a chart can show. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** The axis. */
export function axisOf(
  timeline: Timeline | undefined,
): Pick<PageData, 'axis' | 'from' | 'to' | 'first' | 'step' | 'cell'> {
  if (!timeline) return { axis: 'requests', from: 0, to: 1, first: 0, step: 1, cell: 1 };
  const { axis, from, to, steps, cell } = timeline;
  const factor = factorOf(timeline);
  return {
    axis,
    from: from * factor,
    to: to * factor,
    first: steps.first * factor,
    step: steps.step * factor,
    cell,
  };
}

/** Charts count time in milliseconds. */
function factorOf({ axis }: Timeline): number {
  return axis === 'time' ? 1000 : 1;
}

/** The workers whose floor ends highest, in the order of the log. */
export function busiestWorkers({ lives }: Timeline, most: number): readonly number[] {
  const last = new Map(lives.map(({ workerIndex, floor }) => [workerIndex, floor.at(-1)!]));
  return [...last]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([worker]) => worker)
    .sort((a, b) => a - b);
}

/** Workers, lives and deploys. */
export function linesOf(
  timeline: Timeline | undefined,
  shown: readonly number[],
  ranking: Ranking,
  by: number,
): Pick<PageData, 'workers' | 'lives' | 'deploys'> {
  if (!timeline) return { workers: [], lives: [], deploys: [] };
  const factor = factorOf(timeline);
  const scaled = (values: readonly number[]): number[] => values.map((value) => rounded(value / by));
  return {
    workers: shown.map((worker) => {
      const lives = timeline.lives.filter(({ workerIndex }) => workerIndex === worker);
      return { name: shownName(lives[0]!.worker), note: noteOf(lives, ranking) };
    }),
    lives: timeline.lives
      .filter(({ workerIndex }) => shown.includes(workerIndex))
      .map((life) => ({
        worker: shown.indexOf(life.workerIndex),
        at: life.at.map((at) => Math.round(at * factor)),
        level: scaled(life.level),
        floor: scaled(ranking.metric === 'peak' ? life.mean : life.floor),
        start: startOf(life, timeline),
      })),
    deploys: timeline.deploys.map(({ at, host }) => ({
      at: at * factor,
      text: host === '' ? 'all start anew' : `${shownName(host)}: all start anew`,
    })),
  };
}

/** Requests of a worker, and its floor at the end of its last life; its largest request where the log has peaks. */
function noteOf(lives: readonly LifeLine[], ranking: Ranking): string {
  const requests = lives.reduce((sum, life) => sum + life.requests, 0);
  const most = Math.max(...lives.map(({ level }) => Math.max(...level)));
  const memory =
    ranking.metric === 'peak'
      ? `up to ${formatAmount(most, ranking)}`
      : `floor ${formatAmount(lives.at(-1)!.floor.at(-1)!, ranking)}`;
  return `${groupDigits(requests)} requests, ${memory}`;
}

/** What is said of a life that began in the course of the log: how the one before it ended; empty for others. */
function startOf(life: LifeLine, timeline: Timeline): string {
  if (!isRestart(life, timeline)) return '';
  const before = timeline.lives[timeline.lives.indexOf(life) - 1];
  const ended = before?.workerIndex === life.workerIndex ? before.ended : '';
  return ended === '' ? 'restart' : `restart, the life before: ${shownName(ended)}`;
}

function isRestart({ isNew, from }: LifeLine, timeline: Timeline): boolean {
  return isNew && from > timeline.from + EDGE * (timeline.to - timeline.from);
}

/**
 * Lives that began in the course of the log. Without times a life of a new pid has no place in it: then as many as are
 * known to have ended made room for one.
 */
export function restartsIn(timeline: Timeline): number {
  const { lives, axis } = timeline;
  const seen = lives.filter((life) => isRestart(life, timeline)).length;
  if (axis === 'time') return seen;
  const [ended, begun] = [lives.filter((life) => life.ended !== ''), lives.filter(({ isNew }) => isNew)];
  return Math.max(seen, Math.min(ended.length, begun.length));
}
