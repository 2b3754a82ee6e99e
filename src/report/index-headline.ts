/** The first sentence of the index: what still leaks, what is new since when, what has changed. */
import type { NightRanking, Trend } from '../nightly/trend.ts';
import type { Ranking } from '../ranking/ranking.ts';
import { isKnownHog } from '../render/acknowledged.ts';
import { formatDuration, secondsBetween } from '../wording/moment.ts';
import { shownName } from './html.ts';
import type { IndexInput } from './index-model.ts';

/** Names in one part of the sentence; more are counted. */
const NAMED = 2;

/** A suspect that is no likelier than this to leak is no news: it may be blamed tonight and not tomorrow. */
const LIKELY = 0.5;

interface Part {
  readonly names: readonly string[];
  readonly one: string;
  readonly several: string;
}

/** The sentence, with its full stop. */
export function indexHeadline({ nights, trends, acknowledged, news = [] }: IndexInput): string {
  const open = trends.filter(({ endpoint }) => !isKnownHog(endpoint, acknowledged));
  const fresh = freshIn({ nights, trends, acknowledged, news });
  const isFresh = (trend: Trend): boolean => fresh.has(trend.endpoint);
  const changed = (change: Trend['change']): readonly string[] =>
    open.filter((trend) => trend.change === change && trend.sure && !isFresh(trend)).map(nameOf);
  const still = (verdict: string): readonly string[] =>
    open
      .filter((trend) => trend.current?.verdict === verdict && !isFresh(trend))
      .filter(({ change }) => change !== 'worse' && change !== 'better')
      .map(nameOf);
  const word = nights.length === 1 ? '' : 'still ';
  const leaks = still('leak');
  const days = [...new Set(fresh.values())];
  const parts: readonly Part[] = [
    { names: leaks, one: `${word}leaks`, several: `${word}leak` },
    { names: changed('worse'), one: 'got worse', several: 'got worse' },
    ...days.map((day) => ({
      names: [...fresh.keys()].filter((name) => fresh.get(name) === day),
      one: `is new since ${day}`,
      several: `are new since ${day}`,
    })),
    { names: changed('better'), one: 'got better, and still leaks', several: 'got better, and still leak' },
    { names: changed('gone'), one: 'is gone', several: 'are gone' },
  ];
  const said = parts.filter(({ names }) => names.length > 0).map(saidOf);
  if (said.length > 0) return `${said.join('; ')}.`;
  const suspects = still('suspect');
  if (suspects.length > 0) return `No leak is certain: watch ${listOf(suspects)}.`;
  const isKnown = trends.some(({ current }) => current !== undefined);
  return isKnown ? 'Only known hogs leak: nothing new to do.' : 'Nothing leaks that these nights show.';
}

const nameOf = ({ endpoint }: Trend): string => endpoint;

/** Endpoints that are new, with the day they are new since: those of the last night, and of days read in the same run. */
function freshIn({ nights, trends, acknowledged, news = [] }: IndexInput): ReadonlyMap<string, string> {
  const last = nights.at(-1)?.day ?? '';
  const found = new Map<string, string>();
  for (const { endpoint, day, finding, sure } of news)
    if (
      !isKnownHog(endpoint, acknowledged) &&
      (sure || finding.verdict === 'leak' || finding.confidence >= LIKELY)
    )
      found.set(endpoint, day);
  for (const { endpoint, change, sure, current, since } of trends)
    if (change === 'new' && !isKnownHog(endpoint, acknowledged))
      if (sure || current?.verdict === 'leak' || (current?.confidence ?? 0) >= LIKELY)
        found.set(endpoint, since ?? last);
  return found;
}

function saidOf({ names, one, several }: Part): string {
  return `${listOf(names)} ${names.length === 1 ? one : several}`;
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, NAMED).map(shownName);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(' and ');
}

/** ` (4 h so far)`; empty where the log has no times. */
export function hoursSoFar({ span }: Pick<Ranking, 'span'>): string {
  const seconds = secondsBetween(span.from, span.to);
  return seconds === null ? '' : ` (${formatDuration(seconds)} so far)`;
}

/** What a day that is not over says so far: it may blame, and clears nothing. */
export function notOverText({ day, ranking }: NightRanking): string {
  const so = `${day} is not over${hoursSoFar(ranking)}`;
  return ranking.answer.kind === 'leaks'
    ? `${so}: ${ranking.answer.text}`
    : `${so}: nothing is blamed in it yet, and nothing cleared.`;
}
