/** One panel for each endpoint that matters: why, what it kept against its calls, its deltas, its evidence. */
import { isBlamed } from '../../ranking/compare.ts';
import { WHY_NO_LEAK } from '../../ranking/peaks.ts';
import type { Finding, Ranking } from '../../ranking/ranking.ts';
import { formatAmount, formatChange, formatInterval } from '../../wording/amount.ts';
import { formatCounted, formatPercent, groupDigits } from '../../wording/numbers.ts';
import { definitions } from '../definitions.ts';
import { html, NOTHING, shownName } from '../html.ts';
import type { Html } from '../html.ts';
import { isMeasured } from '../page-kind.ts';
import type { PageKind } from '../page-kind.ts';
import { LEAST_CHARTED } from '../page-model.ts';
import type { PageModel } from '../page-model.ts';
import { chartBox } from './chart-box.ts';
import { codeBlock } from './code-block.ts';
import { evidenceBlock } from './evidence-block.ts';
import { knownBadge, verdictBadge } from './verdict.ts';

/** The drawings of one panel; empty where there is nothing to draw. */
export interface PanelDrawings {
  readonly kept: string;
  readonly calls: string;
  readonly deltas: string;
}

/** The section; nothing when no endpoint has charts. */
export function endpointsSection(model: PageModel, drawings: readonly PanelDrawings[]): Html {
  const { charted, input, kind } = model;
  if (charted.length === 0) return NOTHING;
  const more = input.ranking.findings.length - charted.length;
  const panels = charted.map((finding, i) => panel(model, finding, i, drawings[i]!));
  const first = Math.max(LEAST_CHARTED, charted.filter((one) => isBlamed(one)).length);
  const others = panels.slice(first);
  return html`<section id="endpoints" aria-labelledby="endpoints-title">
    <h2 id="endpoints-title">By endpoint</h2>
    <p class="quiet">
      ${FIRST[kind]}${more > 0 ? ` ${formatCounted(more, 'more stands', 'more stand')} in the table above without charts.` : ''}
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

const FIRST: Readonly<Record<PageKind, string>> = {
  blamed: 'What memhog blames comes first.',
  open: 'Nothing is blamed; what is likeliest to leak comes first.',
  calm: 'Nothing is blamed. For comparison, what memhog was least sure of.',
  unmeasured: 'Nothing is known of any yet; this is what the log shows.',
  peaks: 'What is large in passing comes first.',
};

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
    <p>${sentenceCase(withoutRefrain(because))}.</p>
    ${figures(finding, ranking)}
    <div class="charts">${keptCharts(model, drawn, i)}${deltaChart(model, finding, drawn, i)}</div>
    ${codeBlock(finding, ranking)} ${evidenceBlock(finding, ranking)}
  </article> `;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why peaks show no leak is said once on the page, not for each endpoint. */
function withoutRefrain(because: string): string {
  return because.replace(`; and ${WHY_NO_LEAK}`, '').replace(`; ${WHY_NO_LEAK}`, '');
}

function figures(finding: Finding, ranking: Ranking): Html {
  return definitions('figures', figureRows(finding, ranking));
}

type FigureRow = readonly [string, string];

function figureRows(finding: Finding, ranking: Ranking): readonly FigureRow[] {
  const { leakPerCall, kept, share, growth, shrink, net, confidence, peak } = finding;
  const amount = (value: number | undefined): string =>
    value === undefined ? 'not known' : formatAmount(value, ranking);
  const calls: FigureRow = ['calls', groupDigits(finding.calls)];
  if (ranking.metric === 'peak')
    return [
      ['typical peak', amount(peak?.median)],
      ['one call in a hundred', amount(peak?.p99)],
      ['largest', amount(peak?.max)],
      calls,
    ];
  const change = (value: number): string => formatChange(value, ranking);
  const moves: FigureRow = [
    'all deltas',
    `${change(growth)} growth, ${change(shrink)} shrink, ${change(net)} net`,
  ];
  if (!isMeasured(finding))
    return [['leak per call', 'not known'], ['chance that it leaks', 'not known'], calls, moves];
  return [
    ['leak per call', formatInterval(leakPerCall, ranking)],
    ['kept over the log', `${formatInterval(kept, ranking)}, ${formatPercent(share)} of all`],
    calls,
    ['chance that it leaks', formatPercent(confidence)],
    moves,
  ];
}

function keptCharts({ data }: PageModel, { kept, calls }: PanelDrawings, endpoint: number): Html {
  if (calls === '') return NOTHING;
  const keptBox =
    kept === ''
      ? NOTHING
      : chartBox('kept', kept, {
          caption:
            'Memory attributed to it so far, in all workers, with the 90 % interval; beneath, its calls.',
          endpoint,
        });
  const noMemory = data.isOfPeaks ? '' : '; no memory is attributed to it';
  const caption = kept === '' ? `Its calls over the log${noMemory}.` : '';
  return html`<div class="pair">${keptBox}${chartBox('calls', calls, { caption, endpoint })}</div>`;
}

function deltaChart(
  { deltas, data, kind }: PageModel,
  { endpoint }: Finding,
  { deltas: drawn }: PanelDrawings,
  i: number,
): Html {
  const own = deltas.get(endpoint);
  if (!own || drawn === '') return NOTHING;
  const moved = own.classes.reduce((sum, { calls }) => sum + calls, 0);
  const back = kind === 'unmeasured' ? '' : ' Much of what is taken comes back later.';
  const caption = data.isOfPeaks
    ? `How large its calls get: ${formatCounted(moved, 'call')} by peak. Each bar counts peaks from the size beneath it up to twice that.`
    : `How far single calls moved ${data.figure}: ${formatCounted(moved, 'call')} moved it, ${formatCounted(own.still, 'call')} did not. Each bar counts moves from the size beneath it up to twice that.${back}`;
  return chartBox('deltas', drawn, { caption, endpoint: i });
}
