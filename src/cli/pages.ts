/** The pages of a folder of reports, made from the profiles of its days. */
import { encodeState } from '../nightly/state.ts';
import type { State } from '../nightly/state.ts';
import type { Store } from '../nightly/store.ts';
import { newsOf } from '../nightly/news.ts';
import type { News } from '../nightly/news.ts';
import { trendsOf } from '../nightly/trend.ts';
import type { NightRanking, Trend } from '../nightly/trend.ts';
import { rank } from '../ranking/rank.ts';
import type { Acknowledged, Ranking } from '../ranking/ranking.ts';
import { renderJson } from '../render/json.ts';
import { renderIndex } from '../report/index-page.ts';
import { neighboursOf, withNeighbours } from '../report/neighbours.ts';
import { renderPage } from '../report/page.ts';
import { acknowledgedOn, withKnown } from './acknowledged.ts';
import type { Config } from './config.ts';
import type { PageAdviser } from './page-advice.ts';

/** How the pages are made. */
export interface PageOptions {
  readonly config: Config;
  /** Nights kept; older ones are removed. */
  readonly keep: number;
  readonly isStatic: boolean;
  readonly advise: PageAdviser;
  /** A level of memory per worker, to say when it will be reached. */
  readonly limit: number | undefined;
  /** The day it is now, `2026-11-22`: a last night of that day is not over. */
  readonly today: string;
  /** What the index says of its making: when, and by which version. */
  readonly made: string;
  /** Whether days that no run with --fail-on has looked at are to be said again. */
  readonly judges: boolean;
}

/** What stands in the folder now. */
export interface Pages {
  /** The state that says so. */
  readonly state: State;
  readonly nights: readonly NightRanking[];
  readonly trends: readonly Trend[];
  /** Whether the day of the last night is over. */
  readonly isOver: boolean;
  /** What is new in the days that were written, or are to be judged, in this run. */
  readonly news: readonly News[];
  /** Known hogs on the day of the last night. */
  readonly acknowledged: readonly Acknowledged[];
  /** Days whose profiles changed since their pages were written. */
  readonly written: readonly string[];
}

/** Writes what is stale, lets go what is too old, and says what the folder holds now. */
export async function writePages(store: Store, state: State, options: PageOptions): Promise<Pages> {
  const dropped = state.days.slice(0, Math.max(0, state.days.length - options.keep));
  const kept = state.days.slice(dropped.length);
  const written = kept.filter(({ isStale }) => isStale).map(({ day }) => day);
  for (const day of written) await writeDay(store, state, day, options);
  const nights = kept.flatMap(({ day }): NightRanking[] => {
    const ranking = rankingOf(store, state, day);
    return ranking ? [{ day, ranking }] : [];
  });
  const isOver = (nights.at(-1)?.day ?? '') < options.today;
  const acknowledged = acknowledgedOn(kept.at(-1)?.day ?? '', options.config);
  const trends = trendsOf(nights, isOver);
  const unjudged = options.judges ? kept.filter(({ isJudged }) => isJudged === false) : [];
  const news = newsOf(nights, [...written, ...unjudged.map(({ day }) => day)]);
  linkDays(store, nights, acknowledgedOf(options));
  store.write('index.html', renderIndex({ nights, trends, acknowledged, news, isOver, made: options.made }));
  const tidy: State = { ...state, days: kept.map((one) => ({ ...one, isStale: false })) };
  // Removed while the state still knows them: a run that is killed here is followed by one that removes the rest.
  for (const { day } of dropped) store.remove(day);
  if (encodeState(tidy) !== encodeState(state)) store.update(tidy);
  return { state: tidy, nights, trends, isOver, news, acknowledged, written };
}

async function writeDay(store: Store, state: State, day: string, options: PageOptions): Promise<void> {
  const profile = store.profile(state, day);
  if (!profile) return;
  const acknowledged = acknowledgedOn(day, options.config);
  const ranking = withKnown(
    rank(profile, options.limit === undefined ? {} : { limit: options.limit }),
    acknowledged,
  );
  store.write(`${day}.json`, renderJson(ranking));
  const page = await renderPage({
    profile,
    ranking,
    title: day,
    acknowledged,
    isStatic: options.isStatic,
    isNight: true,
    advice: options.advise(profile, ranking),
  });
  store.write(`${day}.html`, page);
}

const acknowledgedOf =
  ({ config }: PageOptions) =>
  (day: string): readonly Acknowledged[] =>
    acknowledgedOn(day, config);

/** Puts into the page of each day what it has to say of the nights around it, where that has changed. */
function linkDays(
  store: Store,
  nights: readonly NightRanking[],
  knownOn: (day: string) => readonly Acknowledged[],
): void {
  for (const [place, { day }] of nights.entries()) {
    const page = store.read(`${day}.html`);
    const linked = page && withNeighbours(page, neighboursOf(nights, place, knownOn(day)));
    if (linked !== undefined && linked !== page) store.write(`${day}.html`, linked);
  }
}

/** The ranking of a day as its JSON file has it; made again from the profile when that file is gone or damaged. */
function rankingOf(store: Store, state: State, day: string): Ranking | undefined {
  const text = store.read(`${day}.json`);
  const parsed = text === undefined ? undefined : parsedRanking(text);
  if (parsed) return parsed;
  const profile = store.profile(state, day);
  return profile && rank(profile);
}

function parsedRanking(text: string): Ranking | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRanking(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The file is our own; what could have happened to it is that it was cut or replaced as a whole. */
function isRanking(value: unknown): value is Ranking {
  return (
    typeof value === 'object' &&
    value !== null &&
    'schema' in value &&
    value.schema === 'memhog.ranking/1' &&
    'findings' in value &&
    Array.isArray(value.findings)
  );
}
