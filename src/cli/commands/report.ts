import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InputError, UsageError } from '../../errors.ts';
import { withoutCopies } from '../../input/copies.ts';
import { discover } from '../../input/discover.ts';
import type { Input } from '../../input/discover.ts';
import { alarmsOf } from '../../nightly/alarm.ts';
import type { Alarm } from '../../nightly/alarm.ts';
import { takeLock } from '../../nightly/lock.ts';
import { runNight } from '../../nightly/night.ts';
import { Store } from '../../nightly/store.ts';
import { errorLine, warningLine } from '../../render/error-line.ts';
import { acknowledgedOn, today } from '../acknowledged.ts';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import type { ExitCode, Io } from '../io.ts';
import { level, readOptions } from '../options.ts';
import type { ReadFlags, ReadOptions } from '../options.ts';
import { pageAdviser } from '../page-advice.ts';
import { writePages } from '../pages.ts';
import type { Pages } from '../pages.ts';
import { NIGHT_FAILURES } from '../forms.ts';
import { summaryOf } from '../night-summary.ts';
import { firstTime, inReadingOrder, isProfile } from '../reading-order.ts';
import { whyNotWritable } from '../why-not-writable.ts';

/** Flags of `report`. */
export interface ReportFlags extends ReadFlags {
  readonly out?: string;
  readonly keep?: string;
  readonly summary?: string;
  readonly failOn?: string;
  readonly limit?: string;
  readonly static?: boolean;
}

/** Name of the lock within the folder. */
const LOCK_NAME = 'memhog-report.lock';

/** Nights kept when nobody says how many. */
const DEFAULT_KEEP = 90;

type LogFile = Input & { readonly kind: 'file' };

/** `memhog report`: reads what is new since the last run and writes the pages of the days it belongs to. */
export async function report(
  files: readonly string[],
  flags: ReportFlags,
  io: Io,
  version: string,
): Promise<ExitCode> {
  const config = readConfig(flags.config, io.cwd);
  const out = flags.out ?? config.out;
  if (files.length === 0 && (config.inputs ?? []).length === 0)
    throw new UsageError(
      'report: no log named: memhog report /var/log/app.log --out reports, or "inputs" and "out" in memhog.json',
    );
  if (out === undefined)
    throw new UsageError('report: no folder to write to: add --out reports, or "out" in memhog.json');
  const keep = keepOf(flags, config);
  const failOn = NIGHT_FAILURES.find((one) => one === flags.failOn);
  const options = readOptions(files, flags, config, io);
  if (
    options.asked.length > 0 &&
    options.asked.some(({ flag }) => flag !== '--route' && flag !== '--keep-query')
  )
    throw new UsageError(
      `report keeps every line; ${options.asked.map(({ flag }) => flag).join(', ')} cannot choose among them (memhog parse can)`,
    );
  refuseUnusable(options);
  const asked = flags.limit ?? config.limit;
  const limit = asked === undefined ? undefined : level(asked);
  // Before the folder is made: a name that leads nowhere leaves nothing behind.
  const inputs = await logsOf(options, io);
  const folder = resolve(io.cwd, out);
  makeFolder(folder, out);
  const lock = inWords(out, () => takeLock(join(folder, LOCK_NAME)));
  if (!lock) {
    io.err(errorLine(`another report is being written to ${out}: this one leaves it alone`));
    return 0;
  }
  try {
    return await night(
      new Store(folder),
      out,
      { options, inputs, config, flags, keep, failOn, limit, version },
      io,
    );
  } catch (error) {
    throw said(out, error);
  } finally {
    lock.release();
  }
}

/** Throws UsageError for flags that a report, which goes on from what it has kept, cannot follow. */
function refuseUnusable({ source, redact }: ReadOptions): void {
  if (source !== undefined)
    throw new UsageError(
      'report finds the rotated pieces of a log by their names, so --source cannot give it another',
    );
  if (redact)
    throw new UsageError(
      'report goes on from the profiles it keeps, so --redact cannot hide names in them; memhog profile --redact makes one to share',
    );
}

/** What the system says of a folder or a disk, in words; anything else as it is. */
function said(shown: string, error: unknown): unknown {
  const isOfSystem = error instanceof Error && 'syscall' in error;
  return isOfSystem ? new InputError(whyNotWritable(shown, error)) : error;
}

function inWords<T>(shown: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw said(shown, error);
  }
}

function keepOf({ keep }: ReportFlags, config: Config): number {
  if (keep === undefined) return config.keep ?? DEFAULT_KEEP;
  if (!/^[1-9]\d{0,5}$/.test(keep)) throw new UsageError(`--keep '${keep}' must be a number of nights`);
  return Number(keep);
}

/** Makes the folder and those it lies in. One by one: told to do it by itself, Node loops for ever where a folder takes none. */
function makeFolder(folder: string, shown: string): void {
  const missing: string[] = [];
  for (let at = folder; !existsSync(at); at = dirname(at)) missing.unshift(at);
  try {
    for (const one of missing) mkdirSync(one);
  } catch (error) {
    throw new UsageError(whyNotWritable(shown, error));
  }
}

interface Asked {
  readonly options: ReadOptions;
  readonly inputs: readonly LogFile[];
  readonly config: Config;
  readonly flags: ReportFlags;
  readonly keep: number;
  readonly failOn: (typeof NIGHT_FAILURES)[number] | undefined;
  readonly limit: number | undefined;
  readonly version: string;
}

async function night(store: Store, shown: string, asked: Asked, io: Io): Promise<ExitCode> {
  const { options, inputs, config, flags, keep, failOn, limit, version } = asked;
  const state = store.open(shown);
  const { epoch, ahead } = io.now();
  const done = await runNight(store, state, {
    inputs,
    settings: options.settings,
    formats: options.formats,
    cwd: io.cwd,
    machine: io.machine,
    now: Math.floor((epoch + ahead) / 1000),
    inOrder: inReadingOrder,
    firstTime,
    onWarning: ({ text }) => io.err(warningLine(text)),
  });
  const pages = await writePages(store, done.state, {
    config,
    keep,
    limit,
    isStatic: flags.static === true,
    advise: pageAdviser(flags, config, io),
    today: today(io),
    made: `${version} on ${new Date(epoch + ahead).toISOString().slice(0, 16).replace('T', ' ')}`,
    judges: failOn !== undefined,
  });
  const { alarms, save } = judge(store, pages, asked);
  const form = flags.summary ?? 'text';
  io.out(summaryOf(pages, { lines: done.lines, folder: shown, form, alarms, failOn }));
  // Only what has been said is used up.
  save();
  return alarms.length > 0 ? 1 : 0;
}

/** What the run fails on, and how to remember that it did. */
function judge(
  store: Store,
  { state, nights }: Pages,
  { config, failOn }: Asked,
): { readonly alarms: readonly Alarm[]; readonly save: () => void } {
  if (failOn === undefined) return { alarms: [], save: () => undefined };
  const judged = alarmsOf({ state, nights, knownOn: (day) => acknowledgedOn(day, config), failOn });
  return { alarms: judged.alarms, save: () => store.update(judged.state) };
}

/** The log files among the inputs. Throws UsageError for what cannot be read from where the last night stopped. */
async function logsOf(options: ReadOptions, io: Io): Promise<readonly LogFile[]> {
  const { inputs, warnings } = await withoutCopies(await discover(options.inputs, io.cwd));
  for (const { text } of warnings) io.err(warningLine(text));
  const files: LogFile[] = [];
  for (const input of inputs) {
    if (input.kind !== 'file')
      throw new UsageError(
        'report reads files, which it finds again the next night; a pipe it would count twice: let the log go to a file, or use memhog parse',
      );
    if (await isProfile(input.path, input.name))
      throw new UsageError(`report reads logs; ${input.name} is a profile: memhog parse ranks it`);
    files.push(input);
  }
  return files;
}
