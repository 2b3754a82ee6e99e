/** Two logs compared, as one HTML page without any script. */
import type { Compared, Comparison } from '../ranking/comparison.ts';
import type { Finding } from '../ranking/ranking.ts';
import { isKnownHog, knownNotes } from '../render/acknowledged.ts';
import { chanceCell, compareNotes, differenceCell, rangeCell, sizeCell } from '../render/compare-rows.ts';
import { changeBadge } from './change-badge.ts';
import { renderFrame } from './frame.ts';
import { definitions } from './definitions.ts';
import { html, NOTHING, shownName } from './html.ts';
import type { Html } from './html.ts';
import { heads } from './table-heads.ts';
import { whisker } from './whisker.ts';

/** The page: one file that needs no other. */
export function renderComparePage(compared: Compared): string {
  const rows = compared.changes.filter(isOfNote);
  const others = compared.changes.filter((row) => !isOfNote(row));
  return renderFrame({
    title: `memhog compare: ${compared.answer.text.slice(0, 120)}`,
    brand: html`<b>memhog</b> compare`,
    styles: ['stack', 'compare'],
    main: html`<h1>${compared.answer.text}</h1>
      <p class="lead">${sideNames(compared)}</p>
      ${rows.length === 0 ? NOTHING : changesSection(compared, rows)} ${reasonsSection(rows)}
      ${othersSection(compared, others)} ${printSection(compared)}`,
  });
}

const isBlamed = (finding: Finding | undefined): boolean =>
  finding?.verdict === 'leak' || finding?.verdict === 'suspect';

const isOfNote = ({ before, after }: Comparison): boolean => isBlamed(before) || isBlamed(after);

function sideNames({ before, after }: Compared): Html {
  return html`Before: ${inputNames(before.inputs)}. After: ${inputNames(after.inputs)}.`;
}

/** Names without their folders; the whole ones are there for who points at them. */
function inputNames(inputs: readonly string[]): Html {
  const [first] = inputs;
  if (first === undefined) return html`(nothing)`;
  const name = first === '-' ? 'stdin' : (first.split(/[/\\]/).findLast((part) => part !== '') ?? first);
  const more = inputs.length - 1;
  return html`<span title="${inputs.join(', ')}"
    >${shownName(name)}${more > 0 ? ` and ${more} more` : ''}</span
  >`;
}

function changesSection(compared: Compared, rows: readonly Comparison[]): Html {
  return html`<section aria-labelledby="changes">
    <h2 id="changes">What changed</h2>
    ${table(compared, rows, 'Leak per call before and after, of endpoints that leak or did')}
  </section>`;
}

function table(compared: Compared, rows: readonly Comparison[], caption: string): Html {
  const ends = rows.flatMap(({ difference }) => (difference ? [difference.low, difference.high] : []));
  const reach = Math.max(0, ...ends.map(Math.abs));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table class="stack" role="table">
      <caption>
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${heads(['change', compared.by, '#before', '#after', '#difference', '90 % range', '#chance'])}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map((row) => line(compared, row, reach))}
      </tbody>
    </table>
  </div>`;
}

function line(compared: Compared, row: Comparison, reach: number): Html {
  return html`<tr role="row">
    <td role="cell">${changeBadge(row, isKnownHog(row.endpoint, compared.acknowledged))}</td>
    <th role="rowheader" scope="row"><span class="name">${shownName(row.endpoint)}</span></th>
    <td role="cell" class="number" data-label="before">${sizeCell(row.before, compared)}</td>
    <td role="cell" class="number" data-label="after">${sizeCell(row.after, compared)}</td>
    <td role="cell" class="number" data-label="difference">${differenceCell(row, compared)}</td>
    <td role="cell" class="range">
      ${row.difference === null ? NOTHING : whisker(row.difference, reach, row.sure)}<span
        >${rangeCell(row, compared)}</span
      >
    </td>
    <td role="cell" class="number" data-label="chance">${chanceCell(row)}</td>
  </tr> `;
}

function reasonsSection(rows: readonly Comparison[]): Html {
  const changed = rows.filter(({ change }) => change !== 'same');
  if (changed.length === 0) return NOTHING;
  return html`<section aria-labelledby="why">
    <h2 id="why">Why</h2>
    <ul class="reasons">
      ${changed.map(
        ({ endpoint, because }) =>
          html`<li><span class="name">${shownName(endpoint)}</span>: ${because}.</li> `,
      )}
    </ul>
  </section>`;
}

function othersSection(compared: Compared, others: readonly Comparison[]): Html {
  if (others.length === 0) return NOTHING;
  return html`<section aria-labelledby="others">
    <h2 id="others">Never blamed</h2>
    <details>
      <summary>${others.length} more, blamed neither before nor after</summary>
      ${table(compared, others, 'Leak per call before and after, of the others')}
    </details>
  </section>`;
}

function printSection(compared: Compared): Html {
  const notes = [
    ...knownNotes(compared.acknowledged).map((text) => ({ label: 'known', text })),
    ...compareNotes(compared),
    ...compared.before.warnings.map(({ text }) => ({ label: 'warning, before', text })),
    ...compared.after.warnings.map(({ text }) => ({ label: 'warning, after', text })),
  ];
  return html`<section aria-labelledby="reading">
    <h2 id="reading">What was compared, and how to read it</h2>
    ${definitions(
      'notes',
      notes.map(({ label, text }) => [label, text]),
    )}
    <p class="note">
      “&lt;” stands before the most that could have gone unseen where nothing was found. “new?” is blamed now
      and was not before, but the difference may be chance.
    </p>
  </section>`;
}
