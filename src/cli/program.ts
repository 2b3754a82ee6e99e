/** The command line, declared: names, flags, help. What commands do is in commands/, each loaded when it is asked for. */
import { Command, Option } from 'commander';
import { FIGURES } from '../record.ts';
import { SORT_KEYS } from '../render/rows.ts';
import { safeText } from '../render/safe-text.ts';
import { addAdvise } from './advise-command.ts';
import { completion, SHELLS } from './commands/completion.ts';
import { RANKING_FORMS } from './forms.ts';
import { liveCommand } from './live-command.ts';
import type { ExitCode, Io } from './io.ts';
import { addJudging, addNightly } from './judging-commands.ts';
import { examples, reading, repeat } from './reading-flags.ts';

const EXAMPLES = `
Examples:
  memhog parse access.log                  which routes leak, how much per call, how sure
  memhog parse /var/log/uwsgi/*.log.gz     several files, any compression, put in time order
  zcat access.log.*.gz | memhog parse      a pipe
  memhog explain 'GET /export' access.log  the evidence for one endpoint
  memhog parse --output json access.log    for programs (schema memhog.ranking/1)
  memhog profile access.log > a.memhog     all that was learnt, small enough to mail
  memhog merge a.memhog b.memhog | memhog parse
  memhog check access.log                  what a log is, and what is missing in it
  memhog compare a.memhog access.log       what leaks more, less, newly or no longer
  memhog setup gunicorn                    what to paste so that a server logs memory

The format of a log is found out; memhog formats lists those known. Exit codes: 0 done, 1 findings at or above
--fail-on, 2 wrong use or unreadable input, 3 a fault of memhog itself.`;

const ROWS = ['endpoint', 'route', 'status', 'method', 'host', 'worker'];

function viewing(command: Command, rows = ROWS): Command {
  return command
    .addOption(new Option('--by <what>', 'what a row stands for').choices(rows))
    .addOption(
      new Option('--metric <figure>', 'memory figure to rank by (default: the best in the log)').choices(
        FIGURES,
      ),
    )
    .option('--limit <size>', 'say when each worker will reach this much memory, such as 512M')
    .option('--method <list>', 'only these methods')
    .option('--worker <list>', 'only these process ids')
    .option('--host <list>', 'only these hosts')
    .option('--show-paths', 'keep raw paths as examples (they may hold names and tokens)')
    .option('-o, --out <path>', 'write to a file');
}

function ranking(command: Command, rows = ROWS): Command {
  return viewing(reading(command), rows)
    .addOption(new Option('--output <format>', 'form of the result (default: table)').choices(RANKING_FORMS))
    .option('--static', 'a page without any script, for --output html')
    .option('--top <n>', 'rows to show, 0 for all (default: 20, csv: all)')
    .addOption(new Option('--sort <key>', 'order of the rows (default: rank)').choices(SORT_KEYS))
    .option('--min-calls <n>', 'leave out rows with fewer calls')
    .option('--include <pattern>', "only matching endpoints, such as '/api/*'; repeatable", repeat)
    .option('--exclude <pattern>', 'not these endpoints; repeatable', repeat)
    .addOption(
      new Option('--fail-on <verdict>', 'exit 1 when there is such a finding').choices(['leak', 'suspect']),
    )
    .addOption(new Option('--logfile <file>', 'as pyuwsgimemhog: a log to read').hideHelp())
    .addOption(
      new Option('-m, --memory-threshold <mb>', 'leave out rows that kept less than so many MB').hideHelp(),
    )
    .addOption(new Option('--normalize-nums').hideHelp())
    .addOption(new Option('--no-normalize-nums').hideHelp().default(undefined));
}

/** What commander says of a wrong command line, in one line that ends in a way out. It repeats words, which a file may be named like. */
function oneLine(text: string, help: string): string {
  const said = safeText(
    text
      .replace(/^error: /, 'memhog: ')
      .trimEnd()
      .replace(/\n(?=.)/g, ' '),
  );
  return /Did you mean|Allowed choices/.test(said) ? `${said}\n` : `${said} (see \`${help}\`)\n`;
}

/** The commands that help a log to be read. */
function addHelpers(root: Command, io: Io, done: (code: ExitCode) => void): void {
  reading(root.command('check'))
    .description('say what a log is, how much of it is usable, and what is missing')
    .addHelpText('after', examples('memhog check access.log', 'docker logs app | memhog check'))
    .addOption(
      new Option('--output <format>', 'form of the result (default: text)').choices(['text', 'json']),
    )
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/check.ts')).check(files, flags, io)),
    );
  root
    .command('formats')
    .description('list the log formats that memhog knows, with an example each')
    .addOption(
      new Option('--output <format>', 'form of the result (default: text)').choices(['text', 'json']),
    )
    .action(async (flags: object) => done((await import('./commands/formats.ts')).formats(flags, io)));
  root
    .command('setup')
    .argument('[SERVER]', 'what to switch memory on in; none lists all')
    .description('print what to paste so that your server logs memory')
    .option('--probe', 'readings as each request begins, which tell leaks sooner (Python)')
    .option(
      '--trace <endpoint>',
      "the probe watches one endpoint, as 'GET /search', and tells the line of code",
    )
    .option('--write <dir>', 'also put the files that are needed into this folder')
    .option('--force', "with --write: also over files that are not memhog's")
    .option('--show', 'also print these files')
    .addHelpText('after', examples('memhog setup gunicorn', 'memhog setup django --probe --write /srv/shop'))
    .action(async (server: string | undefined, flags: object) =>
      done((await import('./commands/setup.ts')).setup(server, flags, io)),
    );
  root
    .command('completion')
    .description('print a completion script for your shell')
    .argument('<shell>', SHELLS.join(', '))
    .action((shell: string) => done(completion(shell, root, io)));
}

/** The command that does not end by itself. */
function addLive(root: Command, io: Io, done: (code: ExitCode) => void): void {
  liveCommand(ranking(root.command('live')), io, done);
}

/** The commands that stop before the ranking: what is folded, what is learnt. */
function addProfiles(root: Command, io: Io, done: (code: ExitCode) => void): void {
  reading(root.command('routes'))
    .description('preview which paths are folded into which route')
    .addHelpText(
      'after',
      examples('memhog routes access.log', "memhog routes --route '/blog/:slug' access.log"),
    )
    .addOption(
      new Option('--output <format>', 'form of the result (default: table)').choices(['table', 'json']),
    )
    .option('-o, --out <path>', 'write to a file')
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/routes.ts')).routes(files, flags, io)),
    );
  reading(root.command('profile'))
    .description('write a profile: everything learnt, in bounded size, to merge or rank later')
    .addHelpText(
      'after',
      examples('memhog profile access.log > a.memhog', 'memhog profile - < access.log > a.memhog'),
    )
    .addOption(new Option('--by <what>', 'what an endpoint stands for').choices(['endpoint', 'status']))
    .option('--show-paths', 'keep raw paths as examples (they may hold names and tokens)')
    .option('-o, --out <path>', 'write to a file')
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/profile.ts')).profile(files, flags, io)),
    );
  reading(root.command('merge'))
    .description('merge profiles, in the order given, into one')
    .addHelpText('after', examples('memhog merge a.memhog b.memhog > ab.memhog'))
    .option('-o, --out <path>', 'write to a file')
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/profile.ts')).merge(files, flags, io)),
    );
}

/** The program; each command reports its exit code to `done`. */
export function program(io: Io, version: string, done: (code: ExitCode) => void): Command {
  const root = new Command('memhog')
    .description(
      'Reads the log a web server already writes and says which routes leak memory, how much per call, and how sure that is.',
    )
    .version(version, '-V, --version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', EXAMPLES)
    .showSuggestionAfterError()
    .enablePositionalOptions();
  ranking(root.command('parse', { isDefault: true }), [...ROWS, 'span'])
    .description('rank endpoints by the memory they keep')
    .addHelpText(
      'after',
      examples(
        'memhog parse access.log',
        "memhog parse --include '/api/*' --sort kept access.log*",
        'memhog parse --output json --fail-on leak access.log',
      ),
    )
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/parse.ts')).parse(files, flags, io)),
    );
  viewing(
    reading(root.command('explain').argument('<ENDPOINT>', "such as 'GET /export', '/export' or '/api/*'")),
  )
    .description('show the evidence for one endpoint')
    .addHelpText(
      'after',
      examples("memhog explain 'GET /export' access.log", "memhog explain '/api/*' a.memhog"),
    )
    .action(async (endpoint: string, files: string[], flags: object) =>
      done(await (await import('./commands/explain.ts')).explain(endpoint, files, flags, io)),
    );
  addLive(root, io, done);
  addProfiles(root, io, done);
  addNightly(root, io, done);
  addJudging(root, io, done);
  addAdvise(root, io, done);
  addHelpers(root, io, done);
  for (const command of [root, ...root.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      outputError: (text, write) =>
        write(oneLine(text, `${command === root ? '' : 'memhog '}${command.name()} --help`)),
      getOutHelpWidth: () => Math.min(io.columns ?? 100, 110),
    });
  }
  return root;
}
