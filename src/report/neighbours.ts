/**
 * What the page of a day says of the nights around it: links, and what is new or goes on in it. The night after a day is
 * not known when its page is made, so this block is put into a finished page, and put anew when it changes.
 */
import { isBlamed } from '../ranking/compare.ts';
import type { Acknowledged } from '../ranking/ranking.ts';
import { trendsOf } from '../nightly/trend.ts';
import type { NightRanking, Trend } from '../nightly/trend.ts';
import { isKnownHog } from '../render/acknowledged.ts';
import { changeBadge } from './change-badge.ts';
import { html, NOTHING, shownName } from './html.ts';
import type { Html } from './html.ts';

/** Where the block stands in a page; both marks are comments of our own, which no text of a log can make. */
const BEGIN = '<!--nights-->';
const END = '<!--/nights-->';

/** The place of the block, still empty. */
export const NEIGHBOURS_PLACE = `${BEGIN}${END}`;

/** Endpoints said to be new, worse or going on; more are counted. */
const NAMED = 4;

/** The block for the night at `place`. */
export function neighboursOf(
  nights: readonly NightRanking[],
  place: number,
  known: readonly Acknowledged[],
): Html {
  const link = (night: NightRanking | undefined, word: string, rel: string): Html =>
    night === undefined ? NOTHING : html` <a href="${night.day}.html" rel="${rel}">${word}: ${night.day}</a>`;
  const trends = trendsOf(nights.slice(0, place + 1)).filter((one) => isBlamed(one.nights.at(-1)));
  const rest = trends.length - NAMED;
  const links = [
    html`<a href="index.html">All nights</a> `,
    link(nights[place - 1], 'night before', 'prev'),
    link(nights[place + 1], 'night after', 'next'),
  ];
  return html`<nav class="nights" aria-label="Nights">${links}</nav>
    ${
      place === 0 || trends.length === 0
        ? NOTHING
        : html`<ul class="night-marks" aria-label="Since the night before">
            ${trends.slice(0, NAMED).map((trend) => mark(trend, known))}
            ${rest > 0 ? html`<li>and ${rest} more</li>` : NOTHING}
          </ul>`
    }`;
}

function mark({ endpoint, change, sure, since, nights }: Trend, known: readonly Acknowledged[]): Html {
  const isSame = change === 'same' || change === 'unknown';
  const isFirst = change === 'new';
  const badge = isSame ? NOTHING : changeBadge({ change, sure }, isKnownHog(endpoint, known));
  const long =
    since === undefined || isFirst
      ? NOTHING
      : html` <span class="quiet"
          >${nights.at(-1)?.verdict ?? ''} since <a href="${since}.html">${since}</a></span
        >`;
  return html`<li>${badge} <span class="name">${shownName(endpoint)}</span>${long}</li> `;
}

/** The page with this block; as it is where it has no place for one. */
export function withNeighbours(page: string, block: Html): string {
  const start = page.indexOf(BEGIN);
  const end = page.indexOf(END, start);
  if (start < 0 || end < 0) return page;
  return page.slice(0, start + BEGIN.length) + block.markup + page.slice(end);
}
