/** What a page shows, chosen from a ranking and the history behind it, in the units and words of the page. */
import { isBlamed } from '../ranking/compare.ts';
import { deltasByEndpoint } from '../ranking/delta-classes.ts';
import type { Deltas } from '../ranking/delta-classes.ts';
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { timelineOf } from '../ranking/timeline.ts';
import type { Timeline } from '../ranking/timeline.ts';
import { unitName, unitPower } from '../wording/bytes.ts';
import type { PageData } from './page-data.ts';
import { barOf, endpointOf, heatOf } from './page-endpoints.ts';
import { pageKind } from './page-kind.ts';
import type { PageKind } from './page-kind.ts';
import { axisOf, busiestWorkers, linesOf, restartsIn } from './page-lines.ts';
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
  readonly kind: PageKind;
  readonly data: PageData;
  /** The findings behind `data.endpoints`, and their deltas. */
  readonly charted: readonly Finding[];
  readonly deltas: ReadonlyMap<string, Deltas>;
  /** Undefined when no worker has a reading: then there are no charts over the log. */
  readonly timeline: Timeline | undefined;
  /** Lives that began in the course of the log. */
  readonly restarts: number;
  /** Workers that have a reading but no line. */
  readonly workersLeftOut: number;
}

/** Endpoints charted at least, blamed or not, so that a reader sees what was looked at. */
export const LEAST_CHARTED = 3;

/** A row that has less than this part of the largest is left out of bars and heat map unless it is blamed. */
const WORTH_A_ROW = 0.01;

/** Makes the model. */
export function pageModel(input: PageInput, limits: Limits): PageModel {
  const { profile, ranking } = input;
  const kind = pageKind(ranking);
  const charted = chartedOf(input, limits);
  const worth = worthARow(ranking.findings, kind);
  const heat = worth
    .filter(({ kept }) => kept.estimate > 0)
    .toSorted((a, b) => b.kept.estimate - a.kept.estimate)
    .slice(0, limits.heat);
  const followed = [...new Set([...charted, ...heat])];
  const timeline = timelineOf(profile, ranking, { points: limits.points, findings: followed });
  const deltas = deltasByEndpoint(profile, ranking);
  const scale = scaleOf(ranking, timeline);
  const shown = timeline ? busiestWorkers(timeline, limits.workers) : [];
  return {
    input,
    kind,
    charted: timeline ? charted : [],
    deltas,
    timeline,
    restarts: timeline ? restartsIn(timeline) : 0,
    workersLeftOut: timeline
      ? new Set(timeline.lives.map(({ workerIndex }) => workerIndex)).size - shown.length
      : 0,
    data: {
      ...axisOf(timeline),
      isOfPeaks: kind === 'peaks',
      unit: scale.unit,
      figure: kind === 'peaks' ? 'peak' : ranking.metric.toUpperCase(),
      ...linesOf(timeline, shown, ranking, scale.by),
      bars: worth.slice(0, limits.bars).map((finding) => barOf(finding, ranking, scale.by)),
      endpoints: timeline
        ? charted.map((finding) =>
            endpointOf(finding, timeline, {
              shown,
              ranking,
              deltas: deltas.get(finding.endpoint),
              by: scale.by,
            }),
          )
        : [],
      heat: timeline ? heat.map((finding) => heatOf(finding, timeline, scale.by)) : [],
    },
  };
}

/** What has charts of its own: all that is blamed, and some of the rest, in the order of the ranking. */
function chartedOf({ ranking: { findings }, isStatic }: PageInput, limits: Limits): readonly Finding[] {
  const blamed = findings.filter((one) => isBlamed(one));
  const others = findings.filter((one) => !isBlamed(one) && one.calls > 0);
  const room = isStatic ? LEAST_CHARTED : limits.endpoints;
  return [...blamed, ...others.slice(0, Math.max(0, room - blamed.length))].slice(0, limits.endpoints);
}

/** Rows with a bar. Where nothing is blamed and nothing is unexplained, bars of next to nothing would look like findings. */
function worthARow(findings: readonly Finding[], kind: PageKind): readonly Finding[] {
  if (kind === 'calm' || kind === 'unmeasured') return [];
  const sizeOf = ({ kept, peak }: Finding): number => peak?.p99 ?? kept.estimate;
  const most = Math.max(0, ...findings.map(sizeOf));
  return findings.filter((one) => isBlamed(one) || (most > 0 && sizeOf(one) >= WORTH_A_ROW * most));
}

interface Scale {
  readonly unit: string;
  readonly by: number;
}

/** The unit in which the largest reading has one to three digits before the point. */
function scaleOf({ unit, metric }: Ranking, timeline: Timeline | undefined): Scale {
  if (unit === 'count') return { unit: metric, by: 1 };
  const most = Math.max(1, ...(timeline?.lives ?? []).map(({ level }) => Math.max(...level)));
  const power = unitPower(most);
  return { unit: unitName(power), by: 1024 ** power };
}
