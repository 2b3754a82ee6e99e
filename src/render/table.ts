/** The ranking for a terminal: the answer, the rows, the reasons, the small print. */
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { tableColumns } from './columns.ts';
import { clipText, usableWidth, wrapHanging, wrapText } from './fit.ts';
import { drawGrid } from './grid.ts';
import { placeColumns } from './layout.ts';
import { leftOutNotes } from './notes.ts';
import { createPalette } from './palette.ts';
import type { Palette } from './palette.ts';
import { safeText } from './safe-text.ts';
import { selectRows } from './rows.ts';
import type { Selection } from './rows.ts';
import { tableNotes } from './table-notes.ts';

/** What a renderer is told besides the ranking. */
export interface RenderOptions extends Selection {
  /** Columns of the terminal; what is under 24 counts as 24. */
  readonly width: number;
  /** Whether to colour; the caller knows the terminal and NO_COLOR. */
  readonly color: boolean;
}

/** From here on there is room for full counts, wider gaps and a longer sparkline. */
const WIDE = 110;

/** Longer lines of prose are hard to read, whatever the terminal. */
const PROSE = 110;

/** Reasons shown under the table. */
const REASONS = 3;

/** The table as text, no line wider than `options.width`. Ends with a newline. */
export function renderTable(ranking: Ranking, options: RenderOptions): string {
  const width = usableWidth(options.width);
  const prose = Math.min(width, PROSE);
  const palette = createPalette(options.color);
  const rows = selectRows(ranking.findings, options);
  const answer = wrapText(clipText(safeText(ranking.answer.text)), prose);
  const blocks = [
    answer.map(palette.answer(ranking.answer.kind)),
    rows.shown.length === 0 ? [] : [grid(ranking, rows.shown, width, palette)],
    leftOutNotes(rows, ranking.by)
      .flatMap((line) => wrapText(line, prose))
      .map(palette.quiet),
    reasons(rows.shown, prose, palette),
    tableNotes(ranking, prose, palette),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function grid(ranking: Ranking, shown: readonly Finding[], width: number, palette: Palette): string {
  const wide = width >= WIDE;
  const gap = wide ? 2 : 1;
  return drawGrid(placeColumns(tableColumns(shown, ranking, wide), width, gap), {
    gap,
    palette,
    paint: (cell, row, heading) => {
      const finding = shown[row];
      if (finding === undefined) return cell;
      if (isQuiet(finding)) return palette.quiet(cell);
      if (heading === 'floor' && !isBlamed(finding)) return palette.quiet(cell);
      if (heading === 'verdict' || heading === 'floor') return palette.verdict(finding.verdict)(cell);
      return heading === ranking.by && isBlamed(finding) ? palette.strong(cell) : cell;
    },
  });
}

function isQuiet({ verdict }: Finding): boolean {
  return verdict === 'steady' || verdict === 'unknown';
}

function isBlamed({ verdict }: Finding): boolean {
  return verdict === 'leak' || verdict === 'suspect';
}

/** Why the first rows are blamed, in the sentences of the ranking. */
function reasons(shown: readonly Finding[], width: number, palette: Palette): readonly string[] {
  return shown
    .filter(isBlamed)
    .slice(0, REASONS)
    .flatMap(({ rank, endpoint, because }) => {
      const name = clipText(safeText(endpoint));
      const lines = wrapHanging(`${rank}  `, `${name}: ${clipText(safeText(because))}`, width);
      return lines.map((line, index) => (index === 0 ? line.replace(name, palette.strong) : line));
    });
}
