/** The place of a chart in the page: the drawing, which a script may replace by a live one. */
import { html, trusted } from '../html.ts';
import type { Html } from '../html.ts';

/** A chart drawn at several widths; the style shows the one that suits the screen. */
export interface Drawings {
  readonly narrow: string;
  readonly middle: string;
  readonly wide: string;
}

/** The box; one drawing alone serves all widths. `caption` says in words what the picture shows, for those who do not see it too. */
export function chartBox(
  chart: string,
  drawings: Drawings | string,
  { caption, endpoint = -1 }: { readonly caption: Html | string; readonly endpoint?: number },
): Html {
  const pictures =
    typeof drawings === 'string'
      ? html`<div class="only">${trusted(drawings)}</div>`
      : html`<div class="wide">${trusted(drawings.wide)}</div>
          <div class="middle">${trusted(drawings.middle)}</div>
          <div class="narrow">${trusted(drawings.narrow)}</div>`;
  return html`<figure data-chart="${chart}" ${trusted(endpoint < 0 ? '' : ` data-endpoint="${endpoint}"`)}>
    <div class="canvas">${pictures}</div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}
