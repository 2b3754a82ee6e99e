/** The preview of routes: which paths became which route, with examples. */
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import { shortenMiddle, usableWidth, wrapText } from './fit.ts';
import { createPalette } from './palette.ts';
import { safeText } from './safe-text.ts';

/** One route of the preview. */
export interface RouteRow {
  readonly route: string;
  /** How it came about: as it stands in the log, ids replaced, folded by fan-out, by the user's rule, or a path that exists nowhere. */
  readonly origin: 'as is' | 'ids' | 'fan-out' | 'rule' | 'not found';
  readonly methods: readonly string[];
  readonly calls: number;
  readonly examples: readonly string[];
}

const WIDEST_CALLS = 13;

function row(
  { route, origin, methods, calls, examples }: RouteRow,
  width: number,
  quiet: (text: string) => string,
): string {
  const lead = `${groupDigits(calls).padStart(WIDEST_CALLS)}  ${origin.padEnd(9)}  `;
  const room = Math.max(8, width - lead.length);
  const lines = [
    `${lead}${shortenMiddle(safeText(`${methods.filter((method) => method !== '').join('|')} ${route}`.trim()), room)}`,
  ];
  if (origin === 'as is') return lines.join('\n');
  for (const example of examples)
    lines.push(quiet(`${' '.repeat(lead.length)}${shortenMiddle(safeText(example), room)}`));
  return lines.join('\n');
}

/** The routes as text, no line wider than the width (at least 24). Ends with a newline. */
export function renderRoutes(
  rows: readonly RouteRow[],
  options: { readonly width: number; readonly color: boolean },
): string {
  const width = usableWidth(options.width);
  const { quiet } = createPalette(options.color);
  const head = quiet(
    `${'calls'.padStart(WIDEST_CALLS)}  ${'origin'.padEnd(9)}  route, and paths it stands for`.slice(
      0,
      width,
    ),
  );
  const folded = rows.filter(({ origin }) => origin === 'fan-out').length;
  const foot = [
    `${formatCounted(rows.length, 'route')}${folded > 0 ? `, ${folded} of them folded because one place had more than 256 names` : ''}.`,
    `Wrong? Name it: --route '/blog/:slug' (repeatable, first match wins), or "routes" in memhog.json.`,
  ].flatMap((line) => wrapText(line, width));
  return `${[head, ...rows.map((one) => row(one, width, quiet)), '', ...foot.map(quiet)].join('\n')}\n`;
}
