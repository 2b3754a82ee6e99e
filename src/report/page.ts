/** The report on one log as one HTML page. */
import type { Profile } from '../profile/profile.ts';
import type { Acknowledged, Ranking } from '../ranking/ranking.ts';
import { drawPage } from './drawings.ts';
import { renderFrame } from './frame.ts';
import type { WholeAdvice } from '../advise/whole-advice.ts';
import { html, trusted } from './html.ts';
import { liveParts } from './live.ts';
import { NEIGHBOURS_PLACE } from './neighbours.ts';
import { pageModel } from './page-model.ts';
import type { Limits } from './page-model.ts';
import { adviceSection } from './sections/advice.ts';
import { cards } from './sections/cards.ts';
import { coverageSection } from './sections/coverage-section.ts';
import { endpointsSection } from './sections/endpoints-section.ts';
import { guideSection } from './sections/guide-section.ts';
import { headline } from './sections/headline.ts';
import { heatSection } from './sections/heat-section.ts';
import { rankingSection } from './sections/ranking-section.ts';
import { workersSection } from './sections/workers-section.ts';

/** What a page shows. */
export interface PageInput {
  readonly profile: Profile;
  readonly ranking: Ranking;
  /** What the page is of: `2026-11-22`, or the names of the logs. */
  readonly title: string;
  /** Endpoints that are known hogs, with the note of whoever said so and until when. */
  readonly acknowledged: readonly Acknowledged[];
  /** When workers should restart; nothing is said of it without. */
  readonly advice?: WholeAdvice | undefined;
  /** Without any script. */
  readonly isStatic: boolean;
  /** One of many nights: with a place for what is said of those around it (neighbours.ts). */
  readonly isNight?: boolean;
}

/** Less of everything else makes room for the advice. */
const BESIDE_ADVICE = 0.8;

function limitsOf({ isStatic, advice }: PageInput): typeof STATIC {
  const limits = isStatic ? STATIC : LIVE;
  if (!advice) return limits;
  const less = (count: number): number => Math.floor(BESIDE_ADVICE * count);
  const { workers, endpoints, bars, heat, points, rows } = limits;
  return {
    workers: less(workers),
    endpoints: less(endpoints),
    bars,
    heat: less(heat),
    points: less(points),
    rows: less(rows),
  };
}

/** What fits under 200 KB without script, and under 800 KB with it, whatever the log. */
const STATIC: Limits & { readonly rows: number } = {
  workers: 8,
  endpoints: 6,
  bars: 10,
  heat: 8,
  points: 900,
  rows: 90,
};
const LIVE: Limits & { readonly rows: number } = {
  workers: 24,
  endpoints: 10,
  bars: 12,
  heat: 12,
  points: 2000,
  rows: 200,
};

/** The page: one file that needs no other. */
export async function renderPage(input: PageInput): Promise<string> {
  const limits = limitsOf(input);
  const model = pageModel(input, limits);
  const { ranking, acknowledged, title } = input;
  const drawn = await drawPage(model);
  const main = html`${trusted(input.isNight ? NEIGHBOURS_PLACE : '')}${headline(ranking, acknowledged)}
  ${cards(model)} ${rankingSection(model, drawn.ranking, limits.rows)}
  ${drawn.workers ? workersSection(model, drawn.workers) : trusted('')}
  ${endpointsSection(model, drawn.panels)} ${heatSection(model, drawn.heat)}
  ${await adviceSection(input.advice)} ${coverageSection(ranking)} ${guideSection(model.kind)}`;
  return renderFrame({
    title: `memhog: ${title}`,
    brand: html`<b>memhog</b> · ${title}`,
    main,
    styles: [
      'page',
      ...(input.isNight ? (['nights'] as const) : []),
      ...(input.advice ? (['advice'] as const) : []),
    ],
    ...(input.isStatic || !model.timeline ? {} : await liveParts(model)),
  });
}
