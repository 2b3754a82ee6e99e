/** What traces and spans of the probe say of one endpoint: lines of code, and parts of its requests. */
import type { CodeTrace, Finding, Ranking } from '../../ranking/ranking.ts';
import { traceText } from '../../wording/code.ts';
import { formatCounted } from '../../wording/numbers.ts';
import { partLine } from '../../wording/parts.ts';
import type { Said } from '../../wording/said.ts';
import { html, NOTHING, shownName } from '../html.ts';
import type { Html } from '../html.ts';

/** Traces and parts that are shown; the others are in the JSON. */
const TRACES = 3;
const PARTS = 8;

/** The block; nothing where the probe says nothing of the endpoint. */
export function codeBlock(finding: Finding, ranking: Ranking): Html {
  const { code = [], spans } = finding;
  const hasParts = spans !== undefined && spans.parts.length > 0;
  if (code.length === 0 && !hasParts) return NOTHING;
  return html`<div class="evidence code">
    ${code.slice(0, TRACES).map((trace) => traceItem(trace, finding, ranking))}
    ${
      hasParts
        ? html`<div>
            <h4>Parts of its requests</h4>
            <ul>
              ${spans.parts.slice(0, PARTS).map((part) => item(partLine(part, spans.mostKept, finding, ranking)))}
            </ul>
            <p class="note">
              By ${formatCounted(spans.sampled, 'request')} that ${spans.sampled === 1 ? 'was' : 'were'}
              looked at.
            </p>
          </div>`
        : NOTHING
    }
  </div>`;
}

function traceItem(trace: CodeTrace, finding: Finding, ranking: Ranking): Html {
  const { when, found, notes } = traceText(trace, finding, ranking);
  return html`<div>
    <h4>Where in the code</h4>
    <p class="quiet">${said(when)}</p>
    ${
      found.length === 0
        ? NOTHING
        : html`<ul>
            ${found.map(item)}
          </ul>`
    }
    ${notes.map((note) => html`<p class="note">${sentence(note)}.</p>`)}
  </div>`;
}

const item = (text: Said): Html => html`<li>${said(text)}</li>`;

const said = (text: Said): Html =>
  html`${text.map((piece) =>
    typeof piece === 'string' ? html`${piece}` : html`<code>${shownName(piece.code)}</code>`,
  )}`;

/** The same with a capital letter at its beginning. */
function sentence(text: Said): Html {
  const [first, ...rest] = text;
  if (typeof first !== 'string') return said(text);
  return said([first.charAt(0).toUpperCase() + first.slice(1), ...rest]);
}
