/** Heads of the columns of a table. */
import { html } from './html.ts';
import type { Html } from './html.ts';

/** One head for each name; those of figures are named with a # before, which is not shown. */
export function heads(names: readonly string[]): readonly Html[] {
  return names.map((name) =>
    name.startsWith('#')
      ? html`<th role="columnheader" scope="col" class="number">${name.slice(1)}</th> `
      : html`<th role="columnheader" scope="col">${name}</th> `,
  );
}
