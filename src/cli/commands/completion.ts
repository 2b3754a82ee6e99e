import type { Command } from 'commander';
import { UsageError } from '../../errors.ts';
import type { ExitCode, Io } from '../io.ts';

/** Shells with a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const flagsOf = (command: Command): string =>
  command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined))
    .join(' ');

/** Words that begin a command line. */
const beginnings = (root: Command): string =>
  [...root.commands.map((command) => command.name()), '--help', '--version'].join(' ');

/** What may stand after `COMMAND WORD` where that is one of a few values, for every command and flag. */
function valuesOf(root: Command): { readonly after: string; readonly values: string }[] {
  const ofFlags = root.commands.flatMap((command) =>
    command.options
      .filter(({ hidden, argChoices }) => !hidden && argChoices !== undefined)
      .map(({ long, argChoices }) => ({
        after: `${command.name()} ${long ?? ''}`,
        values: argChoices!.join(' '),
      })),
  );
  return [...ofFlags, { after: 'memhog completion', values: SHELLS.join(' ') }];
}

function bash(root: Command): string {
  const values = valuesOf(root).map(({ after, values: words }) => `    "${after}") words="${words}" ;;`);
  const flags = root.commands.map((command) => `      ${command.name()}) words="${flagsOf(command)}" ;;`);
  return `# memhog completion for bash: eval "$(memhog completion bash)"
_memhog() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words=""
  if [[ $COMP_CWORD -eq 1 ]]; then words="${beginnings(root)}"; fi
  if [[ $COMP_CWORD -eq 2 ]]; then before="memhog $before"; else before="$command $before"; fi
  case "$before" in
${values.join('\n')}
    *) if [[ $word == -* ]]; then case "$command" in
${flags.join('\n')}
    esac; fi ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _memhog memhog
`;
}

function zsh(root: Command): string {
  const values = valuesOf(root).map(
    ({ after, values: words }) => `    "${after}") compadd -- ${words}; return ;;`,
  );
  const flags = root.commands.map((command) => `    ${command.name()}) compadd -- ${flagsOf(command)} ;;`);
  return `#compdef memhog
# memhog completion for zsh: eval "$(memhog completion zsh)"
_memhog() {
  if (( CURRENT == 2 )); then compadd -- ${beginnings(root)}; _files; return; fi
  local before="$words[2] $words[CURRENT-1]"
  if (( CURRENT == 3 )); then before="memhog $words[2]"; fi
  case "$before" in
${values.join('\n')}
  esac
  [[ $words[CURRENT] == -* ]] || { _files; return }
  case $words[2] in
${flags.join('\n')}
  esac
}
compdef _memhog memhog
`;
}

function fish(root: Command): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
  const lines = root.commands.flatMap((command) => {
    const name = command.name();
    const values = (choices: readonly string[] | undefined): string =>
      choices === undefined ? '' : ` -x -a ${quoted(choices.join(' '))}`;
    return [
      `complete -c memhog -n __fish_use_subcommand -a ${name} -d ${quoted(command.description())}`,
      ...command.options
        .filter(({ hidden, long }) => !hidden && long !== undefined)
        .map(
          ({ long, description, argChoices }) =>
            `complete -c memhog -n '__fish_seen_subcommand_from ${name}' -l ${long!.slice(2)} -d ${quoted(description)}${values(argChoices)}`,
        ),
    ];
  });
  const shells = `complete -c memhog -n '__fish_seen_subcommand_from completion' -f -a ${quoted(SHELLS.join(' '))}`;
  return `# memhog completion for fish: memhog completion fish | source\n${[...lines, shells].join('\n')}\n`;
}

/** `memhog completion SHELL`: a script that completes commands, flags and file names. */
export function completion(shell: string, root: Command, io: Io): ExitCode {
  const scripts: Readonly<Record<(typeof SHELLS)[number], (root: Command) => string>> = { bash, zsh, fish };
  const found = SHELLS.find((one) => one === shell);
  if (found === undefined)
    throw new UsageError(`no completion for '${shell}'; there is one for ${SHELLS.join(', ')}`);
  io.out(scripts[found](root));
  return 0;
}
