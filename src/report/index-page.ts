/** The page that leads to the nights, with the trend. It holds no script. */
import type { NightRanking, Trend } from '../nightly/trend.ts';
import { isBlamed } from '../ranking/compare.ts';
import type { Acknowledged, Ranking } from '../ranking/ranking.ts';
import { isKnownHog, knownNotes } from '../render/acknowledged.ts';
import { formatAmount, formatInterval } from '../wording/amount.ts';
import { formatMoment } from '../wording/moment.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import { changeBadge } from './compare-page.ts';
import { renderFrame } from './frame.ts';
import { html, NOTHING, shownName, trusted } from './html.ts';
import type { Html } from './html.ts';
import { deploysOfNights, growthOfNights, trendRows } from './index-model.ts';
import type { NightDeploy, TrendRow } from './index-model.ts';
import { nightBar, nightLine } from './night-marks.ts';

/** What the page shows. */
export interface IndexInput {
  /** Oldest first. */
  readonly nights: readonly NightRanking[];
  readonly trends: readonly Trend[];
  /** Known hogs on the day of the last night. */
  readonly acknowledged: readonly Acknowledged[];
}

/** The page: one file that needs no other but the pages it links to (`2026-11-22.html` beside it). */
export function renderIndex({ nights, trends, acknowledged }: IndexInput): string {
  const last = nights.at(-1);
  const rows = trendRows(nights, trends);
  const deploys = deploysOfNights(nights);
  const shown = { nights, rows, deploys, acknowledged };
  return renderFrame({
    title: last ? `memhog, nights up to ${last.day}` : 'memhog, nights',
    brand: html`<b>memhog</b> nights`,
    styles: ['index'],
    main: last
      ? html`<h1>${headline(shown)}</h1>
          <p class="lead">
            <a href="${last.day}.html">The report of ${last.day}</a> says: ${last.ranking.answer.text}
          </p>
          ${cards(shown, last)} ${trendSection(shown, last)} ${knownSection(acknowledged)}
          ${nightsSection(shown)}`
      : html`<h1>No night yet.</h1>
          <p class="lead">No line of the logs could be used so far.</p>`,
  });
}

/** What is drawn. */
interface Shown {
  readonly nights: readonly NightRanking[];
  readonly rows: readonly TrendRow[];
  readonly deploys: readonly NightDeploy[];
  readonly acknowledged: readonly Acknowledged[];
}

const isOpen = ({ endpoint }: Trend, known: readonly Acknowledged[]): boolean => !isKnownHog(endpoint, known);

/** Names in the headline; more are counted. */
const NAMED = 2;

function headline({ rows, acknowledged, nights }: Shown): string {
  const open = rows.filter((row) => isOpen(row, acknowledged));
  const part = (word: string, change: Trend['change'], sure: boolean): string => {
    const found = open.filter((row) => row.change === change && row.sure === sure);
    const names = found.slice(0, NAMED).map(({ endpoint }) => shownName(endpoint));
    const more = found.length - names.length;
    return found.length === 0 ? '' : `${word}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
  };
  const sure = [
    part('New', 'new', true),
    part('Worse', 'worse', true),
    part('Better', 'better', true),
    part('Gone', 'gone', true),
  ].filter((text) => text !== '');
  const blamed = rows.filter(({ since }) => since !== undefined);
  const left = blamed.filter((row) => isOpen(row, acknowledged) && row.change !== 'new').length;
  const state = blamed.length === 0 ? 'Nothing leaks that these nights show.' : stateOf(left, nights.length);
  const said = sure.length > 0 ? sure : [state];
  return [...said, part('Perhaps new', 'new', false)].filter((text) => text !== '').join(' ');
}

function stateOf(left: number, nights: number): string {
  if (left === 0) return 'Nothing but known hogs is known to leak.';
  const count = formatCounted(left, 'endpoint');
  return nights === 1 ? `${count} to look at in the first night.` : `${count} still to mend.`;
}

function cards({ nights, rows, deploys, acknowledged }: Shown, { ranking }: NightRanking): Html {
  const blamed = rows.filter((row) => row.since !== undefined);
  const known = blamed.filter((row) => !isOpen(row, acknowledged)).length;
  const deploy = deploys.at(-1);
  const rate = ranking.growth.perHour;
  return html`<dl class="cards">
    ${card('nights', groupDigits(nights.length), `${nights[0]!.day} to ${nights.at(-1)!.day}`)}
    ${card('leak tonight', groupDigits(blamed.length), known === 0 ? 'leaks and suspects' : `${known} of them known`)}
    ${card(
      'growth per worker',
      formatAmount(Math.max(0, ranking.growth.perWorker), ranking),
      rate === null ? 'after warm-up' : `${formatInterval(rate, ranking)} an hour`,
    )}
    ${card('last deploy', deploy ? formatMoment(deploy.at).slice(0, 16) : 'none seen', deploy && deploy.host !== '' ? deploy.host : 'all workers starting anew at once')}
  </dl>`;
}

function card(label: string, figure: string, small: string): Html {
  return html`<div>
    <dt>${label}</dt>
    <dd class="figure">${figure}</dd>
    <dd class="small">${small}</dd>
  </div> `;
}

function trendSection(shown: Shown, { ranking }: NightRanking): Html {
  const { rows, nights, deploys } = shown;
  if (rows.length === 0) return NOTHING;
  const hasDeploy = rows.some(({ sinceDeploy }) => sinceDeploy !== undefined);
  const caption = `Leak per call over ${formatCounted(nights.length, 'night')}${deploys.length > 0 ? '; dashed lines are deploys' : ''}`;
  return html`<section aria-labelledby="trend">
    <h2 id="trend">Endpoints over the nights</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${caption}">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">tonight</th>
            <th scope="col">endpoint</th>
            <th scope="col">over the nights</th>
            <th scope="col" class="number">per call</th>
            <th scope="col" class="number">kept tonight</th>
            <th scope="col">since</th>
            ${hasDeploy ? html`<th scope="col">since the deploy</th>` : NOTHING}
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => trendLine(row, shown, ranking, hasDeploy))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function trendLine(
  row: TrendRow,
  { deploys, acknowledged }: Shown,
  ranking: Ranking,
  hasDeploy: boolean,
): Html {
  const last = row.nights.at(-1);
  const tonight = isBlamed(last) ? last : undefined;
  const marks = [...new Set(deploys.map(({ night }) => night))];
  const known = isKnownHog(row.endpoint, acknowledged);
  return html`<tr class="${trusted(tonight ? 'now' : 'calm')}">
    <td class="nowrap">${tonightBadge(row, known)}</td>
    <th scope="row">
      <span class="name">${shownName(row.endpoint)}</span>
      ${hasChanged(row) ? html`<span class="small-note">${row.because}</span>` : NOTHING}
    </th>
    <td>${nightLine(row.sizes, marks)}<span class="small-note">${blamedNights(row)}</span></td>
    <td class="number">${tonight ? formatAmount(tonight.leakPerCall.estimate, ranking) : '–'}</td>
    <td class="number">${tonight ? formatAmount(tonight.kept.estimate, ranking) : '–'}</td>
    <td class="nowrap">
      ${row.since === undefined ? '' : html`<a href="${row.since}.html">${row.since}</a>`}
    </td>
    ${hasDeploy ? html`<td>${row.sinceDeploy ? changeBadge(row.sinceDeploy, false) : NOTHING}</td>` : NOTHING}
  </tr> `;
}

const hasChanged = ({ change }: Pick<Trend, 'change'>): boolean => change !== 'same' && change !== 'unknown';

/** The change, or where there is none the verdict of the night. */
function tonightBadge({ change, sure, nights }: TrendRow, known: boolean): Html {
  const verdict = nights.at(-1)?.verdict;
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
      <table>
        <caption>
          The newest first; growth is that of a worker after its warm-up
        </caption>
        <thead>
          <tr>
            <th scope="col">night</th>
            <th scope="col" class="number">requests</th>
            <th scope="col" class="number">growth per worker</th>
            <th scope="col"><span class="quiet">of the most</span></th>
            <th scope="col" class="number">leaks</th>
            <th scope="col" class="number">suspects</th>
            <th scope="col">deploys</th>
          </tr>
        </thead>
        <tbody>
          ${lines.toReversed()}
        </tbody>
      </table>
    </div>
  </section>`;
}

function nightRow({ day, ranking }: NightRanking, bar: Html, deploys: readonly NightDeploy[]): Html {
  const count = (verdict: string): number =>
    ranking.findings.filter((finding) => finding.verdict === verdict).length;
  return html`<tr>
    <th scope="row" class="nowrap"><a href="${day}.html">${day}</a></th>
    <td class="number">${groupDigits(ranking.coverage.requests)}</td>
    <td class="number">${formatAmount(Math.max(0, ranking.growth.perWorker), ranking)}</td>
    <td>${bar}</td>
    <td class="number">${count('leak')}</td>
    <td class="number">${count('suspect')}</td>
    <td>${deploys.map(({ at }) => formatMoment(at).slice(11, 16)).join(', ')}</td>
  </tr> `;
}
