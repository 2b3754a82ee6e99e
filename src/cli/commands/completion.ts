import type { Command } from 'commander';
import { UsageError } from '../../errors.ts';
import type { ExitCode, Io } from '../io.ts';

/** Shells with a completion script. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

const flagsOf = (command: Command): string[] =>
  command.options
    .filter(({ hidden }) => !hidden)
    .flatMap(({ short, long }) => [short, long].filter((flag) => flag !== undefined));

const visible = (root: Command): readonly Command[] => root.commands;

function bash(root: Command): string {
  const cases = visible(root).map(
    (command) => `    ${command.name()}) words="${flagsOf(command).join(' ')}" ;;`,
  );
  return `# memhog completion for bash: eval "$(memhog completion bash)"
_memhog() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=""
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) words="${visible(root)
      .map((command) => command.name())
      .join(' ')} --help --version" ;;
  esac
  if [[ $COMP_CWORD -eq 1 ]]; then words="${visible(root)
    .map((command) => command.name())
    .join(' ')} --help --version"; fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _memhog memhog
`;
}

function zsh(root: Command): string {
  const cases = visible(root).map(
    (command) => `    ${command.name()}) compadd -- ${flagsOf(command).join(' ')} ;;`,
  );
  return `#compdef memhog
# memhog completion for zsh: eval "$(memhog completion zsh)"
_memhog() {
  if (( CURRENT == 2 )); then compadd -- ${visible(root)
    .map((command) => command.name())
    .join(' ')}; _files; return; fi
  [[ $words[CURRENT] == -* ]] || { _files; return }
  case $words[2] in
${cases.join('\n')}
  esac
}
compdef _memhog memhog
`;
}

function fish(root: Command): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
  const lines = visible(root).flatMap((command) => [
    `complete -c memhog -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`,
    ...command.options
      .filter(({ hidden, long }) => !hidden && long !== undefined)
      .map(
        ({ long, description }) =>
          `complete -c memhog -n '__fish_seen_subcommand_from ${command.name()}' -l ${long!.slice(2)} -d ${quoted(description)}`,
      ),
  ]);
  return `# memhog completion for fish: memhog completion fish | source\n${lines.join('\n')}\n`;
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
