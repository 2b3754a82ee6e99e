/** Lists of terms with what they are, in every section alike. */
import { html } from './html.ts';
import type { Html } from './html.ts';

/** A `dl` of the given class, each term and its text in a `div`. */
export function definitions(
  name: string,
  rows: readonly (readonly [term: string | Html, text: string | Html])[],
): Html {
  return html`<dl class="${name}">
    ${rows.map(
      ([term, text]) =>
        html`<div>
          <dt>${term}</dt>
          <dd>${text}</dd>
        </div> `,
    )}
  </dl>`;
}
