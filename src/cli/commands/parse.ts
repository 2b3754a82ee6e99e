import { rank } from '../../ranking/rank.ts';
import type { Ranking } from '../../ranking/ranking.ts';
import { RENDERERS } from '../../render/renderers.ts';
import { warningLine } from '../../render/error-line.ts';
import { acknowledgedOn, isAcknowledged, today, withKnown } from '../acknowledged.ts';
import { readConfig } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { load } from '../load.ts';
import { readOptions, viewOptions } from '../options.ts';
import type { ViewFlags, ViewOptions } from '../options.ts';
import { checkDestination, deliver } from './output.ts';

/** Columns when nobody is watching: wide enough that no endpoint is shortened for a `grep`. */
const PIPED_COLUMNS = 160;

/** `memhog parse`: logs and profiles to a ranking. */
export async function parse(files: readonly string[], flags: ViewFlags, io: Io): Promise<ExitCode> {
  const config = readConfig(flags.config, io.cwd);
  const view = viewOptions(flags, config);
  checkDestination(view.out, io);
  for (const note of notesForNewcomers(flags)) io.err(warningLine(note));
  const { profile, inputs } = await load(readOptions(files, flags, config, io), io);
  const ranking = withKnown(rank(profile, { ...view.rank, inputs }), acknowledgedOn(today(io), config));
  const render = RENDERERS.get(view.output)!;
  const width = io.columns ?? (io.stdoutIsTerminal ? 80 : PIPED_COLUMNS);
  const color = io.color && view.out === undefined;
  deliver(
    render(ranking, {
      width,
      color,
      top: view.top,
      minCalls: view.minCalls,
      leastKept: view.leastKept,
      sort: view.sort,
    }),
    view.out,
    io,
  );
  return fails(ranking, view) ? 1 : 0;
}

/** Whether the ranking holds what `--fail-on` asks to fail on; known hogs are none of it. */
function fails({ findings, acknowledged = [] }: Ranking, { failOn }: ViewOptions): boolean {
  if (failOn === undefined) return false;
  return findings.some(
    ({ verdict, endpoint }) =>
      !isAcknowledged(endpoint, acknowledged) &&
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
