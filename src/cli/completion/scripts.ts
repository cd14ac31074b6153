import { PROGRAM } from '../frame/overview.ts';
import type { CompletedCommand, CompletedOption } from './completion-model.ts';

/** Between single quotes, as every shell here takes it. Our own texts have no characters but these. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const words = (all: readonly string[]): string => quoted(all.join(' '));

const everyChoice = (commands: readonly CompletedCommand[]) =>
  commands.flatMap(({ name, options }) =>
    options.filter(({ choices }) => choices.length > 0).map((option) => ({ name, ...option })),
  );

/** The option whose values are in the file of settings. */
const PROFILE = '--use';

/** Prints the names of the profiles of the file of settings here: its keys that stand before an object, within profiles. */
const PROFILES =
  "sed -n '/\"profiles\"/,$p' imagesearch-import.config.json 2>/dev/null | tr -d '\\n' | sed 's/.*\"profiles\"[^{]*{//' | grep -o '\"[^\"]*\"[[:space:]]*:[[:space:]]*{' | cut -d '\"' -f 2";

function bash(commands: readonly CompletedCommand[]): readonly string[] {
  return [
    `_imagesearch_import() {`,
    `  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" words='' paths=''`,
    `  if [ "$COMP_CWORD" -eq 1 ]; then`,
    `    words=${words(commands.map(({ name }) => name))}`,
    `  else`,
    `    case "$command $before" in`,
    ...everyChoice(commands).map(
      ({ name, flag, choices }) => `      ${quoted(`${name} ${flag}`)}) words=${words(choices)} ;;`,
    ),
    ...commands.flatMap(({ name, options }) =>
      options
        .filter(({ takesValue, choices }) => takesValue && choices.length === 0)
        .map(({ flag, takesPath }) => {
          const offered = flag === PROFILE ? `words="$(${PROFILES})"` : takesPath ? 'paths=1' : ':';
          return `      ${quoted(`${name} ${flag}`)}) ${offered} ;;`;
        }),
    ),
    `      *) case "$command" in`,
    ...commands.map(
      ({ name, options, words: own, takesPaths }) =>
        `        ${name}) words=${words([...own, ...options.map(({ flag }) => flag), '--help'])}${takesPaths ? ' paths=1' : ''} ;;`,
    ),
    `      esac ;;`,
    `    esac`,
    `  fi`,
    `  COMPREPLY=($(compgen -W "$words" -- "$word"))`,
    `  if [ -n "$paths" ] && [ "\${word#-}" = "$word" ]; then`,
    `    local IFS=$'\\n'`,
    `    [ -n "$word" ] || COMPREPLY=()`, // options are offered once a dash is typed
    `    COMPREPLY+=($(compgen -f -- "$word"))`,
    `    compopt -o filenames 2>/dev/null`,
    `  fi`,
    `}`,
    `complete -o default -F _imagesearch_import ${PROGRAM}`,
  ];
}

/** A description between brackets or after a colon, where both mean something to zsh. */
const zshText = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');

const zshOption = (option: CompletedOption): string =>
  quoted(`${option.flag}[${zshText(option.description)}]${zshValue(option)}`);

function zshValue({ flag, takesValue, takesPath, choices }: CompletedOption): string {
  if (flag === PROFILE) return ':profile:_imagesearch_import_profiles';
  if (choices.length > 0) return `:value:(${choices.join(' ')})`;
  return takesPath ? ':value:_files' : takesValue ? ':value:' : '';
}

function zsh(commands: readonly CompletedCommand[]): readonly string[] {
  return [
    `#compdef ${PROGRAM}`,
    `_imagesearch_import_profiles() {`,
    `  local -a profiles=(\${(f)"$(${PROFILES})"})`,
    `  compadd -a profiles`,
    `}`,
    `_imagesearch_import() {`,
    `  if (( CURRENT == 2 )); then`,
    `    local -a commands=(`,
    ...commands.map(({ name, summary }) => `      ${quoted(`${name}:${zshText(summary)}`)}`),
    `    )`,
    `    _describe command commands`,
    `    return`,
    `  fi`,
    `  case "$words[2]" in`,
    ...commands.map(({ name, options, words: own, takesPaths }) => {
      const rest = own.length > 0 ? `*:word:(${own.join(' ')})` : takesPaths ? '*:file:_files' : '*:word:';
      return `    ${name}) shift words; (( CURRENT-- )); _arguments ${[...options.map(zshOption), quoted(rest)].join(' ')} ;;`;
    }),
    `  esac`,
    `}`,
    `if [ "$funcstack[1]" = _imagesearch_import ]; then _imagesearch_import "$@"; else compdef _imagesearch_import ${PROGRAM}; fi`,
  ];
}

function fishValue({ flag, takesValue, takesPath, choices }: CompletedOption): string {
  if (flag === PROFILE) return ` -x -a ${quoted(`(${PROFILES})`)}`;
  if (choices.length > 0) return ` -x -a ${words(choices)}`;
  return takesPath ? ' -r -F' : takesValue ? ' -x' : '';
}

function fish(commands: readonly CompletedCommand[]): readonly string[] {
  const complete = `complete -c ${PROGRAM}`;
  return [
    ...commands.map(
      ({ name, summary }) => `${complete} -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(({ name, options, words: own, takesPaths }) => {
      const typed = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
      const ofOptions = options.map(
        (option) =>
          `${complete} ${typed} -l ${option.flag.slice(2)}${fishValue(option)} -d ${quoted(option.description)}`,
      );
      const offered = own.length === 0 ? '' : ` -a ${words(own)}`;
      return takesPaths ? ofOptions : [`${complete} -f ${typed}${offered}`, ...ofOptions];
    }),
  ];
}

/** The script for each shell: it has every word but profiles in it, and asks the program nothing while somebody types. */
export const COMPLETION_SCRIPTS = { bash, zsh, fish } as const;

export type Shell = keyof typeof COMPLETION_SCRIPTS;
