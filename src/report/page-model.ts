/** What a page shows, chosen from a ranking and the history behind it, in the units and words of the page. */
import { deltasByEndpoint } from '../ranking/delta-classes.ts';
import type { Deltas } from '../ranking/delta-classes.ts';
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { timelineOf } from '../ranking/timeline.ts';
import type { LifeLine, Timeline } from '../ranking/timeline.ts';
import { formatAmount, formatChange } from '../wording/amount.ts';
import { unitPower } from '../wording/bytes.ts';
import { formatPercent, groupDigits } from '../wording/numbers.ts';
import { shownName } from './html.ts';
import type { BarData, DeltaData, EndpointData, PageData } from './page-data.ts';
import type { PageInput } from './page.ts';

/** The most that a page charts; what is left out is said, and stands in the table. */
export interface Limits {
  readonly workers: number;
  readonly endpoints: number;
  readonly bars: number;
  readonly heat: number;
  /** Points of the lines of all lives together. */
  readonly points: number;
}

/** See the file. */
export interface PageModel {
  readonly input: PageInput;
  readonly data: PageData;
  /** The findings behind `data.endpoints`, and their deltas. */
  readonly charted: readonly Finding[];
  readonly deltas: ReadonlyMap<string, Deltas>;
  /** Undefined when no worker has a reading: then there are no charts over the log. */
  readonly timeline: Timeline | undefined;
  /** Workers that have a reading but no line. */
  readonly workersLeftOut: number;
}

/** Endpoints charted at least, blamed or not, so that a reader sees what was looked at. */
export const LEAST_CHARTED = 3;

/** A row that kept less than this part of the largest is left out of bars and heat map unless it is blamed. */
const WORTH_A_ROW = 0.01;

/** What begins within this part of the log, began with it. */
const EDGE = 0.02;

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Whether memhog accuses it. */
export function isBlamed({ verdict }: Finding): boolean {
  return verdict === 'leak' || verdict === 'suspect';
}

/** Makes the model. */
export function pageModel(input: PageInput, limits: Limits): PageModel {
  const { profile, ranking } = input;
  const { findings } = ranking;
  const blamed = findings.filter(isBlamed);
  const others = findings.filter((one) => !isBlamed(one) && one.calls > 0);
  const worth = findings.filter(isWorthRow(findings));
  const heat = worth
    .filter(({ kept }) => kept.estimate > 0)
    .toSorted((a, b) => b.kept.estimate - a.kept.estimate)
    .slice(0, limits.heat);
  const room = input.isStatic ? LEAST_CHARTED : limits.endpoints;
  const charted = [...blamed, ...others.slice(0, Math.max(0, room - blamed.length))].slice(
    0,
    limits.endpoints,
  );
  const followed = [...new Set([...charted, ...heat])];
  const timeline = timelineOf(profile, ranking, { points: limits.points, findings: followed });
  const deltas = deltasByEndpoint(profile, ranking);
  const bars = (worth.length >= LEAST_CHARTED ? worth : findings.slice(0, LEAST_CHARTED)).slice(
    0,
    limits.bars,
  );
  const scale = scaleOf(ranking, timeline);
  const shown = timeline ? busiestWorkers(timeline, limits.workers) : [];
  return {
    input,
    charted: timeline ? charted : [],
    deltas,
    timeline,
    workersLeftOut: timeline
      ? new Set(timeline.lives.map(({ workerIndex }) => workerIndex)).size - shown.length
      : 0,
    data: {
      ...axisOf(timeline),
      unit: scale.unit,
      figure: ranking.metric.toUpperCase(),
      ...linesOf(timeline, shown, ranking, scale.by),
      bars: bars.map((finding) => barOf(finding, ranking, scale.by)),
      endpoints: timeline
        ? charted.map((finding) => endpointOf(finding, timeline, shown, ranking, deltas, scale.by))
        : [],
      heat: timeline ? heat.map((finding) => heatOf(finding, timeline, scale.by)) : [],
    },
  };
}

function isWorthRow(findings: readonly Finding[]): (finding: Finding) => boolean {
  const most = Math.max(0, ...findings.map(({ kept }) => kept.estimate));
  return (finding) => isBlamed(finding) || (most > 0 && finding.kept.estimate >= WORTH_A_ROW * most);
}

interface Scale {
  readonly unit: string;
  readonly by: number;
}

/** The unit in which the largest reading has one to three digits before the point. */
function scaleOf({ unit, metric }: Ranking, timeline: Timeline | undefined): Scale {
  if (unit === 'count') return { unit: metric, by: 1 };
  const most = Math.max(1, ...(timeline?.lives ?? []).flatMap(({ level }) => level));
  const power = unitPower(most);
  return { unit: UNITS[power]!, by: 1024 ** power };
}

/** Four figures are more than a chart can show. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

function axisOf(
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
function busiestWorkers({ lives }: Timeline, most: number): readonly number[] {
  const last = new Map(lives.map(({ workerIndex, floor }) => [workerIndex, floor.at(-1)!]));
  return [...last]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([worker]) => worker)
    .sort((a, b) => a - b);
}

function linesOf(
  timeline: Timeline | undefined,
  shown: readonly number[],
  ranking: Ranking,
  by: number,
): Pick<PageData, 'workers' | 'lives' | 'deploys'> {
  if (!timeline) return { workers: [], lives: [], deploys: [] };
  const factor = factorOf(timeline);
  const own = (worker: number): LifeLine[] =>
    timeline.lives.filter(({ workerIndex }) => workerIndex === worker);
  return {
    workers: shown.map((worker) => {
      const lives = own(worker);
      const requests = lives.reduce((sum, life) => sum + life.requests, 0);
      return {
        name: shownName(lives[0]!.worker),
        note: `${groupDigits(requests)} requests, floor ${formatAmount(lives.at(-1)!.floor.at(-1)!, ranking)}`,
      };
    }),
    lives: livesShown(timeline, shown).map((life) => ({
      worker: shown.indexOf(life.workerIndex),
      at: life.at.map((at) => Math.round(at * factor)),
      level: life.level.map((value) => rounded(value / by)),
      floor: life.floor.map((value) => rounded(value / by)),
      start:
        life.isNew && life.from > timeline.from + EDGE * (timeline.to - timeline.from)
          ? startOf(life, timeline)
          : '',
    })),
    deploys: timeline.deploys.map(({ at, host }) => ({
      at: at * factor,
      text: host === '' ? 'all start anew' : `${shownName(host)}: all start anew`,
    })),
  };
}

function livesShown({ lives }: Timeline, shown: readonly number[]): readonly LifeLine[] {
  return lives.filter(({ workerIndex }) => shown.includes(workerIndex));
}

/** What is said of a new life: how the one before it ended. */
function startOf(life: LifeLine, { lives }: Timeline): string {
  const before = lives[lives.indexOf(life) - 1];
  const ended = before?.workerIndex === life.workerIndex ? before.ended : '';
  return ended === '' ? 'restart' : `restart, the life before: ${shownName(ended)}`;
}

function barOf(finding: Finding, ranking: Ranking, by: number): BarData {
  const { kept, share, verdict, endpoint, peak } = finding;
  const amount = (value: number): string => formatAmount(value, ranking);
  const [estimate, low, high] = peak
    ? [peak.p99, peak.median, peak.max]
    : [kept.estimate, kept.low, Math.max(kept.high, kept.estimate)];
  return {
    name: shownName(endpoint),
    verdict,
    estimate: rounded(estimate / by),
    low: rounded(low / by),
    high: rounded(high / by),
    text: peak
      ? `up to ${amount(high)}`
      : [amount(estimate), share > 0 ? formatPercent(share) : '', verdict]
          .filter((part) => part !== '')
          .join(' · '),
    detail: `${amount(estimate)} (${amount(low)} to ${amount(high)})`,
  };
}

function endpointOf(
  finding: Finding,
  timeline: Timeline,
  shown: readonly number[],
  ranking: Ranking,
  deltas: ReadonlyMap<string, Deltas>,
  by: number,
): EndpointData {
  const line = timeline.endpoints.find(({ endpoint }) => endpoint === finding.endpoint);
  const { estimate, low, high } = finding.kept;
  let so = 0;
  const explained = (line?.explained ?? []).filter((_, i) => shown.includes(timeline.lives[i]!.workerIndex));
  return {
    name: shownName(finding.endpoint),
    verdict: finding.verdict,
    calls: (line?.calls ?? []).map((calls) => Math.round(calls * 10) / 10),
    kept: (line?.kept ?? []).map((kept) => rounded((so += kept) / by)),
    low: estimate > 0 ? rounded(low / estimate) : 0,
    high: estimate > 0 ? rounded(high / estimate) : 0,
    explained: explained.map((values) => values.map((value) => rounded(value / by))),
    deltas: (deltas.get(finding.endpoint)?.classes ?? []).map(({ from, to, grew, calls }): DeltaData => {
      const sign = grew ? 1 : -1;
      return {
        label: formatChange(sign * from, ranking),
        range: `${formatChange(sign * from, ranking)} to ${formatChange(sign * to, ranking)}`,
        calls,
        grew,
      };
    }),
  };
}

function heatOf(finding: Finding, timeline: Timeline, by: number): PageData['heat'][number] {
  const kept = timeline.endpoints.find(({ endpoint }) => endpoint === finding.endpoint)?.kept ?? [];
  const cells = Math.ceil(kept.length / timeline.cell);
  const amounts = Array.from({ length: cells }, (_, cell) =>
    kept.slice(cell * timeline.cell, (cell + 1) * timeline.cell).reduce((sum, one) => sum + one, 0),
  );
  return { name: shownName(finding.endpoint), amounts: amounts.map((amount) => rounded(amount / by)) };
}
