/** When and where memory was kept. */
import { formatDuration } from '../../wording/moment.ts';
import { groupDigits } from '../../wording/numbers.ts';
import { html, NOTHING } from '../html.ts';
import type { Html } from '../html.ts';
import type { PageModel } from '../page-model.ts';
import { HEAT_CLASSES, heatTop } from '../rows.ts';
import { chartBox } from './chart-box.ts';
import type { Drawings } from './chart-box.ts';

/** The section; nothing when no memory is attributed to anything. */
export function heatSection({ data }: PageModel, drawings: Drawings | undefined): Html {
  if (!drawings) return NOTHING;
  const length = data.step * data.cell;
  const cell =
    data.axis === 'requests'
      ? `${groupDigits(length)} requests of each worker`
      : length === 3_600_000
        ? 'hour'
        : formatDuration(length / 1000).replace(/^1 s$/, 'second');
  const most = heatTop(data);
  const bound = (level: number): string => groupDigits((most * level) / HEAT_CLASSES, most < 60 ? 1 : 0);
  const legend = Array.from(
    { length: HEAT_CLASSES },
    (_, i) =>
      html`<li>
        <span class="swatch h${i + 1}"></span>${i === 0 ? 'under ' : `${bound(i)} to `}${bound(i + 1)}
      </li> `,
  );
  return html`<section id="heat" aria-labelledby="heat-title">
    <h2 id="heat-title">When it was kept</h2>
    <p class="quiet">
      Memory attributed to each endpoint: its leak per call times its calls, for each ${cell}. ${peakOf(data)}
    </p>
    ${chartBox('heat', drawings, { caption: '' })}
    <ul class="scale" aria-label="What the shades stand for, in ${data.unit}">
      ${legend}
      <li>${data.unit} for each ${cell}; blank: none</li>
    </ul>
  </section>`;
}

/** The darkest cell in words. */
function peakOf({ heat, axis, first, step, cell, unit }: PageModel['data']): Html {
  const best = heat
    .flatMap(({ name, amounts }) => amounts.map((amount, i) => ({ name, amount, i })))
    .reduce((top, one) => (one.amount > top.amount ? one : top), { name: '', amount: 0, i: 0 });
  if (best.amount === 0) return NOTHING;
  const at = first + best.i * step * cell;
  const when =
    axis === 'time'
      ? `from ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}`
      : `from request ${groupDigits(at)}`;
  return html`Most: ${Number(best.amount.toPrecision(3))} ${unit} by <span class="name">${best.name}</span>,
    ${when}.`;
}
