/** The memory of each worker over the log. */
import { formatAmount } from '../../wording/amount.ts';
import { formatMoment } from '../../wording/moment.ts';
import { formatCounted, groupDigits } from '../../wording/numbers.ts';
import { html, NOTHING, trusted } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageModel } from '../page-model.ts';
import { LINE_COLOURS } from '../rows.ts';
import { chartBox } from './chart-box.ts';
import type { Drawings } from './chart-box.ts';

/** Lives listed in figures. */
const LISTED = 40;

/** The section. */
export function workersSection(model: PageModel, drawings: Drawings): Html {
  const { data, workersLeftOut } = model;
  const { deploys } = data;
  const starts = data.lives.filter(({ start }) => start !== '').length;
  const events = [
    starts > 0 ? `${formatCounted(starts, 'start')} of a new life (triangles)` : '',
    deploys.length > 0
      ? `${formatCounted(deploys.length, 'deploy')}: all workers of a host start anew within a minute (upright dashed lines)`
      : '',
  ].filter((text) => text !== '');
  const legend = data.workers.map(
    ({ name, note }, i) =>
      html`<li data-worker="${i}">
        <span class="swatch s${(i % LINE_COLOURS) + 1}${i >= LINE_COLOURS ? ' dashed' : ''}"></span
        ><span class="worker-name">${name}</span> <small>${note}</small>
      </li> `,
  );
  const more =
    workersLeftOut > 0
      ? html`<p class="note">
          The ${data.workers.length} workers whose ${data.isOfPeaks ? 'mean peak' : 'floor'} ends highest are
          drawn; ${formatCounted(workersLeftOut, 'more is', 'more are')} not.
        </p>`
      : NOTHING;
  return html`<section id="workers" aria-labelledby="workers-title">
    <h2 id="workers-title">
      ${data.isOfPeaks ? 'What the requests of each worker needed' : `${data.figure} of each worker`}
    </h2>
    <p class="quiet">${data.isOfPeaks ? PEAK_LINES : LINES}${axisNote(model)}</p>
    ${chartBox('workers', drawings, {
      caption: html`${events.length > 0 ? `${events.join('; ')}. ` : ''}<span class="live-only"
          >${data.isOfPeaks ? '' : 'Dotted: where the floor would be if only the endpoint picked kept memory. '}Drag
          across to zoom in, with a mouse or a pen; on a touch screen use the buttons.</span
        >`,
    })}
    <ul class="workers">
      ${legend}
    </ul>
    ${more} ${livesTable(model)}
  </section>`;
}

const LINES =
  'Thin: the highest reading of each stretch. Strong: the floor, the lowest level the worker still returns to later; at the very end, of the last readings. A leak lifts the floor.';

const PEAK_LINES =
  'Thin: the largest peak of each stretch. Strong: their mean. A peak ends with its request, so these lines say nothing of what a worker keeps.';

/** Why the axis counts requests, where it does. */
function axisNote({ data, input }: PageModel): string {
  if (data.axis === 'time') return '';
  const { from, to } = input.ranking.span;
  const why =
    from === null
      ? 'The log has no times'
      : from === to
        ? 'All of the log lies within one second'
        : 'Not all readings have a time';
  return ` ${why}: the axis counts requests of each worker.`;
}

function livesTable({ input: { ranking } }: PageModel): Html {
  const { summaries } = ranking.workers;
  if (summaries.length === 0) return NOTHING;
  const amount = (value: number): string => formatAmount(value, ranking);
  const left = summaries.length - LISTED;
  const rows = summaries.slice(0, LISTED).map(
    (life) =>
      html`<tr>
        <th scope="row">${life.worker}</th>
        <td>${formatMoment(life.from)}</td>
        <td>${formatMoment(life.to)}</td>
        <td class="number">${groupDigits(life.requests)}</td>
        <td class="number">${amount(life.floorFrom)}</td>
        <td class="number">${amount(life.floorTo)}</td>
        <td>${life.ended}</td>
      </tr> `,
  );
  const heads = ['worker', 'from', 'to', 'requests', 'floor after warm-up', 'floor at the end', 'ended'].map(
    (title, i) => html`<th scope="col" ${trusted(i >= 3 && i <= 5 ? ' class="number"' : '')}>${title}</th>`,
  );
  return html`<details>
    <summary>The ${summaries.length === 1 ? 'life' : 'lives'} in figures</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Lives of workers in figures">
      <table>
        <thead>
          <tr>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    ${left > 0 ? html`<p class="note">${formatCounted(left, 'more life', 'more lives')} in the JSON output.</p>` : NOTHING}
  </details>`;
}
