/** The commands that look at more than one log: nights, before and after, what is known. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { FIGURES } from '../record.ts';
import { COMPARISON_FORMS, NIGHT_FAILURES } from './forms.ts';
import type { ExitCode, Io } from './io.ts';
import { examples, readingFlags, repeat } from './reading-flags.ts';

/** What --fail-on does; docs/nightly.md and README.md say it in the same words. */
export const FAILING = `
--fail-on new-leak ends with 1 when a day holds a leak that is new: no run with --fail-on has failed on it, nor looked at
one of the seven nights before that held it, and it is not acknowledged. Every day is looked at that was added to since
the last run with --fail-on, so a run by hand uses nothing up. Run again on the same night it ends with 0. On the first
night, and in an empty folder as CI has it, every leak is new.`;

/** The commands that look at more than one night. */
export function addNightly(root: Command, io: Io, done: (code: ExitCode) => void): void {
  readingFlags(
    root
      .command('report')
      .argument(
        '[FILE...]',
        'logs: files, patterns, directories; no pipe, as it is read on from where the last run stopped',
      ),
  )
    .description('write the nightly HTML report of what is new in the logs, with the trend over the nights')
    .addHelpText(
      'after',
      `${FAILING}\n${examples(
        'memhog report /var/log/uwsgi/app.log --out reports',
        'memhog report --fail-on new-leak --summary markdown',
      )}`,
    )
    .option('-o, --out <dir>', 'folder of the reports')
    .option('--limit <size>', 'say when workers will reach this much memory, such as 512M')
    .option('--keep <nights>', 'nights to keep (default: 90)')
    .option('--static', 'pages without any script')
    .addOption(
      new Option('--summary <form>', 'form of what is printed (default: text)').choices(['text', 'markdown']),
    )
    .addOption(
      new Option('--fail-on <what>', 'exit 1 when a day read since then has it').choices(NIGHT_FAILURES),
    )
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/report.ts')).report(files, flags, io, root.version() ?? '')),
    );
}

/** The commands that judge a change. */
export function addJudging(root: Command, io: Io, done: (code: ExitCode) => void): void {
  readingFlags(
    root
      .command('compare')
      .argument('<BEFORE>', 'a log, directory, pattern or profile of the time before')
      .argument('<AFTER>', 'the same of the time after'),
  )
    .description('say which endpoints leak more, less, newly or no longer, and how sure that is')
    .addHelpText(
      'after',
      examples(
        'memhog compare last-week.memhog access.log',
        'memhog compare main.log branch.log --fail-on worse --output markdown',
      ),
    )
    .addOption(
      new Option('--output <format>', 'form of the result (default: table)').choices(COMPARISON_FORMS),
    )
    .addOption(
      new Option('--metric <figure>', 'memory figure to compare (default: the best there is)').choices(
        FIGURES,
      ),
    )
    .option('--method <list>', 'only these methods')
    .option('--include <pattern>', "only matching endpoints, such as '/api/*'; repeatable", repeat)
    .option('--exclude <pattern>', 'not these endpoints; repeatable', repeat)
    .option('--top <n>', 'rows to show, 0 for all (default: those that leak or did)')
    .option('-o, --out <path>', 'write to a file')
    .addOption(new Option('--fail-on <what>', 'exit 1 when something is surely worse').choices(['worse']))
    .action(async (before: string, after: string, flags: object) =>
      done(await (await import('./commands/compare.ts')).compare(before, after, flags, io)),
    );
  root
    .command('ack')
    .argument('[ENDPOINT]', "such as 'GET /export'; none lists what is acknowledged")
    .description('acknowledge a known hog: it is shown as such, is never new, and fails no --fail-on')
    .addHelpText(
      'after',
      examples(
        "memhog ack 'GET /export' --until 2026-12-31 --note 'fixed in the next release'",
        "memhog ack --remove 'GET /export'",
        'memhog ack',
      ),
    )
    .option('--config <file>', 'settings to change (default: memhog.json, made if there is none)')
    .option('--until <day>', 'the last day it holds, such as 2026-12-31 (default: for ever)')
    .option('--note <text>', 'why, for whoever reads the report')
    .option('--remove <endpoint>', 'no longer acknowledge this one')
    .action(async (endpoint: string | undefined, flags: object) =>
      done((await import('./commands/ack.ts')).ack(endpoint, flags, io)),
    );
}
