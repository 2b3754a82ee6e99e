/** The place of a chart in the page: the drawing, which a script may replace by a live one. */
import { html, trusted } from '../html.ts';
import type { Html } from '../html.ts';

/** A chart drawn at one or two widths; the style shows the one that suits the screen. */
export interface Drawings {
  readonly narrow: string;
  /** Empty where the narrow one serves all. */
  readonly wide: string;
}

/** The box. `caption` says in words what the picture shows, for those who do not see it too. */
export function chartBox(
  chart: string,
  drawings: Drawings,
  { caption, endpoint = -1 }: { readonly caption: Html | string; readonly endpoint?: number },
): Html {
  const { narrow, wide } = drawings;
  const pictures =
    wide === ''
      ? html`<div class="only">${trusted(narrow)}</div>`
      : html`<div class="wide">${trusted(wide)}</div>
          <div class="narrow">${trusted(narrow)}</div>`;
  return html`<figure data-chart="${chart}" ${trusted(endpoint < 0 ? '' : ` data-endpoint="${endpoint}"`)}>
    <div class="canvas">${pictures}</div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}
