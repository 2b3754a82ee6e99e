import { UsageError } from '../../errors.ts';
import { whyNotMergeable } from '../../profile/profile.ts';
import type { Profile } from '../../profile/profile.ts';
import { compareRankings, isWorse, whyNotComparable } from '../../ranking/compare-rankings.ts';
import type { Compared } from '../../ranking/comparison.ts';
import { rank } from '../../ranking/rank.ts';
import { renderCompareJson } from '../../render/compare-json.ts';
import { renderCompareMarkdown } from '../../render/compare-markdown.ts';
import { renderCompareTable } from '../../render/compare-table.ts';
import type { CompareOptions } from '../../render/compare-table.ts';
import { renderComparePage } from '../../report/compare-page.ts';
import { acknowledgedOn, today } from '../acknowledged.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { load } from '../load.ts';
import type { Loaded } from '../load.ts';
import { countFlag, readOptions, viewOptions } from '../options.ts';
import type { ViewFlags } from '../options.ts';
import { checkDestination, deliver } from './output.ts';

/** Flags of `compare`. */
export interface CompareFlags extends ViewFlags {
  readonly failOn?: string;
}

/** Columns when nobody is watching. */
const PIPED_COLUMNS = 160;

/** Settings of the configuration that say what to compare; where to write and what to fail on are those of other commands. */
const USED: readonly (keyof Config)[] = ['by', 'metric', 'include', 'exclude'];

/** `memhog compare BEFORE AFTER`: which endpoints leak more, less, newly, no longer. */
export async function compare(before: string, after: string, flags: CompareFlags, io: Io): Promise<ExitCode> {
  const config = readConfig(flags.config, io.cwd);
  const { output = 'table', out, failOn, top, ...asked } = flags;
  const view = viewOptions(
    asked,
    Object.fromEntries(Object.entries(config).filter(([key]) => USED.some((used) => used === key))),
  );
  const options: CompareOptions = {
    width: io.columns ?? (io.stdoutIsTerminal ? 80 : PIPED_COLUMNS),
    color: io.color && out === undefined,
    top: top === undefined ? undefined : countFlag('--top', top),
  };
  if (before === '-' && after === '-')
    throw new UsageError('stdin can be one side only: name a log or a profile for the other');
  checkDestination(out, io);
  const sides: Loaded[] = [];
  for (const name of [before, after]) sides.push(await load(readOptions([name], flags, config, io), io));
  const [was, is] = sides;
  refuseUnlike(was!.profile, is!.profile);
  const rankings = [was!, is!].map(({ profile, inputs }) => rank(profile, { ...view.rank, inputs }));
  const unlike = whyNotComparable(rankings[0]!, rankings[1]!);
  if (unlike.length > 0) throw new UsageError(`these two cannot be compared: ${unlike.join('; ')}`);
  const known = acknowledgedOn(today(io), config);
  const compared = compareRankings(rankings[0]!, { ...rankings[1]!, acknowledged: known });
  deliver(rendered(compared, output, options), out, io);
  return failOn === 'worse' && isWorse(compared) ? 1 : 0;
}

function rendered(compared: Compared, output: string, options: CompareOptions): string {
  switch (output) {
    case 'json':
      return renderCompareJson(compared);
    case 'markdown':
      return renderCompareMarkdown(compared, options);
    case 'html':
      return renderComparePage(compared);
    default:
      return renderCompareTable(compared, options);
  }
}

/** Rows mean the same only under the same settings; the time looked at may differ, as before and after do. Throws UsageError. */
function refuseUnlike(before: Profile, after: Profile): void {
  const { since, until, examples } = before.settings;
  const reasons = whyNotMergeable(before, {
    ...after,
    settings: { ...after.settings, since, until, examples },
  });
  if (reasons.length > 0)
    throw new UsageError(
      `these two cannot be compared, as they were read under unlike settings: ${reasons.join('; ')}`,
    );
}
