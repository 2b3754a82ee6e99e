/** Why a log is of no use, in one line that says what to do. */
import { lineExample } from '../formats/mask.ts';
import type { Coverage } from '../profile/profile.ts';
import { groupDigits } from '../wording/numbers.ts';
import type { FailedLine } from './failed-lines.ts';
import type { FormatLines } from './format-tally.ts';

/** What was met in the log. */
export interface Met {
  readonly coverage: Coverage;
  readonly formats: readonly FormatLines[];
  readonly failed: readonly FailedLine[];
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
  const [malformed] = coverage.malformed;
  if (malformed)
    return `not one line could be used; the first one failed at byte ${malformed.offset} (${malformed.reason}): ${malformed.example}`;
  if (main)
    return `lines of the server are there (${main.format.about.title}) but no request with a memory figure: is request logging off, or has no request come yet? ${howToSwitchOn(main.format)}`;
  return unlike(coverage, failed);
}

function unlike({ lines }: Coverage, failed: readonly FailedLine[]): string {
  const none = `not one of ${groupDigits(lines)} lines is known to memhog`;
  const [first] = failed;
  const wayOut =
    '`memhog check` says more, `memhog formats` lists what is known, --log-format or --pattern names what is not';
  if (!first) return `${none}: they are all empty`;
  const example = lineExample(first.bytes, 0, first.bytes.length, false);
  const nearest = first.nearest.map(
    ({ title, column, missing }) => `${title} (at column ${column} it lacks ${missing})`,
  );
  const near = nearest.length === 0 ? 'it resembles no known format' : `nearest: ${nearest.join('; ')}`;
  return `${none}; line ${first.line} reads: ${example}; ${near}; ${wayOut}`;
}
