/** What a nightly run says on stdout, and whether it fails. */
import type { Change } from '../ranking/comparison.ts';
import type { Finding } from '../ranking/ranking.ts';
import { markdownCode, markdownText } from '../render/markdown-text.ts';
import { safeText } from '../render/safe-text.ts';
import { formatAmount } from '../wording/amount.ts';
import { formatCounted } from '../wording/numbers.ts';
import { isAcknowledged } from './acknowledged.ts';
import type { NIGHT_FAILURES } from './forms.ts';
import type { Pages } from './pages.ts';

/** How it is said. */
export interface SummaryOptions {
  /** New lines read. */
  readonly lines: number;
  /** The folder as the user named it. */
  readonly folder: string;
  /** `text` or `markdown`. */
  readonly form: string;
}

/** The last night's findings that deserve a line. */
interface Line {
  readonly finding: Finding;
  readonly change: Change;
  readonly sure: boolean;
  readonly since: string | undefined;
  readonly known: boolean;
}

function linesOf({ nights, trends, acknowledged }: Pages): readonly Line[] {
  const last = nights.at(-1);
  if (!last) return [];
  const trend = new Map(trends.map((one) => [one.endpoint, one]));
  return last.ranking.findings
    .filter(({ verdict }) => verdict === 'leak' || verdict === 'suspect')
    .map((finding) => ({
      finding,
      change: trend.get(finding.endpoint)?.change ?? 'same',
      sure: trend.get(finding.endpoint)?.sure ?? false,
      since: trend.get(finding.endpoint)?.since,
      known: isAcknowledged(finding.endpoint, acknowledged),
    }));
}

/** The summary. Ends with a newline. */
export function summaryOf(pages: Pages, { lines, folder, form }: SummaryOptions): string {
  const last = pages.nights.at(-1);
  if (!last) return 'nothing to report yet: no line of the logs could be used\n';
  const found = linesOf(pages);
  const gone = pages.trends.filter(({ change }) => change === 'gone').map(({ endpoint }) => endpoint);
  const read = lines === 0 ? 'nothing new since the last run' : `${formatCounted(lines, 'new line')} read`;
  const page = `${folder}/${last.day}.html`;
  if (form === 'markdown') {
    return [
      `### memhog, ${last.day}`,
      '',
      markdownText(
        last.ranking.answer.text,
        last.ranking.findings.map(({ endpoint }) => endpoint),
      ),
      '',
      ...found.map(
        (line) => `- ${markdownCode(line.finding.endpoint)}: ${markdownText(said(line, last), [])}`,
      ),
      ...gone.map((endpoint) => `- ${markdownCode(endpoint)}: gone`),
      ...(found.length + gone.length > 0 ? [''] : []),
      `${read}; ${markdownCode(page)}`,
      '',
    ].join('\n');
  }
  return [
    safeText(last.ranking.answer.text),
    ...found.map((line) => `  ${safeText(line.finding.endpoint)}: ${said(line, last)}`),
    ...gone.map((endpoint) => `  ${safeText(endpoint)}: gone`),
    `${read}; ${page}`,
    '',
  ].join('\n');
}

function said({ finding, change, sure, since, known }: Line, { ranking }: Pages['nights'][number]): string {
  const amount = `${finding.verdict}, ${formatAmount(finding.leakPerCall.estimate, ranking)} per call`;
  const trend =
    change === 'same' || change === 'unknown'
      ? ''
      : `, ${change === 'new' && !sure ? 'perhaps new' : change}`;
  const long = since === undefined || change === 'new' ? '' : `, since ${since}`;
  return `${amount}${trend}${long}${known ? ' (acknowledged)' : ''}`;
}

/** Whether the last night holds what `--fail-on` asks to fail on. */
export function failsNight(pages: Pages, failOn: (typeof NIGHT_FAILURES)[number] | undefined): boolean {
  const found = linesOf(pages).filter(({ known }) => !known);
  switch (failOn) {
    case undefined:
      return false;
    case 'leak':
      return found.some(({ finding }) => finding.verdict === 'leak');
    case 'suspect':
      return found.length > 0;
    case 'new-leak':
      return found.some(({ finding, change }) => finding.verdict === 'leak' && isNew(change, pages));
  }
}

/** In the first night of all everything is new. */
function isNew(change: Change, { nights }: Pages): boolean {
  return change === 'new' || nights.length === 1;
}
