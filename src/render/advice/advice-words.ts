/** Pieces of the advice that text and Markdown say alike. Names come out as they are: the caller makes them safe. */
import { obstacleOf } from '../../advise/answer.ts';
import type { Compared, Judgement } from '../../advise/present/compare.ts';
import type { AdvisedFile, AdvisedLine } from '../../advise/servers/server.ts';
import { isEndless } from '../../advise/settings.ts';
import type { WholeAdvice } from '../../advise/whole-advice.ts';

/** What is pasted for one file, exactly. A command line is one line. */
export function pasteOf({ name, lines }: AdvisedFile): string {
  if (name === 'command line') return lines.map(({ text }) => text).join(' ');
  // A hook stands apart from the settings before it.
  return lines.map(({ text }, i) => (i > 0 && text.includes('\n') ? `\n${text}` : text)).join('\n');
}

/** Where the lines go. */
export function placeOf({ name }: AdvisedFile, { title }: WholeAdvice['server']): string {
  return name === 'command line' ? `On the command line that starts ${title}` : name;
}

/** What a line is called where its reason stands. */
export function lineName({ setting, text }: AdvisedLine): string {
  return setting === '' ? text.trim().split('\n')[0]! : setting;
}

/** Remarks on the log and the calculation, then on the server, each a sentence; what the answer says is left out. */
export function remarksOf(advice: WholeAdvice): readonly string[] {
  const said = obstacleOf(advice)?.code;
  return [
    ...advice.notes.filter(({ code }) => code !== said).map(({ text }) => text),
    ...advice.settings.notes.map((text) => `${text}.`),
  ];
}

/** What stands before the name of the endpoint whose cause is looked for: names in parentheses stand for more than one. */
export function wayTo(endpoint: string): string {
  const whose = endpoint.startsWith('(') ? 'what is listed as' : '';
  return `The way to the line of code behind ${whose}`.trim();
}

/** Words for a judgement, at most eight letters. */
export const JUDGED: Readonly<Record<Judgement, string>> = {
  same: 'ok',
  missing: 'missing',
  'too-high': 'too high',
  'too-low': 'too low',
  'not-understood': 'unclear',
  'no-effect': 'useless',
  unwise: 'unwise',
};

/** A row of `--check` behind its judgement. */
export function comparedText({ setting, line, text }: Compared): string {
  return `${setting}${line === null ? '' : ` (line ${line.toString()})`}: ${text}`;
}

/** What `--check` comes to, in a sentence without its full stop. */
export function checkTitle(
  { file, rows, differs }: NonNullable<WholeAdvice['check']>,
  { whatIf, whatIfFrom }: Pick<WholeAdvice, 'whatIf' | 'whatIfFrom'>,
): string {
  // Of another what-if nothing follows for the file.
  const isIdle = whatIfFrom !== 'file' || (whatIf !== null && isEndless(whatIf.settings));
  if (rows.length === 0 && !differs && isIdle)
    return `${file} sets nothing that has to do with restarting workers`;
  return differs ? `${file} differs from the advice` : `${file} is as advised, where it matters`;
}
