/** The page that leads to the nights, with the trend. It holds no script. */
import type { NightRanking, Trend } from '../nightly/trend.ts';
import { isBlamed } from '../ranking/compare.ts';
import type { Acknowledged } from '../ranking/ranking.ts';
import { isKnownHog, knownNotes } from '../render/acknowledged.ts';
import { formatAmount, formatInterval } from '../wording/amount.ts';
import { formatMoment } from '../wording/moment.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import { changeBadge } from './change-badge.ts';
import { renderFrame } from './frame.ts';
import { html, NOTHING, shownName, trusted } from './html.ts';
import type { Html } from './html.ts';
import { indexHeadline, notOverText } from './index-headline.ts';
import { deploysOfNights, growthOfNights, trendRows } from './index-model.ts';
import type { IndexInput, NightDeploy, TrendRow } from './index-model.ts';
import { heads } from './table-heads.ts';
import { nightBar, nightLine } from './night-marks.ts';

/** The page: one file that needs no other but the pages it links to (`2026-11-22.html` beside it). */
export function renderIndex(input: IndexInput): string {
  const { nights, trends, made } = input;
  const last = nights.at(-1);
  const rows = trendRows(nights, trends);
  const deploys = deploysOfNights(nights);
  const shown = { ...input, rows, deploys };
  return renderFrame({
    title: last ? `memhog, nights up to ${last.day}` : 'memhog, nights',
    brand: html`<b>memhog</b> nights`,
    styles: ['stack', 'index'],
    ...(made === undefined ? {} : { made }),
    main: last
      ? html`<h1>${indexHeadline(input)}</h1>
          ${leads(input, last)} ${cards(shown, last)} ${trendSection(shown, last)}
          ${knownSection(input.acknowledged)} ${nightsSection(shown)}`
      : html`<h1>No night yet.</h1>
          <p class="lead">No line of the logs could be used so far.</p>`,
  });
}

/** What is drawn. */
interface Shown extends IndexInput {
  readonly rows: readonly TrendRow[];
  readonly deploys: readonly NightDeploy[];
}

/** What the last whole day says, and that the one after it is not over. */
function leads({ nights, isOver = true }: IndexInput, last: NightRanking): Html {
  const whole = isOver ? last : nights.at(-2);
  const said =
    whole === undefined
      ? NOTHING
      : html`<p class="lead">
          <a href="${whole.day}.html">The report of ${whole.day}</a> says: ${whole.ranking.answer.text}
        </p>`;
  if (isOver) return said;
  return html`${said}
    <p class="lead">${notOverText(last)} <a href="${last.day}.html">Its report so far</a></p>`;
}

const isOpen = ({ endpoint }: Trend, known: readonly Acknowledged[]): boolean => !isKnownHog(endpoint, known);

function cards({ nights, rows, deploys, acknowledged }: Shown, { ranking }: NightRanking): Html {
  const blamed = rows.filter(({ current }) => current !== undefined);
  const leaks = blamed.filter(({ current }) => current?.verdict === 'leak').length;
  const known = blamed.filter((row) => !isOpen(row, acknowledged)).length;
  const suspects = blamed.length - leaks;
  const also = [
    suspects > 0 ? `and ${formatCounted(suspects, 'suspect')}` : 'no suspects',
    known > 0 ? `${groupDigits(known)} of them known` : '',
  ].filter((text) => text !== '');
  const deploy = deploys.at(-1);
  const rate = ranking.growth.perHour;
  return html`<dl class="cards">
    ${card('nights', groupDigits(nights.length), `${nights[0]!.day} to ${nights.at(-1)!.day}`)}
    ${card('certain leaks', groupDigits(leaks), also.join('; '))}
    ${card(
      'growth per worker',
      formatAmount(Math.max(0, ranking.growth.perWorker), ranking),
      rate === null ? 'after warm-up' : `${formatInterval(rate, ranking)} an hour`,
    )}
    ${deploy ? card('last deploy', formatMoment(deploy.at).slice(0, 16), deploy.host === '' ? 'all workers started anew, out of turn' : deploy.host) : card('last deploy', 'none seen', 'never did all workers start anew out of turn')}
  </dl>`;
}

function card(label: string, figure: string, small: string): Html {
  return html`<div>
    <dt>${label}</dt>
    <dd class="figure">${figure}</dd>
    <dd class="small">${small}</dd>
  </div> `;
}

function trendSection(shown: Shown, last: NightRanking): Html {
  const { rows, nights, deploys } = shown;
  if (rows.length === 0) return NOTHING;
  const hasDeploy = rows.some(({ sinceDeploy }) => sinceDeploy !== undefined);
  const caption = `Leak per call over ${formatCounted(nights.length, 'night')}${deploys.length > 0 ? '; dotted lines are deploys' : ''}`;
  return html`<section aria-labelledby="trend">
    <h2 id="trend">Endpoints over the nights</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${caption}">
      <table class="stack" role="table">
        <caption>
          ${caption}
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            ${heads(['tonight', 'endpoint', 'over the nights', '#per call', '#kept tonight', 'since', ...(hasDeploy ? ['since the deploy'] : [])])}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map((row) => trendLine(row, shown, hasDeploy, last))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function trendLine(
  row: TrendRow,
  { nights, deploys, acknowledged }: Shown,
  hasDeploy: boolean,
  { ranking }: NightRanking,
): Html {
  const { current } = row;
  const marks = [...new Set(deploys.map(({ night }) => night))];
  const known = isKnownHog(row.endpoint, acknowledged);
  const amount = (value: number | undefined): string =>
    value === undefined ? '–' : formatAmount(value, ranking);
  const place = placeOf(row, nights);
  const number = current ? 'number' : 'number none';
  const name = html`<span class="name">${shownName(row.endpoint)}</span>`;
  return html`<tr role="row" class="${trusted(current ? 'now' : 'calm')}">
    <td role="cell" class="nowrap">${tonightBadge(row, known)}</td>
    <th role="rowheader" scope="row">
      ${place === undefined ? name : html`<a href="${place}">${name}</a>`}
      ${hasChanged(row) ? html`<span class="small-note">${row.because}</span>` : NOTHING}
    </th>
    <td role="cell">${nightLine(row.sizes, marks)}<span class="small-note">${blamedNights(row)}</span></td>
    <td role="cell" class="${number}" data-label="per call">${amount(current?.leakPerCall.estimate)}</td>
    <td role="cell" class="${number}" data-label="kept">${amount(current?.kept.estimate)}</td>
    <td role="cell" class="${current ? 'nowrap' : 'none'}" data-label="since">
      ${row.since === undefined ? '' : html`<a href="${row.since}.html">${row.since}</a>`}
    </td>
    ${hasDeploy ? html`<td role="cell" class="${row.sinceDeploy ? '' : 'none'}" data-label="since the deploy">${row.sinceDeploy ? changeBadge(row.sinceDeploy, false) : NOTHING}</td>` : NOTHING}
  </tr> `;
}

/** Panels that every page of a day has for what it blames. */
const PANELS = 6;

/** Where the last page that blames it says why: its panel, or the table where there may be none. Undefined where no page does. */
function placeOf({ endpoint, nights: found }: TrendRow, nights: readonly NightRanking[]): string | undefined {
  const night = nights[found.findLastIndex((finding) => isBlamed(finding))];
  if (night === undefined) return undefined;
  const panel = night.ranking.findings
    .filter((finding) => isBlamed(finding))
    .findIndex((finding) => finding.endpoint === endpoint);
  return `${night.day}.html#${panel < PANELS ? `endpoint-${panel + 1}` : 'findings'}`;
}

const hasChanged = ({ change }: Pick<Trend, 'change'>): boolean => change !== 'same' && change !== 'unknown';

/** The change, or where there is none the verdict of the night. */
function tonightBadge({ change, sure, nights, current }: TrendRow, known: boolean): Html {
  const verdict = (current ?? nights.at(-1))?.verdict;
  if (hasChanged({ change })) return changeBadge({ change, sure }, known);
  const tone = known ? '' : verdict === 'leak' ? 'leak' : verdict === 'suspect' ? 'suspect' : '';
  return html`<span class="badge ${trusted(tone)}">${verdict ?? 'not called'}</span>${
      known ? html` <span class="badge">known</span>` : NOTHING
    }`;
}

function blamedNights({ nights }: TrendRow): string {
  const blamed = nights.filter((finding) => isBlamed(finding)).length;
  return `in ${groupDigits(blamed)} of ${formatCounted(nights.length, 'night')}`;
}

function knownSection(acknowledged: readonly Acknowledged[]): Html {
  if (acknowledged.length === 0) return NOTHING;
  return html`<section aria-labelledby="known">
    <h2 id="known">Known hogs</h2>
    <ul class="known">
      ${knownNotes(acknowledged).map((text) => html`<li>${text}</li> `)}
    </ul>
    <p class="note">They are never new and fail no check. <code>memhog ack --remove</code> takes one back.</p>
  </section>`;
}

function nightsSection({ nights, deploys }: Shown): Html {
  const growths = growthOfNights(nights);
  const most = Math.max(0, ...growths);
  const lines = nights.map((night, i) =>
    nightRow(
      night,
      nightBar(growths[i]!, most),
      deploys.filter((deploy) => deploy.night === i),
    ),
  );
  return html`<section aria-labelledby="nights">
    <h2 id="nights">Nights</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of the nights">
      <table class="stack" role="table">
        <caption>
          The newest first; growth is that of a worker after its warm-up
        </caption>
        <thead role="rowgroup">
          <tr role="row">
            ${heads(['night', '#requests', '#growth per worker', 'of the most', '#leaks', '#suspects', 'deploys'])}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${lines.toReversed()}
        </tbody>
      </table>
    </div>
  </section>`;
}

function nightRow({ day, ranking }: NightRanking, bar: Html, deploys: readonly NightDeploy[]): Html {
  const count = (verdict: string): number =>
    ranking.findings.filter((finding) => finding.verdict === verdict).length;
  const times = deploys.map(({ at }) => formatMoment(at).slice(11, 16)).join(', ');
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="nowrap"><a href="${day}.html">${day}</a></th>
    <td role="cell" class="number" data-label="requests">${groupDigits(ranking.coverage.requests)}</td>
    <td role="cell" class="number" data-label="growth">
      ${formatAmount(Math.max(0, ranking.growth.perWorker), ranking)}
    </td>
    <td role="cell" class="bar-cell">${bar}</td>
    <td role="cell" class="number" data-label="leaks">${count('leak')}</td>
    <td role="cell" class="number" data-label="suspects">${count('suspect')}</td>
    <td role="cell" ${times === '' ? NOTHING : trusted('data-label="deploys"')}>${times}</td>
  </tr> `;
}
