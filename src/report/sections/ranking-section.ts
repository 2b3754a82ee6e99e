/** The ranking: bars with intervals, and a table of all rows. */
import type { Ranking } from '../../ranking/ranking.ts';
import { formatCounted } from '../../wording/numbers.ts';
import { html, NOTHING, trusted } from '../html.ts';
import type { Html } from '../html.ts';
import { isMeasured } from '../page-kind.ts';
import type { PageKind } from '../page-kind.ts';
import type { PageModel } from '../page-model.ts';
import { chartBox } from './chart-box.ts';
import type { Drawings } from './chart-box.ts';
import { columnsOf } from './ranking-columns.ts';

/** The section. `rows` is how many rows the table has at most. */
export function rankingSection(model: PageModel, drawings: Drawings | undefined, rows: number): Html {
  const { kind, input } = model;
  const chart = drawings ? chartBox('ranking', drawings, { caption: chartCaption(kind) }) : NOTHING;
  return html`<section id="ranking" aria-labelledby="ranking-title">
    <h2 id="ranking-title">${TITLES[kind]}</h2>
    ${input.ranking.findings.length > 0 ? html`<p class="quiet">${introText(kind)}</p>` : NOTHING} ${chart}
    ${drawings ? html`<div class="tools live-note" id="picked" hidden></div>` : NOTHING}
    ${rankingTable(model, rows)}
  </section>`;
}

const TITLES: Readonly<Record<PageKind, string>> = {
  blamed: 'Ranking',
  open: 'Ranking',
  calm: 'What was looked at',
  unmeasured: 'What was seen',
  peaks: 'Peak by endpoint',
};

/** What the order is, and why there are no bars where there are none. */
function introText(kind: PageKind): string {
  switch (kind) {
    case 'blamed':
      return 'In order of certainty, not of size: leaks first, then suspects, then the rest by the chance that each leaks.';
    case 'open':
      return 'Nothing can be blamed yet. In order of the chance that each leaks.';
    case 'calm':
      return 'Nothing is blamed, so there is no chart of it. In order of the chance that each leaks; the interval says how much a call could still keep unseen.';
    case 'unmeasured':
      return 'No worker could be followed after its warm-up, so nothing is known of leaks. Growth and shrink are sums of single steps: most of what moves while a worker warms up says nothing.';
    case 'peaks':
      return 'Large in passing (bloat) first, then by the peak that one call in a hundred reaches.';
  }
}

function chartCaption(kind: PageKind): Html {
  const pick = html`<span class="live-only">Click a row, and every chart follows.</span>`;
  return kind === 'peaks'
    ? html`Bars: the peak that one call in a hundred reaches. Lines: from the typical peak to the largest.
      ${pick}`
    : html`Bars: what each endpoint kept in all workers together, over the log. Lines: the 90 % interval.
      ${pick}`;
}

function rankingTable({ kind, input: { ranking, acknowledged, isStatic } }: PageModel, rows: number): Html {
  const { findings } = ranking;
  if (findings.length === 0) return html`<p>No row is left after the filters.</p>`;
  const columns = columnsOf(ranking, kind, acknowledged);
  const heads = columns.map(
    ({ title, isFigure }, i) =>
      html`<th
        role="columnheader"
        scope="col"
        ${trusted(`${isFigure ? ' class="number"' : ''}${i === 0 ? ' aria-sort="ascending"' : ''}`)}
      >
        ${title}
      </th>`,
  );
  const lines = findings.slice(0, rows).map(
    (finding) =>
      html`<tr role="row">
        ${columns.map((column, i) => {
          // Only a script sorts by it.
          const sorted = column.isFigure && !isStatic ? html` data-v="${column.value(finding)}"` : NOTHING;
          const className = column.isFigure ? html` class="number"` : NOTHING;
          const short = column.short === '' ? NOTHING : html` data-short="${column.short}"`;
          return i === 1
            ? html`<th role="rowheader" scope="row" ${className}${sorted}>${column.cell(finding)}</th>`
            : html`<td role="cell" ${className}${sorted}${short}>${column.cell(finding)}</td>`;
        })}
      </tr> `,
  );
  return html`<div class="table-tools" hidden></div>
    <table role="table" class="findings" id="findings">
      <caption>
        ${captionText(kind, ranking, rows)}
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

function captionText(kind: PageKind, { findings, by }: Ranking, rows: number): string {
  const more = findings.length - rows;
  const all = formatCounted(findings.length, by, by === 'status' ? 'statuses' : `${by}s`);
  const left = more > 0 ? `; the first ${rows} are shown, the JSON output has the rest` : '';
  const isOfLeaks = kind !== 'peaks' && kind !== 'unmeasured';
  const small = isOfLeaks ? ' Small figures: the 90 % interval.' : '';
  const known = isOfLeaks && findings.slice(0, rows).some((row) => !isMeasured(row)) ? ' –: not known.' : '';
  return `All ${all}${left}.${small}${known}`;
}
