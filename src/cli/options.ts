/** From raw flags to checked options, once; nothing deeper reads a flag. */
import { availableParallelism } from 'node:os';
import { UsageError } from '../errors.ts';
import { FIGURES } from '../record.ts';
import type { Figure } from '../record.ts';
import { DEFAULT_SETTINGS } from '../profile/profile.ts';
import type { Settings } from '../profile/profile.ts';
import type { Ranking } from '../ranking/ranking.ts';
import type { RankOptions } from '../ranking/rank.ts';
import { SORT_KEYS } from '../render/rows.ts';
import type { SortKey } from '../render/rows.ts';
import { rowFilter } from '../routes/row-filter.ts';
import type { RowPatterns } from '../routes/row-filter.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { Config } from './config.ts';
import { formatOptions } from './format-options.ts';
import { RANKING_FORMS } from './forms.ts';
import type { Io } from './io.ts';
import { parseTime } from './time.ts';

/** Flags about what to read, as commander gives them. */
export interface ReadFlags {
  readonly config?: string;
  readonly source?: string;
  readonly route?: readonly string[];
  readonly keepQuery?: string;
  readonly since?: string;
  readonly until?: string;
  readonly status?: string;
  readonly worker?: string;
  readonly host?: string;
  readonly showPaths?: boolean;
  readonly redact?: boolean;
  readonly logfile?: string;
  readonly by?: string;
  readonly logFormat?: readonly string[];
  readonly uwsgiIni?: string;
  readonly fields?: readonly string[];
  readonly pattern?: readonly string[];
  readonly threads?: string;
  readonly out?: string;
}

/** Flags about what to show. */
export interface ViewFlags extends ReadFlags {
  readonly output?: string;
  readonly static?: boolean;
  readonly out?: string;
  readonly top?: string;
  readonly sort?: string;
  readonly minCalls?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly method?: string;
  readonly metric?: string;
  readonly limit?: string;
  readonly failOn?: string;
  readonly memoryThreshold?: string;
  readonly normalizeNums?: boolean;
}

/** What to read, checked. */
export interface ReadOptions {
  readonly inputs: readonly string[];
  readonly source: string | undefined;
  /** What the user says of lines that memhog does not know by itself. */
  readonly formats: FormatOptions;
  readonly settings: Settings;
  /** Flags given that change a setting: a profile made under another value of it cannot answer them. */
  readonly asked: readonly { readonly flag: string; readonly setting: keyof Settings }[];
  readonly redact: boolean;
  /** Where the result goes, undefined for stdout: never in the place of a log. */
  readonly destination: string | undefined;
  /** How many threads may read a large file; 1 for this one alone. */
  readonly threads: number;
}

/** What to show, checked. */
export interface ViewOptions {
  readonly output: (typeof RANKING_FORMS)[number];
  readonly out: string | undefined;
  readonly top: number;
  readonly sort: SortKey;
  readonly minCalls: number;
  readonly rank: RankOptions;
  /** What `rank.shows` is made from. */
  readonly rows: RowPatterns;
  readonly failOn: 'leak' | 'suspect' | undefined;
  /** Parts of requests are ranked, not endpoints. */
  readonly bySpan: boolean;
  /** Rows that kept less than this many bytes are left out; 0 for none. */
  readonly leastKept: number;
}

const commas = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

function oneOf<T extends string>(flag: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${flag} '${text}' is not one of ${choices.join(', ')}`);
  return found;
}

/** The value of a flag that takes a whole number. Throws UsageError for anything else. */
export function countFlag(flag: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`${flag} '${text}' must be a whole number`);
  return Number(text);
}

const POWERS = ['', 'K', 'M', 'G', 'T'];

/** A level of memory per worker: `512M`, `1.5G` (powers of 1024), or a plain number. */
export function level(text: string): number {
  const match = /^(\d{1,12}(?:\.\d{1,6})?)([KMGT]?)(?:i?B)?$/i.exec(text);
  const value = match ? Number(match[1]) * 1024 ** POWERS.indexOf(match[2]!.toUpperCase()) : 0;
  if (value <= 0) throw new UsageError(`--limit '${text}' must be a size such as 512M or 1.5G`);
  return value;
}

/** Megabytes (10^6) with or without decimals, as bytes. */
function megabytes(text: string): number {
  if (!/^\d{1,9}(?:\.\d{1,6})?$/.test(text))
    throw new UsageError(`--memory-threshold '${text}' must be a number of MB`);
  return Number(text) * 1e6;
}

/** Checks the flags about what to read. */
export function readOptions(
  files: readonly string[],
  flags: ReadFlags,
  config: Config,
  io: Pick<Io, 'now' | 'stdinIsTerminal' | 'cwd'>,
): ReadOptions {
  const named = [...(flags.logfile === undefined ? [] : [flags.logfile]), ...files];
  const inputs = named.length > 0 ? named : (config.inputs ?? []);
  if (inputs.length === 0 && io.stdinIsTerminal) {
    throw new UsageError('no log given: name one (memhog parse access.log) or pipe one in');
  }
  const statuses = commas(flags.status);
  for (const status of statuses) {
    if (!/^(?:\d{3}|[1-9]xx)$/.test(status))
      throw new UsageError(`--status '${status}' must be a status such as 200 or 5xx`);
  }
  const settings: Settings = {
    by: (flags.by ?? config.by) === 'status' ? 'status' : DEFAULT_SETTINGS.by,
    rules: [...(flags.route ?? []), ...(config.routes ?? [])],
    keepQuery: flags.keepQuery === undefined ? (config.keepQuery ?? []) : commas(flags.keepQuery),
    since: flags.since === undefined ? null : parseTime('--since', flags.since, io.now()),
    until: flags.until === undefined ? null : parseTime('--until', flags.until, io.now()),
    statuses,
    workers: commas(flags.worker),
    hosts: commas(flags.host),
    examples: flags.showPaths === true,
  };
  if (settings.since !== null && settings.until !== null && settings.since >= settings.until)
    throw new UsageError('--since is not before --until: no request can lie between them');
  return {
    inputs,
    source: flags.source,
    formats: formatOptions(flags, config, io.cwd),
    settings,
    asked: askedOf(flags),
    redact: flags.redact === true,
    destination: flags.out,
    threads: threadsOf(flags.threads),
  };
}

/** Each thread takes some memory, and starting it some time: beyond these the gain is small. */
const DEFAULT_THREADS = 8;
/** More readers than this wait for the disk. */
const MOST_THREADS = 64;

function threadsOf(flag: string | undefined): number {
  if (flag === undefined) return Math.min(availableParallelism(), DEFAULT_THREADS);
  if (/^[1-9]\d?$/.test(flag) && Number(flag) <= MOST_THREADS) return Number(flag);
  throw new UsageError(`--threads '${flag}' must be a whole number from 1 to ${MOST_THREADS}`);
}

function askedOf(flags: ReadFlags): ReadOptions['asked'] {
  const byRow = flags.by !== undefined && flags.by !== 'host' && flags.by !== 'worker';
  const all: (ReadOptions['asked'][number] & { readonly given: boolean })[] = [
    { flag: '--route', setting: 'rules', given: flags.route !== undefined },
    { flag: '--keep-query', setting: 'keepQuery', given: flags.keepQuery !== undefined },
    { flag: '--since', setting: 'since', given: flags.since !== undefined },
    { flag: '--until', setting: 'until', given: flags.until !== undefined },
    { flag: '--status', setting: 'statuses', given: flags.status !== undefined },
    { flag: '--worker', setting: 'workers', given: flags.worker !== undefined },
    { flag: '--host', setting: 'hosts', given: flags.host !== undefined },
    { flag: `--by ${flags.by ?? ''}`, setting: 'by', given: byRow },
    { flag: '--show-paths', setting: 'examples', given: flags.showPaths === true },
  ];
  return all.filter(({ given }) => given);
}

const BY: readonly Ranking['by'][] = ['endpoint', 'route', 'status', 'method', 'host', 'worker'];
const DEFAULT_TOP = 20;

/** The flags, and where one is not given what the configuration says. */
function withConfig(flags: ViewFlags, { by, metric, limit, output, sort, failOn }: Config): ViewFlags {
  const words = Object.entries({ by, metric, limit, output, sort, failOn }).filter(
    ([, word]) => word !== undefined,
  );
  return { ...Object.fromEntries(words), ...flags };
}

/** Checks the flags about what to show. */
export function viewOptions(given: ViewFlags, config: Config): ViewOptions {
  const flags = withConfig(given, config);
  const rows: RowPatterns = {
    include: flags.include ?? config.include ?? [],
    exclude: flags.exclude ?? config.exclude ?? [],
    methods: commas(flags.method).map((method) => method.toUpperCase()),
  };
  const metric: Figure | undefined =
    flags.metric === undefined ? undefined : oneOf('--metric', flags.metric, FIGURES);
  const output = oneOf('--output', flags.output ?? 'table', RANKING_FORMS);
  // A spreadsheet that lacks rows without saying so is a wrong answer; a table says how many it left out.
  const top = output === 'csv' ? 0 : DEFAULT_TOP;
  const bySpan = flags.by === 'span';
  return {
    output,
    bySpan,
    out: flags.out ?? config.out,
    top: flags.top === undefined ? (config.top ?? top) : countFlag('--top', flags.top),
    sort: oneOf('--sort', flags.sort ?? 'rank', SORT_KEYS),
    minCalls:
      flags.minCalls === undefined ? (config.minCalls ?? 0) : countFlag('--min-calls', flags.minCalls),
    failOn:
      flags.failOn === undefined ? undefined : oneOf('--fail-on', flags.failOn, ['leak', 'suspect'] as const),
    leastKept: flags.memoryThreshold === undefined ? 0 : megabytes(flags.memoryThreshold),
    rank: {
      ...(flags.by === undefined || bySpan ? {} : { by: oneOf('--by', flags.by, BY) }),
      ...(metric === undefined ? {} : { metric }),
      ...(flags.limit === undefined ? {} : { limit: level(flags.limit) }),
      shows: rowFilter(rows),
    },
    rows,
  };
}
