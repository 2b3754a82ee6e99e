import { UsageError } from '../../errors.ts';
import type { Profile } from '../../profile/profile.ts';
import { rank } from '../../ranking/rank.ts';
import { rankSpans } from '../../ranking/span-ranking.ts';
import type { Ranking } from '../../ranking/ranking.ts';
import { isKnownHog } from '../../render/acknowledged.ts';
import { RENDERERS } from '../../render/renderers.ts';
import { SPAN_RENDERERS } from '../../render/spans/renderers.ts';
import type { RenderOptions } from '../../render/table.ts';
import { warningLine } from '../../render/error-line.ts';
import { acknowledgedOn, today, withKnown } from '../acknowledged.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { load } from '../load.ts';
import { isProbed } from '../next-step.ts';
import { readOptions, viewOptions } from '../options.ts';
import type { ViewFlags, ViewOptions } from '../options.ts';
import type { PageAdviser } from '../page-advice.ts';
import { rankingPage } from '../ranking-page.ts';
import { checkDestination, deliver, isFolder } from './output.ts';

/** Columns when nobody is watching: wide enough that no endpoint is shortened for a `grep`. */
const PIPED_COLUMNS = 160;

/** `memhog parse`: logs and profiles to a ranking. */
export async function parse(files: readonly string[], flags: ViewFlags, io: Io): Promise<ExitCode> {
  const config = readConfig(flags.config, io.cwd);
  const view = toPrint(viewOptions(flags, config), flags, io);
  if (flags.static === true && view.output !== 'html')
    throw new UsageError('--static is for pages: add --output html -o report.html');
  if (view.bySpan && view.output === 'html')
    throw new UsageError('--by span makes no page: a page shows the parts at each endpoint; leave --by out');
  checkDestination(view.out, io);
  for (const note of notesForNewcomers(flags)) io.err(warningLine(note));
  const { profile, inputs } = await load(readOptions(files, flags, config, io), io);
  const ranking = withKnown(rank(profile, { ...view.rank, inputs }), acknowledgedOn(today(io), config));
  if (view.bySpan) {
    deliver(renderedSpans(ranking, profile, view, io), view.out, io);
    return fails(ranking, view) ? 1 : 0;
  }
  const content =
    view.output === 'html'
      ? await rankingPage(
          profile,
          ranking,
          (await adviserOf(flags, config, io))(profile, ranking),
          flags.static === true,
        )
      : rendered(ranking, view, io);
  deliver(content, view.out, io);
  return fails(ranking, view) ? 1 : 0;
}

/** The folder of `report`, which the configuration names in `out` too, is no place for one ranking: that is printed. */
function toPrint(view: ViewOptions, flags: ViewFlags, io: Io): ViewOptions {
  const isOfReport = flags.out === undefined && view.out !== undefined && isFolder(view.out, io);
  return isOfReport ? { ...view, out: undefined } : view;
}

/** A ranking as text. */
export function rendered(ranking: Ranking, view: ViewOptions, io: Io): string {
  return RENDERERS.get(view.output)!(ranking, textOptions(view, io));
}

function textOptions({ out, top, minCalls, leastKept, sort }: ViewOptions, io: Io): RenderOptions {
  const width = io.columns ?? (io.stdoutIsTerminal ? 80 : PIPED_COLUMNS);
  return { width, color: io.color && out === undefined, top, minCalls, leastKept, sort };
}

/** The parts of requests as text. Throws UsageError where the log has none. */
function renderedSpans(ranking: Ranking, profile: Profile, view: ViewOptions, io: Io): string {
  if (!ranking.findings.some(({ spans }) => spans !== undefined))
    throw new UsageError(`${WITHOUT_SPANS}, ${isProbed(profile) ? SPANS_ON : `${SPANS_ON}; ${PROBE_ON}`}`);
  return SPAN_RENDERERS.get(view.output)!(rankSpans(ranking), textOptions(view, io));
}

const WITHOUT_SPANS = 'this log has no spans (parts of requests)';
const SPANS_ON = 'which the probe writes with MEMHOG_PROBE_SPANS=1 in the environment of the server';
const PROBE_ON = '`memhog setup` has the probe: for Django `memhog setup django --probe`';

async function adviserOf(flags: ViewFlags, config: Config, io: Io): Promise<PageAdviser> {
  return (await import('../page-advice.ts')).pageAdviser(flags, config, io);
}

/** Whether the ranking holds what `--fail-on` asks to fail on; known hogs are none of it. */
export function fails({ findings, acknowledged = [] }: Ranking, { failOn }: ViewOptions): boolean {
  if (failOn === undefined) return false;
  return findings.some(
    ({ verdict, endpoint }) =>
      !isKnownHog(endpoint, acknowledged) &&
      (verdict === 'leak' || (failOn === 'suspect' && verdict === 'suspect')),
  );
}

/** What people who know pyuwsgimemhog's flags should know. */
function notesForNewcomers(flags: ViewFlags): string[] {
  const notes: string[] = [];
  if (flags.memoryThreshold !== undefined) {
    notes.push(
      '--memory-threshold leaves out rows that kept less than so many MB (10^6 bytes) over the log; without it memhog shows all',
    );
  }
  if (flags.normalizeNums === true)
    notes.push(
      '--normalize-nums: memhog always folds ids, and keeps names such as v1 and s3; see `memhog routes`',
    );
  if (flags.normalizeNums === false)
    notes.push(
      '--no-normalize-nums: memhog folds ids all the same, as a leak cannot be seen in single paths; name routes of your own with --route',
    );
  return notes;
}
