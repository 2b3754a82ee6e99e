/** What a nightly run says on stdout. */
import type { Alarm } from '../nightly/alarm.ts';
import type { News } from '../nightly/news.ts';
import type { NightRanking, Trend } from '../nightly/trend.ts';
import { isKnownHog } from '../render/acknowledged.ts';
import { markdownCode, markdownText } from '../render/markdown-text.ts';
import { safeText } from '../render/safe-text.ts';
import { hoursSoFar, notOverText } from '../report/index-headline.ts';
import { formatAmount } from '../wording/amount.ts';
import { formatCounted } from '../wording/numbers.ts';
import type { Pages } from './pages.ts';

/** How it is said. */
export interface SummaryOptions {
  /** New lines read. */
  readonly lines: number;
  /** The folder as the user named it. */
  readonly folder: string;
  /** `text` or `markdown`. */
  readonly form: string;
  /** What the run fails on, if anything, and the word after --fail-on that asked for it. */
  readonly alarms: readonly Alarm[];
  readonly failOn: string | undefined;
}

/** A line on one endpoint. */
interface Line {
  readonly endpoint: string;
  readonly text: string;
}

/** The summary. Ends with a newline. */
export function summaryOf(pages: Pages, options: SummaryOptions): string {
  const last = pages.nights.at(-1);
  if (!last) return 'nothing to report yet: no line of the logs could be used\n';
  // A day of which a few hours are over does not have the last word.
  const whole = pages.isOver ? last : (pages.nights.at(-2) ?? last);
  const { lines, folder, form, alarms, failOn } = options;
  const read = lines === 0 ? 'nothing new since the last run' : `${formatCounted(lines, 'new line')} read`;
  const found = [...linesOf(pages, whole), ...passingNews(pages, whole)];
  const days = [...new Set([whole.day, last.day])];
  const fails =
    alarms.length === 0
      ? undefined
      : `--fail-on ${failOn ?? ''}: ${listOf(alarms.map(({ endpoint, day }) => `${endpoint} (${day})`))}`;
  const names = [...last.ranking.findings, ...whole.ranking.findings].map(({ endpoint }) => endpoint);
  if (form === 'markdown') {
    const prose = (text: string): string => markdownText(text, names);
    return [
      `### memhog, ${whole.day}`,
      '',
      prose(whole.ranking.answer.text),
      '',
      ...found.map(({ endpoint, text }) => `- ${markdownCode(endpoint)}: ${markdownText(text, [])}`),
      ...(found.length > 0 ? [''] : []),
      ...notOver(pages, last, whole).flatMap((text) => [prose(text), '']),
      ...(fails === undefined ? [] : [prose(fails), '']),
      `${read}; ${days.map((day) => markdownCode(`${folder}/${day}.html`)).join(', ')}`,
      '',
    ].join('\n');
  }
  return [
    safeText(`${whole === last ? '' : `${whole.day}: `}${whole.ranking.answer.text}`),
    ...found.map(({ endpoint, text }) => `  ${safeText(endpoint)}: ${text}`),
    ...notOver(pages, last, whole).map(safeText),
    ...(fails === undefined ? [] : [safeText(fails)]),
    `${read}; ${days.map((day) => `${folder}/${day}.html`).join(', ')}`,
    '',
  ].join('\n');
}

const listOf = (texts: readonly string[]): string => texts.join(', ');

/** That the last day is not over, with what it blames so far where another day had the word before. */
function notOver({ isOver }: Pages, last: NightRanking, whole: NightRanking): readonly string[] {
  if (isOver) return [];
  return [whole === last ? `${last.day} is not over${hoursSoFar(last.ranking)}.` : notOverText(last)];
}

/** Endpoints that are blamed, and those that no longer are. */
function linesOf({ trends, news, acknowledged }: Pages, whole: NightRanking): readonly Line[] {
  const fresh = new Map(news.map((one) => [one.endpoint, one]));
  const blamed = trends
    .filter(({ current }) => current !== undefined)
    .sort((a, b) => (a.current?.rank ?? 0) - (b.current?.rank ?? 0))
    .map(({ endpoint, ...trend }) => {
      const known = isKnownHog(endpoint, acknowledged) ? ' (acknowledged)' : '';
      return { endpoint, text: `${said(trend, fresh.get(endpoint), whole)}${known}` };
    });
  const gone = trends.filter(({ change, endpoint }) => change === 'gone' && !fresh.has(endpoint));
  return [...blamed, ...gone.map(({ endpoint }) => ({ endpoint, text: 'gone' }))];
}

function said(
  { current, change, sure, since }: Omit<Trend, 'endpoint'>,
  fresh: News | undefined,
  { day, ranking }: NightRanking,
): string {
  const amount = `${current?.verdict ?? ''}, ${formatAmount(current?.leakPerCall.estimate ?? 0, ranking)} per call`;
  const isNew = change === 'new' || fresh !== undefined;
  const isSure = change === 'new' ? sure : (fresh?.sure ?? true);
  const word = isNew ? (isSure ? 'new' : 'perhaps new') : change;
  const trend = word === 'same' || word === 'unknown' ? '' : `, ${word}`;
  const long = since === undefined || (isNew && since === day) ? '' : `${isNew ? '' : ','} since ${since}`;
  return `${amount}${trend}${long}`;
}

/** What was new in a day that was read, and that the days after it do not show. */
function passingNews({ news, trends }: Pages, { ranking }: NightRanking): readonly Line[] {
  const now = new Map(trends.map((trend) => [trend.endpoint, trend]));
  return news
    .filter(({ endpoint }) => now.get(endpoint)?.current === undefined)
    .map(({ endpoint, day, finding, sure }) => {
      const amount = formatAmount(finding.leakPerCall.estimate, ranking);
      return {
        endpoint,
        text: `${finding.verdict} on ${day}, ${amount} per call, ${sure ? 'new' : 'perhaps new'} that day; ${now.get(endpoint)?.change === 'gone' ? 'gone since' : 'not shown since'}`,
      };
    });
}
