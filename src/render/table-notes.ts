/** The small print under the table. */
import type { Ranking } from '../ranking/ranking.ts';
import { knownNotes, KNOWN_MARK } from './acknowledged.ts';
import { clipText, wrapHanging } from './fit.ts';
import { rankingNotes } from './notes.ts';
import type { Palette } from './palette.ts';
import { safeText } from './safe-text.ts';

/** The lines of the small print, each at most `width` columns. */
export function tableNotes(ranking: Ranking, width: number, palette: Palette): readonly string[] {
  const notes = [
    ...knownNotes(ranking.acknowledged).map((text) => ({ label: KNOWN_MARK, text })),
    ...rankingNotes(ranking, Math.max(10, Math.min(30, width - 60))),
  ];
  const lines = notes.flatMap(({ label, text }) =>
    wrapHanging(label.padEnd(9), clipText(safeText(text)), width).map((line) => palette.quiet(line)),
  );
  return [...lines, ...warningLines(ranking, width, palette)];
}

/** The warnings, each a paragraph behind a mark. Empty if there is none. */
function warningLines({ warnings }: Ranking, width: number, palette: Palette): readonly string[] {
  if (warnings.length === 0) return [];
  const lines = warnings.flatMap(({ text }) => wrapHanging('! ', clipText(safeText(text)), width));
  return ['', ...lines.map(palette.warning)];
}
