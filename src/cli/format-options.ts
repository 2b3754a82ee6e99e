/** What the user says of the lines: format strings, field names, patterns. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { Config } from './config.ts';
import { uwsgiLogFormatsOf } from './uwsgi-ini.ts';

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

function readIni(name: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, name), 'utf8');
  } catch {
    throw new UsageError(`cannot read the uWSGI configuration ${name}: is it there, and may you read it?`);
  }
}

/** Puts together what flags and configuration say; flags win. Throws UsageError for what cannot be read. */
export function formatOptions(flags: FormatFlags, config: Config, cwd: string): FormatOptions {
  const ini = flags.uwsgiIni ?? config.uwsgiIni;
  const logFormats = flags.logFormat ?? (config.logFormat === undefined ? [] : [config.logFormat]);
  const patterns = flags.pattern ?? (config.pattern === undefined ? [] : [config.pattern]);
  return {
    logFormats: [...logFormats, ...(ini === undefined ? [] : uwsgiLogFormatsOf(readIni(ini, cwd), ini))],
    fields: { ...config.fields, ...fieldNames(flags.fields ?? []) },
    patterns,
  };
}
