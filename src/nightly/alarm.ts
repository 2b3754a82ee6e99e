/**
 * What `report --fail-on` fails on. Every day is looked at that was added to since a run with --fail-on last did, so that a
 * run by hand, or one in the first hours of a day, uses nothing up.
 */
import { isBlamed } from '../ranking/compare.ts';
import type { Acknowledged, Finding } from '../ranking/ranking.ts';
import { rememberedBefore } from './news.ts';
import type { State } from './state.ts';
import { MEMORY } from './trend.ts';
import type { NightRanking } from './trend.ts';

/** What makes a run fail. */
export type AlarmOn = 'leak' | 'suspect' | 'new-leak';

/** A finding that it fails on. */
export interface Alarm {
  readonly endpoint: string;
  readonly day: string;
}

/** What is known when it is decided. */
export interface AlarmCase {
  readonly state: State;
  readonly nights: readonly NightRanking[];
  /** Known hogs on a day. */
  readonly knownOn: (day: string) => readonly Acknowledged[];
  readonly failOn: AlarmOn;
}

/** The alarms, in order of the days, each endpoint once; and the state that remembers them. */
export function alarmsOf(row: AlarmCase): { readonly alarms: readonly Alarm[]; readonly state: State } {
  const { state, nights, knownOn, failOn } = row;
  const unjudged = new Set(state.days.filter(({ isJudged }) => isJudged === false).map(({ day }) => day));
  const alarms = new Map<string, Alarm>();
  const first = Math.max(0, nights.length - MEMORY);
  nights.forEach(({ day, ranking }, place) => {
    if (place < first || !unjudged.has(day)) return;
    const known = new Set(knownOn(day).map(({ endpoint }) => endpoint));
    for (const finding of ranking.findings) {
      const { endpoint } = finding;
      if (known.has(endpoint) || alarms.has(endpoint) || !isMeant(finding, failOn)) continue;
      if (failOn === 'new-leak' && !isNews(endpoint, place, row, unjudged)) continue;
      alarms.set(endpoint, { endpoint, day });
    }
  });
  return { alarms: [...alarms.values()], state: judged(row, [...alarms.keys()]) };
}

function isMeant({ verdict }: Finding, failOn: AlarmOn): boolean {
  return verdict === 'leak' || (failOn === 'suspect' && verdict === 'suspect');
}

const leaksIn = ({ ranking }: NightRanking, endpoint: string): boolean =>
  ranking.findings.some((finding) => finding.endpoint === endpoint && finding.verdict === 'leak');

/** Whether no run has failed on it, and no remembered night before that such a run has looked at held it. */
function isNews(
  endpoint: string,
  place: number,
  { state, nights }: AlarmCase,
  unjudged: ReadonlySet<string>,
): boolean {
  if ((state.alarmed ?? []).includes(endpoint)) return false;
  return !rememberedBefore(nights, place).some(
    (night) => !unjudged.has(night.day) && leaksIn(night, endpoint),
  );
}

/** All days are looked at; an alarm is forgotten when no remembered night blames the endpoint any more. */
function judged({ state, nights }: AlarmCase, failed: readonly string[]): State {
  const recent = nights.slice(-MEMORY);
  const alarmed = [...new Set([...(state.alarmed ?? []), ...failed])]
    .filter((endpoint) =>
      recent.some(({ ranking }) =>
        ranking.findings.some((one) => one.endpoint === endpoint && isBlamed(one)),
      ),
    )
    .sort();
  return { ...state, days: state.days.map((one) => ({ ...one, isJudged: true })), alarmed };
}
