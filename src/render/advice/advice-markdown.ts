/** The advice as GitHub's Markdown, to paste into an issue or a pull request. */
import type { WholeAdvice } from '../../advise/whole-advice.ts';
import type { AdvisedFile } from '../../advise/servers/server.ts';
import { markdownCode, markdownText } from '../markdown-text.ts';
import { visibleText } from '../safe-text.ts';
import { basisOf } from './advice-basis.ts';
import { outcomeNotes, outcomesOf } from './advice-rows.ts';
import {
  checkTitle,
  comparedText,
  JUDGED,
  lineName,
  pasteOf,
  placeOf,
  remarksOf,
  wayTo,
} from './advice-words.ts';

/** The whole advice. Ends with a newline. */
export function renderAdviceMarkdown(advice: WholeAdvice): string {
  const names = namesIn(advice);
  const prose = (text: string): string => markdownText(text, names);
  const list = (texts: readonly string[]): string => texts.map((text) => `- ${prose(text)}`).join('\n');
  const blocks = [
    `**${prose(advice.answer.text)}**`,
    ...advice.settings.files.flatMap((file) => pasteBlocks(file, advice)),
    table(advice),
    list(outcomeNotes(advice)),
    ...checkBlocks(advice, prose),
    '### What it rests on',
    basisOf(advice)
      .map(({ label, text }) => `- **${label}**: ${prose(text)}`)
      .join('\n'),
    list(remarksOf(advice)),
    ...causeBlocks(advice, list),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** Names of files and endpoints that sentences quote. */
function namesIn({ check, cause }: WholeAdvice): readonly string[] {
  const names = [check?.file, cause?.endpoint, ...(check?.rows ?? []).map(({ setting }) => setting)];
  return names.filter((name) => name !== undefined);
}

/** Text as it is, in a fence that nothing in it can close. */
function fenced(text: string): string {
  const lines = text.split('\n').map((line) => visibleText(line));
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length),
  );
  const fence = '`'.repeat(longest + 1);
  return [fence, ...lines, fence].join('\n');
}

function pasteBlocks(file: AdvisedFile, { server }: WholeAdvice): readonly string[] {
  return [
    `### ${markdownText(placeOf(file, server), [])}`,
    fenced(pasteOf(file)),
    file.lines.map((line) => `- ${markdownCode(lineName(line))}: ${markdownText(line.why, [])}`).join('\n'),
  ];
}

function table(advice: WholeAdvice): string {
  const { headings, rows } = outcomesOf(advice);
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(['', ...headings]),
    line([':--', ...headings.map(() => '--:')]),
    ...rows.map(({ label, cells }) => line([label, ...cells].map((cell) => markdownText(cell, [])))),
  ].join('\n');
}

function checkBlocks(advice: WholeAdvice, prose: (text: string) => string): readonly string[] {
  const { check } = advice;
  if (!check) return [];
  const rows = check.rows.map((row) => `- **${JUDGED[row.judgement]}** ${prose(comparedText(row))}`);
  const remarks = check.remarks.map((text) => `- ${prose(text)}.`);
  return [`### ${prose(checkTitle(check, advice))}`, [...rows, ...remarks].join('\n')];
}

function causeBlocks({ cause }: WholeAdvice, list: (texts: readonly string[]) => string): readonly string[] {
  if (!cause) return [];
  return [
    `### ${wayTo(cause.endpoint)} ${markdownCode(cause.endpoint)}`,
    ...cause.steps.flatMap(({ why, where, paste }, i) => [
      `${(i + 1).toString()}\\. ${markdownText(where === '' ? why : `${where}: ${why}`, [])}`,
      fenced(paste),
    ]),
    list(cause.notes.map((text) => `${text}.`)),
  ];
}
