/** `memhog live` on the command line. */
import { Option } from 'commander';
import type { Command } from 'commander';
import type { ExitCode, Io } from './io.ts';
import { examples } from './reading-flags.ts';

/** Adds the flags that only a live run has. */
export function liveCommand(command: Command, io: Io, done: (code: ExitCode) => void): Command {
  return command
    .description('the ranking, kept current while the log is being written')
    .addHelpText(
      'after',
      examples(
        'tail -f access.log | memhog --live',
        'memhog live /var/log/uwsgi/app.log --limit 512M',
        'kubectl logs -f deploy/shop --prefix | memhog --live',
        "memhog live app.log --on leak --exec 'mail -s leak ops@example.org'",
        'memhog live app.log --save live.memhog --resume --metrics 9464',
      ),
    )
    .option('--window <length>', 'length of the span of the last minutes (default: 15m)')
    .option('--interval <length>', 'where stdout is no terminal: time between lines (default: 10s)')
    .option('--from-start', 'read files from their beginning, not only what is written from now on')
    .addOption(
      new Option(
        '--on <verdict>',
        'when to run --exec: for this verdict, once it rests on ten minutes of log or has stood for one (default: leak)',
      ).choices(['leak', 'suspect']),
    )
    .option('--exec <command>', 'run this when an endpoint leaks; it gets the finding as JSON on stdin')
    .option('--cool-down <length>', 'tell of an endpoint at most once in this time (default: 1h)')
    .option('--metrics <address>', 'serve metrics for Prometheus here, such as 127.0.0.1:9464')
    .option('--save <file>', 'keep what was learnt in this profile, every minute and at the end')
    .option('--resume', 'go on from what --save has kept, counting no line twice')
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/live.ts')).live(files, flags, io)),
    );
}

/** `--live` on the bare command is `memhog live`: the arguments as they should have been. */
export function withLiveCommand(args: readonly string[], commands: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  const at = args.indexOf('--live');
  if (at < 0 || (end >= 0 && at > end)) return args;
  const rest = args.filter((_, i) => i !== at);
  const [first] = rest;
  if (first === 'live') return rest;
  if (first === 'parse') return ['live', ...rest.slice(1)];
  return first !== undefined && commands.includes(first) ? args : ['live', ...rest];
}
