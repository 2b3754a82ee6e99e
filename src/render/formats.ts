/** The list of known formats, for `memhog formats`. */
import type { About } from '../formats/format.ts';
import { usableWidth, wrapHanging } from './fit.ts';
import { createPalette } from './palette.ts';

/** A format as it is listed. */
export interface FormatRow {
  readonly name: string;
  readonly about: About;
}

/** Titles, what each tells, and an example; no line but an example is wider than the width. Ends with a newline. */
export function renderFormats(
  rows: readonly FormatRow[],
  options: { readonly width: number; readonly color: boolean },
): string {
  const width = usableWidth(options.width);
  const { strong, quiet } = createPalette(options.color);
  const blocks = rows.map(({ name, about }) =>
    [
      `${strong(name)}  ${about.title}`,
      ...wrapHanging('  tells    ', about.tells, width),
      ...wrapHanging('  memory   ', about.switchOn, width),
      ...(about.setup === '' ? [] : [`  setup    memhog setup ${about.setup}`]),
      ...about.example.split('\n').map((line) => quiet(`  ${line}`)),
    ].join('\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}
