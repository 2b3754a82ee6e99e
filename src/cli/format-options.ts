/** What the user says of the lines: format strings, field names, patterns. */
import { UsageError } from '../errors.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { Config } from './config.ts';
import { readUwsgiIni } from './uwsgi-ini.ts';

/** The flags it is said with. */
interface FormatFlags {
  readonly logFormat?: readonly string[];
  readonly uwsgiIni?: string;
  readonly fields?: readonly string[];
  readonly pattern?: readonly string[];
}

/** `rss=mem.rss,path=url` as names of ours to names of theirs. */
function fieldNames(texts: readonly string[]): Record<string, string> {
  const pairs = texts.flatMap((text) => text.split(',')).map((pair) => pair.trim().split('='));
  for (const pair of pairs) {
    if (pair.length !== 2 || pair.includes(''))
      throw new UsageError(`--fields '${pair.join('=')}' must read NAME=FIELD, such as rss=mem.rss,path=url`);
  }
  return Object.fromEntries(pairs.map(([ours, theirs]) => [ours!, theirs!]));
}

/** Puts together what flags and configuration say; flags win. Throws UsageError for what cannot be read. */
export function formatOptions(flags: FormatFlags, config: Config, cwd: string): FormatOptions {
  const ini = flags.uwsgiIni ?? config.uwsgiIni;
  const logFormats = flags.logFormat ?? (config.logFormat === undefined ? [] : [config.logFormat]);
  const patterns = flags.pattern ?? (config.pattern === undefined ? [] : [config.pattern]);
  return {
    logFormats: [...logFormats, ...(ini === undefined ? [] : readUwsgiIni(ini, cwd))],
    fields: { ...config.fields, ...fieldNames(flags.fields ?? []) },
    patterns,
  };
}
