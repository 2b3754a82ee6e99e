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
  const { deploys, axis } = data;
  const starts = data.lives.filter(({ start }) => start !== '').length;
  const events = [
    starts > 0 ? `${formatCounted(starts, 'start')} of a new life (triangles)` : '',
    deploys.length > 0
      ? `${formatCounted(deploys.length, 'deploy')}: all workers of a host start anew within a minute (dashed lines)`
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
          The ${data.workers.length} workers whose floor ends highest are drawn;
          ${formatCounted(workersLeftOut, 'more is', 'more are')} not.
        </p>`
      : NOTHING;
  return html`<section id="workers" aria-labelledby="workers-title">
    <h2 id="workers-title">${data.figure} of each worker</h2>
    <p class="quiet">
      Thin: the mean of what was read. Strong: the floor, the lowest level the worker still returns to later.
      A leak lifts the
      floor.${axis === 'requests' ? ' The log has no times: the axis counts requests of each worker.' : ''}
    </p>
    ${chartBox('workers', drawings, {
      caption: html`${events.length > 0 ? `${events.join('; ')}. ` : ''}<span class="live-only"
          >Dotted: where the floor would be if only the endpoint picked kept memory. Drag across to zoom
          in.</span
        >`,
    })}
    <ul class="workers">
      ${legend}
    </ul>
    ${more} ${livesTable(model)}
  </section>`;
}

function livesTable({ input: { ranking } }: PageModel): Html {
  const { summaries } = ranking.workers;
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
