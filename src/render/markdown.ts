/** The ranking as GitHub's Markdown, to paste into an issue. */
import type { Finding, Ranking } from '../ranking/ranking.ts';
import { formatAmount, formatInterval, formatShortAmount } from '../wording/amount.ts';
import { markdownCode, markdownText } from './markdown-text.ts';
import { knownNotes, KNOWN_MARK, markedVerdict } from './acknowledged.ts';
import { formatPercent, groupDigits } from '../wording/numbers.ts';
import { codeLine } from '../wording/code.ts';
import { saidWith } from '../wording/said.ts';
import { selectRows } from './rows.ts';
import type { Selection } from './rows.ts';
import { leftOutNotes, rankingNotes } from './notes.ts';

/** The answer, the table, the reasons, the sums and the warnings. Ends with a newline. */
export function renderMarkdown(ranking: Ranking, selection: Selection): string {
  const rows = selectRows(ranking.findings, selection);
  const names = ranking.findings.map(({ endpoint }) => endpoint);
  const prose = (text: string): string => markdownText(text, names);
  const list = (texts: readonly string[]): string => texts.map((text) => `- ${text}`).join('\n');
  const known = knownNotes(ranking.acknowledged).map(prose);
  const notes = rankingNotes(ranking, 20).map(({ label, text }) => `${label}: ${markdownText(text, [])}`);
  const blocks = [
    `**${prose(ranking.answer.text)}**`,
    rows.shown.length === 0 ? '' : table(rows.shown, ranking),
    leftOutNotes(rows, ranking.by).join('  \n'),
    list(rows.shown.filter(isBlamed).map((row) => `${markdownCode(row.endpoint)}: ${prose(row.because)}`)),
    list(rows.shown.flatMap(codeLines)),
    list([...known, ...notes]),
    ranking.warnings.map(({ text }) => `> ⚠ ${prose(text)}`).join('\n>\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** The first line of code that the newest trace of a row found. */
function codeLines({ endpoint, code = [] }: Finding): readonly string[] {
  const trace = code.find(({ lines }) => lines.length > 0);
  if (!trace) return [];
  const said = saidWith(codeLine(trace.lines[0]!, trace), markdownCode, (words) => markdownText(words, []));
  return [`${markdownCode(endpoint)}: ${said}`];
}

const tableLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Peaks say nothing of leaks, so what a leak would be is left out. */
function peakTable(shown: readonly Finding[], ranking: Ranking): string {
  const size = (value: number | undefined): string =>
    value === undefined ? '' : formatShortAmount(value, ranking);
  return [
    tableLine(['#', ranking.by, 'verdict', 'typical peak', '1 in 100', 'largest', 'calls']),
    tableLine(['--:', ':--', ':--', '--:', '--:', '--:', '--:']),
    ...shown.map(({ rank, endpoint, verdict, peak, calls }) =>
      tableLine([
        ...[groupDigits(rank), markdownCode(endpoint), verdict],
        ...[peak?.median, peak?.p99, peak?.max].map(size),
        groupDigits(calls),
      ]),
    ),
  ].join('\n');
}

function table(shown: readonly Finding[], ranking: Ranking): string {
  if (ranking.metric === 'peak') return peakTable(shown, ranking);
  const perCall = ranking.unit === 'bytes' ? 'leak per call' : `${ranking.metric} per call`;
  return [
    tableLine(['#', ranking.by, 'verdict', 'chance', perCall, 'calls', 'kept', 'share']),
    tableLine(['--:', ':--', ':--', '--:', '--:', '--:', '--:', '--:']),
    ...shown.map((row) =>
      tableLine([
        groupDigits(row.rank),
        markdownCode(row.endpoint),
        isBlamed(row) ? `**${verdictCell(row, ranking)}**` : verdictCell(row, ranking),
        formatPercent(row.confidence).replace('<', '&lt;').replace('>', '&gt;'),
        perCallCell(row, ranking),
        groupDigits(row.calls),
        formatShortAmount(row.kept.estimate, ranking),
        formatPercent(row.share).replace('<', '&lt;'),
      ]),
    ),
  ].join('\n');
}

/** A star would be markup. */
function verdictCell(row: Finding, { acknowledged }: Ranking): string {
  return markedVerdict(row, acknowledged).replace(KNOWN_MARK, `\\${KNOWN_MARK}`);
}

function perCallCell({ leakPerCall }: Finding, ranking: Ranking): string {
  return leakPerCall.estimate === 0
    ? `under ${formatAmount(leakPerCall.high, ranking)}`
    : formatInterval(leakPerCall, ranking);
}

function isBlamed({ verdict }: Finding): boolean {
  return verdict === 'leak' || verdict === 'suspect';
}
