/** The report on one log as one HTML page. */
import type { Profile } from '../profile/profile.ts';
import type { Acknowledged, Ranking } from '../ranking/ranking.ts';
import { drawPage } from './drawings.ts';
import { renderFrame } from './frame.ts';
import { html, trusted } from './html.ts';
import { liveParts } from './live.ts';
import { NEIGHBOURS_PLACE } from './neighbours.ts';
import { pageModel } from './page-model.ts';
import type { Limits } from './page-model.ts';
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
  /** Without any script. */
  readonly isStatic: boolean;
  /** One of many nights: with a place for what is said of those around it (neighbours.ts). */
  readonly isNight?: boolean;
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
  const limits = input.isStatic ? STATIC : LIVE;
  const model = pageModel(input, limits);
  const { ranking, acknowledged, title } = input;
  const drawn = await drawPage(model);
  const main = html`${trusted(input.isNight ? NEIGHBOURS_PLACE : '')}${headline(ranking, acknowledged)}
  ${cards(model)} ${rankingSection(model, drawn.ranking, limits.rows)}
  ${drawn.workers ? workersSection(model, drawn.workers) : trusted('')}
  ${endpointsSection(model, drawn.panels)} ${heatSection(model, drawn.heat)} ${coverageSection(ranking)}
  ${guideSection(model.kind)}`;
  return renderFrame({
    title: `memhog: ${title}`,
    brand: html`<b>memhog</b> · ${title}`,
    main,
    styles: input.isNight ? ['page', 'nights'] : ['page'],
    ...(input.isStatic || !model.timeline ? {} : await liveParts(model)),
  });
}
