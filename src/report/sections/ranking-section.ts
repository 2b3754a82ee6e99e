/** The ranking: bars with intervals, and a table of all rows. */
import type { Acknowledged, Finding, Ranking, Verdict } from '../../ranking/ranking.ts';
import { formatAmount, formatRange } from '../../wording/amount.ts';
import { formatCounted, formatPercent, groupDigits } from '../../wording/numbers.ts';
import { html, NOTHING, shownName, trusted } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageModel } from '../page-model.ts';
import { chartBox } from './chart-box.ts';
import type { Drawings } from './chart-box.ts';

const TONES: Partial<Record<Verdict, string>> = { leak: 'leak', suspect: 'suspect', steady: 'fine' };

/** The verdict as a small label. */
export function verdictBadge(verdict: Verdict): Html {
  return html`<span class="badge ${TONES[verdict] ?? 'plain'}">${verdict}</span>`;
}

/** That a row is a known hog; nothing for others. */
export function knownBadge(endpoint: string, acknowledged: readonly Acknowledged[]): Html {
  const known = acknowledged.find((one) => one.endpoint === endpoint);
  if (!known) return NOTHING;
  const until = known.until === '' ? '' : ` until ${known.until}`;
  return html` <span class="badge known">known${until}${known.note === '' ? '' : `: ${known.note}`}</span>`;
}

/** The section. `rows` is how many rows the table has at most. */
export function rankingSection(model: PageModel, drawings: Drawings | undefined, rows: number): Html {
  const { ranking } = model.input;
  const chart = drawings
    ? chartBox('ranking', drawings, {
        caption:
          ranking.metric === 'peak'
            ? 'Bars: the peak that one request in a hundred reaches. Lines: from the median to the largest.'
            : html`Bars: what each endpoint kept in all workers together, over the log. Lines: the 90 %
                interval. <span class="live-only">Click one, and every chart follows.</span>`,
      })
    : NOTHING;
  return html`<section id="ranking" aria-labelledby="ranking-title">
    <h2 id="ranking-title">Ranking</h2>
    ${chart} ${rankingTable(model, rows)}
  </section>`;
}

interface Column {
  readonly title: string;
  /** Figures stand to the right and are sorted from the greatest. */
  readonly isFigure: boolean;
  readonly value: (finding: Finding) => string | number;
  readonly cell: (finding: Finding) => Html | string;
}

function columnsOf(ranking: Ranking, acknowledged: readonly Acknowledged[]): readonly Column[] {
  const amount = (value: number): string => formatAmount(value, ranking);
  const figure = (title: string, value: Column['value'], cell: Column['cell']): Column => ({
    title,
    isFigure: true,
    value,
    cell,
  });
  const figures: readonly Column[] =
    ranking.metric === 'peak'
      ? [
          figure(
            'typical peak',
            ({ peak }) => peak?.median ?? 0,
            ({ peak }) => (peak ? amount(peak.median) : ''),
          ),
          figure(
            '1 in 100',
            ({ peak }) => peak?.p99 ?? 0,
            ({ peak }) => (peak ? amount(peak.p99) : ''),
          ),
          figure(
            'largest',
            ({ peak }) => peak?.max ?? 0,
            ({ peak }) => (peak ? amount(peak.max) : ''),
          ),
          figure(
            'calls',
            ({ calls }) => calls,
            ({ calls }) => groupDigits(calls),
          ),
        ]
      : [
          figure(
            'chance',
            ({ confidence }) => confidence,
            ({ confidence }) => formatPercent(confidence),
          ),
          figure(
            'leak/call',
            ({ leakPerCall }) => leakPerCall.estimate,
            (row) => leakCell(row, ranking),
          ),
          figure(
            'calls',
            ({ calls }) => calls,
            ({ calls }) => groupDigits(calls),
          ),
          figure(
            'kept',
            ({ kept }) => kept.estimate,
            ({ kept }) => amount(kept.estimate),
          ),
          figure(
            'share',
            ({ share }) => share,
            ({ share }) => (share === 0 ? '' : formatPercent(share)),
          ),
        ];
  return [
    { title: '#', isFigure: true, value: ({ rank }) => -rank, cell: ({ rank }) => groupDigits(rank) },
    {
      title: ranking.by,
      isFigure: false,
      value: ({ endpoint }) => endpoint,
      cell: ({ endpoint }) =>
        html`<span class="name">${shownName(endpoint)}</span>${knownBadge(endpoint, acknowledged)}`,
    },
    {
      title: 'verdict',
      isFigure: false,
      value: ({ verdict }) => verdict,
      cell: ({ verdict }) => verdictBadge(verdict),
    },
    ...figures,
  ];
}

/** Nothing found is not nothing there: the most that it can be is said instead of a bare zero. */
function leakCell({ leakPerCall }: Finding, ranking: Ranking): Html | string {
  const { estimate, high } = leakPerCall;
  if (estimate === 0) return high > 0 ? `under ${formatAmount(high, ranking)}` : formatAmount(0, ranking);
  return html`${formatAmount(estimate, ranking)} <small>${formatRange(leakPerCall, ranking)}</small>`;
}

function rankingTable({ input: { ranking, acknowledged } }: PageModel, rows: number): Html {
  const { findings } = ranking;
  if (findings.length === 0) return html`<p>No row is left after the filters.</p>`;
  const columns = columnsOf(ranking, acknowledged);
  const more = findings.length - rows;
  const heads = columns.map(
    ({ title, isFigure }) =>
      html`<th role="columnheader" scope="col" ${trusted(isFigure ? ' class="number"' : '')}>${title}</th>`,
  );
  const lines = findings.slice(0, rows).map(
    (finding) =>
      html`<tr role="row">
        ${columns.map((column, i) => {
          const sorted = column.isFigure ? html` data-v="${column.value(finding)}"` : NOTHING;
          const className = column.isFigure ? html` class="number"` : NOTHING;
          return i === 1
            ? html`<th role="rowheader" scope="row" ${className}${sorted}>${column.cell(finding)}</th>`
            : html`<td role="cell" ${className}${sorted}>${column.cell(finding)}</td>`;
        })}
      </tr> `,
  );
  const shape = ranking.metric === 'peak' ? 'peaks' : 'leaks';
  return html`<div class="table-tools" hidden></div>
    <table role="table" class="findings ${shape}" id="findings">
      <caption>
        All
        ${formatCounted(findings.length, ranking.by, ranking.by === 'status' ? 'statuses' : `${ranking.by}s`)}${more > 0 ? `; the first ${rows} are shown, the JSON output has the rest` : ''}.
        Small figures: the 90 % interval.
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${heads}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${lines}
      </tbody>
    </table>`;
}
