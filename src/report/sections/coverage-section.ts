/** What was read and what was not, and what to know before trusting the figures. */
import type { Ranking, ReasonCount } from '../../ranking/ranking.ts';
import { formatCounted, formatPercent, groupDigits } from '../../wording/numbers.ts';
import { html, NOTHING } from '../html.ts';
import type { Html } from '../html.ts';

/** Reasons and inputs that are listed one by one. */
const LISTED = 12;

/** The section. */
export function coverageSection({ coverage, warnings, inputs }: Ranking): Html {
  const used =
    coverage.lines === 0
      ? ''
      : ` (${formatPercent(coverage.readings / coverage.lines)} of the lines carry a reading)`;
  const notes =
    warnings.length === 0
      ? html`<p>There is nothing to warn of.</p>`
      : html`<ul class="warnings">
          ${warnings.map(({ text }) => html`<li>${text}</li>`)}
        </ul>`;
  const parts = [
    formatCounted(coverage.requests, 'request'),
    coverage.samples > 0 ? formatCounted(coverage.samples, 'sample') : '',
    coverage.lifecycle > 0 ? `${groupDigits(coverage.lifecycle)} on workers starting or ending` : '',
  ].filter((part) => part !== '');
  return html`<section id="coverage" aria-labelledby="coverage-title">
    <h2 id="coverage-title">Coverage and warnings</h2>
    ${notes}
    <p>${formatCounted(coverage.lines, 'line')} read: ${parts.join(', ')}${used}.</p>
    ${reasons('Ignored', coverage.ignored)}${reasons('Could not be read', coverage.malformed)}
    <p class="note">
      From
      ${inputs.slice(0, LISTED).join(', ')}${inputs.length > LISTED ? ` and ${groupDigits(inputs.length - LISTED)} more` : ''}.${coverage.formats.length > 0 ? ` Format: ${coverage.formats.map(({ format }) => format).join(', ')}.` : ''}
    </p>
  </section>`;
}

function reasons(title: string, all: readonly ReasonCount[]): Html {
  if (all.length === 0) return NOTHING;
  const rows = all
    .toSorted((a, b) => b.count - a.count)
    .slice(0, LISTED)
    .map(
      ({ reason, count, example }) =>
        html`<li>
          ${groupDigits(count)}:
          ${reason}${example === '' ? NOTHING : html` <code>${example.slice(0, 200)}</code>`}
        </li>`,
    );
  return html`<h3>${title}</h3>
    <ul>
      ${rows}
    </ul>`;
}
