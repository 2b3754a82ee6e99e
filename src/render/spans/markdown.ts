/** Parts of requests as GitHub's Markdown. */
import type { SpanRanking } from '../../ranking/span-ranking.ts';
import { groupDigits } from '../../wording/numbers.ts';
import { markdownCode, markdownText } from '../markdown-text.ts';
import type { Selection } from '../rows.ts';
import {
  blocksCell,
  bytesCell,
  fateCell,
  keepsCell,
  KEEPS,
  PARTS_GUIDE,
  selectParts,
  timesCell,
} from './cells.ts';

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** The answer, the table, how to read it. Ends with a newline. */
export function renderSpanMarkdown(ranking: SpanRanking, selection: Selection): string {
  const { shown, more } = selectParts(ranking, selection);
  const names = ranking.rows.flatMap(({ endpoint, name }) => [endpoint, name]);
  const headings = ['#', 'endpoint', 'part', 'per call', 'blocks', 'bytes', KEEPS, 'so it is'];
  const rows = shown.map((row) =>
    line([
      ...[groupDigits(row.rank), markdownCode(row.endpoint), markdownCode(row.name)],
      ...[timesCell(row), blocksCell(row), bytesCell(row)],
      ...[keepsCell(row), fateCell(row)],
    ]),
  );
  const table = [
    line(headings),
    line(['--:', ':--', ':--', '--:', '--:', '--:', '--:', ':--']),
    ...rows,
  ].join('\n');
  const blocks = [
    `**${markdownText(ranking.answer, names.slice(0, 100))}**`,
    shown.length === 0 ? '' : table,
    more === 0 ? '' : `… and ${groupDigits(more)} more (--top 0 shows all)`,
    PARTS_GUIDE.map((text) => `- ${markdownText(text, [])}`).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}
