/** What every command that reads logs has in common on the command line. */
import type { Command } from 'commander';

/** Examples as they stand at the end of a help text. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;

/** Gathers the values of a flag that may be given several times. */
export const repeat = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

/** A command that reads logs. */
export function reading(command: Command): Command {
  return readingFlags(
    command.argument(
      '[FILE...]',
      'logs or profiles: files, patterns, directories, - for stdin (the default)',
    ),
  );
}

/** The flags about what to read, for a command that names its inputs in its own way. */
export function readingFlags(command: Command): Command {
  return command
    .option('--config <file>', 'settings to use (default: memhog.json, if there is one)')
    .option('--source <name>', 'name of the log, when pieces of one log have different names')
    .option(
      '--route <route>',
      "a route of your own, such as '/blog/:slug'; repeatable, first match wins",
      repeat,
    )
    .option('--keep-query <names>', 'query parameters that are part of the route, comma-separated')
    .option('--since <time>', 'only requests from then on: 2h (ago), 2026-11-22, 2026-11-22T08:30')
    .option('--until <time>', 'only requests before then')
    .option('--status <list>', 'only these statuses, such as 200,5xx')
    .option(
      '--log-format <string>',
      "the server's own format string, such as '%(pid) %(method) %(uri) %(rss)'; repeatable",
      repeat,
    )
    .option('--uwsgi-ini <file>', 'take the format string from this uWSGI configuration')
    .option(
      '--fields <names>',
      'names of fields in JSON, logfmt, LTSV, access lines: rss=mem.rss,path=url',
      repeat,
    )
    .option(
      '--pattern <regex>',
      "lines of your own, by named groups: '(?<pid>\\d+) (?<path>\\S+) (?<rss>\\d+)'",
      repeat,
    )
    .option('--threads <n>', 'threads that may read a large file (default: one per core, at most 8)')
    .option('--redact', 'hide hosts and directories, for sharing');
}
