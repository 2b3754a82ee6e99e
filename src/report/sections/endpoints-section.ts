/** One panel for each endpoint that matters: why, what it kept against its calls, its deltas, its evidence. */
import type { Finding, Ranking } from '../../ranking/ranking.ts';
import { evidenceText } from '../../render/explain-evidence.ts';
import { formatChange, formatInterval } from '../../wording/amount.ts';
import { formatCounted, formatPercent, groupDigits } from '../../wording/numbers.ts';
import { html, NOTHING, shownName, trusted } from '../html.ts';
import type { Html } from '../html.ts';
import { isBlamed, LEAST_CHARTED } from '../page-model.ts';
import type { PageModel } from '../page-model.ts';
import { chartBox } from './chart-box.ts';
import { knownBadge, verdictBadge } from './ranking-section.ts';

/** The drawings of one panel; empty where there is nothing to draw. */
export interface PanelDrawings {
  readonly kept: string;
  readonly calls: string;
  readonly deltas: string;
}

/** The section; nothing when no endpoint has charts. */
export function endpointsSection(model: PageModel, drawings: readonly PanelDrawings[]): Html {
  const { charted, input } = model;
  if (charted.length === 0) return NOTHING;
  const more = input.ranking.findings.length - charted.length;
  const panels = charted.map((finding, i) => panel(model, finding, i, drawings[i]!));
  const first = Math.max(LEAST_CHARTED, charted.filter(isBlamed).length);
  const others = panels.slice(first);
  return html`<section id="endpoints" aria-labelledby="endpoints-title">
    <h2 id="endpoints-title">By endpoint</h2>
    <p class="quiet">
      What memhog blames comes
      first.${more > 0 ? ` ${formatCounted(more, 'more stands', 'more stand')} in the table above without charts.` : ''}
    </p>
    <div id="picker" hidden></div>
    ${panels.slice(0, first)}
    ${
      others.length === 0
        ? NOTHING
        : html`<details class="others">
            <summary>${formatCounted(others.length, 'more endpoint', 'more endpoints')}</summary>
            ${others}
          </details>`
    }
  </section>`;
}

function panel(model: PageModel, finding: Finding, i: number, drawn: PanelDrawings): Html {
  const { ranking, acknowledged } = model.input;
  const { endpoint, because, verdict } = finding;
  return html`<article
    class="panel"
    id="endpoint-${i + 1}"
    data-panel="${i}"
    aria-labelledby="endpoint-${i + 1}-title"
  >
    <header>
      <h3 id="endpoint-${i + 1}-title" class="name">${shownName(endpoint)}</h3>
      ${verdictBadge(verdict)}${knownBadge(endpoint, acknowledged)}
    </header>
    <p>${sentenceCase(because)}.</p>
    ${figures(finding, ranking)}
    <div class="charts">${keptCharts(drawn, i)}${deltaChart(model, finding, drawn, i)}</div>
    ${evidence(finding, ranking)}
  </article> `;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function figures(finding: Finding, ranking: Ranking): Html {
  const { leakPerCall, kept, calls, share, growth, shrink, net, confidence } = finding;
  const change = (value: number): string => formatChange(value, ranking);
  const rows: readonly (readonly [string, string])[] = [
    ['leak per call', formatInterval(leakPerCall, ranking)],
    ['kept over the log', `${formatInterval(kept, ranking)}, ${formatPercent(share)} of all`],
    ['calls', groupDigits(calls)],
    ['chance that it leaks', formatPercent(confidence)],
    ['all deltas', `${change(growth)} growth, ${change(shrink)} shrink, ${change(net)} net`],
  ];
  return html`<dl class="figures">
    ${rows.map(
      ([term, text]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${text}</dd>
        </div>`,
    )}
  </dl>`;
}

function keptCharts({ kept, calls }: PanelDrawings, endpoint: number): Html {
  if (calls === '') return NOTHING;
  const keptBox =
    kept === ''
      ? NOTHING
      : chartBox(
          'kept',
          { narrow: kept, wide: '' },
          {
            caption:
              'Memory attributed to it so far, in all workers, with the 90 % interval; beneath, its calls.',
            endpoint,
          },
        );
  const caption = kept === '' ? 'Its calls over the log; no memory is attributed to it.' : '';
  return html`<div class="pair">
    ${keptBox}${chartBox('calls', { narrow: calls, wide: '' }, { caption, endpoint })}
  </div>`;
}

function deltaChart(
  { deltas, data }: PageModel,
  { endpoint }: Finding,
  { deltas: drawn }: PanelDrawings,
  i: number,
): Html {
  const own = deltas.get(endpoint);
  if (!own || drawn === '') return NOTHING;
  const moved = own.classes.reduce((sum, { calls }) => sum + calls, 0);
  const caption = `How far single calls moved ${data.figure}: ${formatCounted(moved, 'call')} moved it, ${formatCounted(own.still, 'call')} did not. Left: given back; right: taken. Much of what is taken comes back later.`;
  return chartBox('deltas', { narrow: drawn, wide: '' }, { caption, endpoint: i });
}

function evidence(finding: Finding, ranking: Ranking): Html {
  const spans = finding.evidence.filter(({ kind }) => kind === 'span');
  const requests = finding.evidence.filter(({ kind }) => kind === 'request');
  const list = (title: string, pieces: typeof spans): Html =>
    pieces.length === 0
      ? NOTHING
      : html`<div>
          <h4>${title}</h4>
          <ol>
            ${pieces.map((piece) => {
              const { where, what } = evidenceText(piece, ranking);
              return html`<li><span class="quiet">${where}</span><br />${what}</li>`;
            })}
          </ol>
        </div>`;
  const paths =
    finding.paths === undefined
      ? NOTHING
      : html`<div>
          <h4>Paths it stands for</h4>
          <ul>
            ${finding.paths.map((path) => html`<li class="name">${shownName(path)}</li>`)}
          </ul>
        </div>`;
  if (finding.evidence.length === 0 && finding.paths === undefined) return NOTHING;
  return html`<div class="evidence">
      ${list('Where the floor rose while it was called', spans)}${list('Single requests with the largest steps', requests)}${paths}
    </div>
    ${trusted('')}`;
}
