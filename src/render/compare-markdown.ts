/** A comparison as GitHub's Markdown, for a pull request or a step summary. */
import type { Compared, Comparison } from '../ranking/comparison.ts';
import { knownNotes } from './acknowledged.ts';
import {
  chanceCell,
  changeCell,
  compareNotes,
  differenceCell,
  othersNote,
  rangeCell,
  selectChanges,
  sizeCell,
} from './compare-rows.ts';
import type { CompareOptions } from './compare-table.ts';
import { markdownCode, markdownText } from './markdown-text.ts';

/** The answer, the table, the reasons, the small print and the warnings. Ends with a newline. */
export function renderCompareMarkdown(compared: Compared, { top }: Pick<CompareOptions, 'top'>): string {
  const rows = selectChanges(compared, top);
  const names = compared.changes.map(({ endpoint }) => endpoint);
  const prose = (text: string): string => markdownText(text, names);
  const list = (texts: readonly string[]): string => texts.map((text) => `- ${text}`).join('\n');
  const changed = rows.shown.filter(({ change }) => change !== 'same');
  const blocks = [
    `**${prose(compared.answer.text)}**`,
    rows.shown.length === 0 ? '' : table(rows.shown, compared),
    othersNote(rows, compared),
    list(changed.map(({ endpoint, because }) => `${markdownCode(endpoint)}: ${prose(because)}`)),
    list([
      ...knownNotes(compared.acknowledged).map(prose),
      ...compareNotes(compared).map(({ label, text }) => `${label}: ${markdownText(text, [])}`),
    ]),
    [
      ...compared.before.warnings.map(({ text }) => `> ⚠ before: ${prose(text)}`),
      ...compared.after.warnings.map(({ text }) => `> ⚠ after: ${prose(text)}`),
    ].join('\n>\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const tableLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(shown: readonly Comparison[], compared: Compared): string {
  const plain = (cell: string): string => cell.replace(/[<>*]/g, (mark) => ENTITIES[mark]!);
  return [
    tableLine(['change', compared.by, 'before', 'after', 'difference', '90 % range', 'chance']),
    tableLine([':--', ':--', '--:', '--:', '--:', ':--', '--:']),
    ...shown.map((row) =>
      tableLine([
        row.sure ? `**${plain(changeCell(row, compared))}**` : plain(changeCell(row, compared)),
        markdownCode(row.endpoint),
        ...[
          sizeCell(row.before, compared),
          sizeCell(row.after, compared),
          differenceCell(row, compared),
          rangeCell(row, compared),
          chanceCell(row),
        ].map(plain),
      ]),
    ),
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '*': '\\*' };
