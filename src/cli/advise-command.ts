/** `memhog advise` on the command line. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { ADVISED_NAMES } from './forms.ts';
import type { ExitCode, Io } from './io.ts';
import { examples, reading, repeat } from './reading-flags.ts';

/** Adds the command. */
export function addAdvise(root: Command, io: Io, done: (code: ExitCode) => void): void {
  reading(root.command('advise'))
    .description('say when workers should restart so that the memory lasts, as settings to paste')
    .addHelpText(
      'after',
      examples(
        'memhog advise access.log --server gunicorn --memory 4G --workers 8',
        'memhog advise app.memhog --server uwsgi --check /etc/uwsgi/apps-enabled/shop.ini',
        "memhog advise access.log --what-if 'max_requests=1000,jitter=50'",
        "memhog advise access.log --what-if 'max_requests=1000' --output html -o advice.html",
      ),
    )
    .addOption(
      new Option(
        '--server <name>',
        'whose settings to give (default: the server that wrote the log)',
      ).choices(ADVISED_NAMES),
    )
    .option('--server-version <version>', 'its version, such as 20.1.0 (default: as it is installed here)')
    .option('--memory <size>', 'memory of the machine or container (default: of this one)')
    .option('--workers <n>', 'workers that share it (default: as the log has them)')
    .option('--reserve <part>', 'memory to leave free, such as 25% or 512M (default: 25%)')
    .option('--boot <seconds>', 'how long a worker takes to start (default: as the log shows it)')
    .option('--what-if <settings>', "also try settings of your own: 'max_requests=1000,jitter=50'", repeat)
    .option('--check <file>', "compare with the server's present configuration, which is only read")
    .option('--cause', 'all steps to the line of code that leaks, not only the first')
    .option('--host <list>', 'only these hosts of the log')
    .addOption(
      new Option('--output <format>', 'form of the result (default: table)').choices([
        'table',
        'json',
        'markdown',
        'html',
      ]),
    )
    .option('-o, --out <path>', 'write to a file')
    .addOption(
      new Option('--fail-on <what>', 'exit 1 when the file of --check differs so that it matters').choices([
        'differs',
      ]),
    )
    .action(async (files: string[], flags: object) =>
      done(await (await import('./commands/advise.ts')).adviseCommand(files, flags, io)),
    );
}
