/** Why a log is of no use, in one line that says what to do. */
import { UNCLEAR_MEMORY, UNCLEAR_UNIT } from '../formats/fields/field-line.ts';
import { lineExample } from '../formats/mask.ts';
import type { Coverage } from '../profile/profile.ts';
import { formatCounted, groupDigits } from '../wording/numbers.ts';
import type { FailedLine, Near } from './failed-lines.ts';
import type { FormatLines } from './format-tally.ts';

/** What to do about lines whose figure cannot be believed. */
const WAYS_OUT: ReadonlyMap<string, string> = new Map([
  [
    UNCLEAR_UNIT,
    'name the field with its unit (rss_b where it is bytes indeed), or log bytes (see `memhog setup`)',
  ],
  [
    UNCLEAR_MEMORY,
    'log the process id beside it, or say that it is the resident memory of one process with --fields rss_b=NAME (see `memhog setup`)',
  ],
]);

/** What was met in the log. */
export interface Met {
  readonly coverage: Coverage;
  readonly formats: readonly FormatLines[];
  /** The first lines that failed; asked for only where no line was any format's. */
  readonly failed: () => readonly FailedLine[];
}

function howToSwitchOn({ about }: FormatLines['format']): string {
  const { switchOn, setup } = about;
  return setup === '' ? switchOn : `${switchOn} (see \`memhog setup ${setup}\`)`;
}

/** What is wrong with a log of which not one reading could be used; a sentence without the log's name. */
export function whyUnusable({ coverage, formats, failed }: Met): string {
  const [main] = formats;
  if (coverage.requests > 0 && main)
    return `the requests are there (${main.format.about.title}) but no memory figure: ${howToSwitchOn(main.format)}`;
  const unclear = coverage.ignored.find(({ reason }) => WAYS_OUT.has(reason));
  if (unclear && coverage.malformed.every(({ lines }) => lines <= unclear.lines))
    return `${formatCounted(unclear.lines, 'line holds', 'lines hold')} ${unclear.reason}, the first at byte ${unclear.offset}: ${WAYS_OUT.get(unclear.reason)}`;
  const [malformed] = coverage.malformed;
  if (malformed)
    return `not one line could be used; the first one failed at byte ${malformed.offset} (${malformed.reason}): ${malformed.example}`;
  if (main)
    return `lines that memhog knows are there (${main.format.about.title}), but no request with its memory among them: ${howToSwitchOn(main.format)}`;
  return unlike(coverage, failed());
}

/** So much of a line is shown in a message of one line. */
const LONGEST_EXAMPLE = 60;

/** A title without what follows its first comma, colon or parenthesis; a format string in backquotes stays whole. */
const shortTitle = (title: string): string => (/^(?:`[^`]*`|[^`,:(])*/.exec(title)?.[0] ?? title).trim();

/** How a line differs from a format that it is near to. */
function difference({ title, column, missing }: Near): string {
  return missing === ''
    ? `${shortTitle(title)}, but a path, a process or a value in it is missing or cannot be used`
    : `${shortTitle(title)}, but at column ${column} lacks ${missing}`;
}

function unlike({ lines }: Coverage, failed: readonly FailedLine[]): string {
  const none =
    lines === 1
      ? 'its one line is not known to memhog'
      : `not one of ${groupDigits(lines)} lines is known to memhog`;
  const [first] = failed;
  if (!first) return `${none}: they are all empty; is it the right log?`;
  const wayOut =
    '`memhog setup` says how to log memory, `memhog check` says more, --log-format or --pattern reads lines of your own';
  const nearest = first.nearest.map(difference);
  const near =
    nearest.length === 0 ? 'resembles no known format' : `is nearest to ${nearest.join(', and to ')}`;
  const whole = lineExample(first.bytes, 0, first.bytes.length, false);
  const example = whole.length > LONGEST_EXAMPLE ? `${whole.slice(0, LONGEST_EXAMPLE)}…` : whole;
  return `${none}; line ${first.line} (${example}) ${near}; ${wayOut}`;
}
