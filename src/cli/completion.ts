/**
 * Completion for shells, as scripts that run no genloss: commands, flags and the choices of flags, from what commands declare, and the
 * names of a run on the command line, from its files.
 */
import type {ListedCommand} from './command.ts';
import {BASH_NAMES, BASH_NPX, FISH_NAMES, FISH_NPX, type NamesOfRun, ZSH_NAMES, ZSH_NPX} from './completion-of-runs.ts';
import {flagOf, type OptionOf} from './options.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

interface Flag {
  readonly long: string;
  readonly short?: string;
  readonly about: string;
  /** The name of its value; a switch has none. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly ofRun?: NamesOfRun;
  readonly repeatable?: boolean;
}

interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  /** What may stand without a flag; `withFiles`: besides files and folders. */
  readonly words: readonly string[];
  readonly withFiles: boolean;
  /** What stands without a flag, in order, and what of a run it names. */
  readonly positional: readonly {readonly name: string; readonly ofRun?: NamesOfRun}[];
}

/** `experiments`: the names of those that ship. */
export async function completionScript(shell: Shell, list: readonly ListedCommand[], experiments: readonly string[]): Promise<string> {
  const words: Readonly<Record<string, readonly string[]>> = {run: experiments, show: experiments, completion: SHELLS};
  const alone = ['show', 'completion'];
  const commands = await Promise.all(
    list.map(async ({name, summary, load}): Promise<Completed> => {
      const {options, positional} = await load();
      return {
        name,
        summary,
        flags: [...Object.entries(options).map(flagFrom), HELP],
        words: words[name] ?? [],
        withFiles: !alone.includes(name),
        positional: Object.entries(positional).map(([key, {ofRun}]) => ({name: key, ofRun})),
      };
    }),
  );
  return {bash, zsh, fish}[shell](commands);
}

const HELP: Flag = {long: '--help', short: '-h', about: 'display help for command'};

const flagFrom = ([key, {negated, short, about, value, choices, ofRun, repeatable}]: [string, OptionOf<unknown>]): Flag => ({
  long: flagOf(key, {negated}),
  ...(short !== undefined && {short: `-${short}`}),
  about,
  ...(value !== undefined && {value}),
  ...(choices !== undefined && {choices}),
  ...(ofRun !== undefined && {ofRun, repeatable}),
});

/** The call of the shell's function that offers what a flag's value names. */
const namesCall = ({ofRun, repeatable}: Pick<Flag, 'ofRun' | 'repeatable'>): string =>
  `_genloss_names ${ofRun}${repeatable ? ' many' : ''}`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const namesOf = ({long, short}: Flag): string[] => (short === undefined ? [long] : [long, short]);
const linesOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** Files and folders besides what is offered already, which bash leaves out where there is anything. */
const FILES_TOO = '; while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -f -- "$cur"); compopt -o filenames 2>/dev/null';

function bash(commands: readonly Completed[]): string {
  const offer = (words: readonly string[]) => `COMPREPLY=($(compgen -W ${quoted(words.join(' '))} -- "$cur"))`;
  const values = commands.flatMap(({name, flags}) =>
    flags.flatMap((flag) =>
      flag.choices || flag.ofRun
        ? [
            `    ${namesOf(flag)
              .map((one) => quoted(`${name} ${one}`))
              .join('|')}) ${flag.choices ? offer(flag.choices) : namesCall(flag)}; return ;;`,
          ]
        : [],
    ),
  );
  const valued = commands.flatMap(({name, flags}) =>
    flags
      .filter(({value}) => value !== undefined)
      .flatMap(namesOf)
      .map((one) => quoted(`${name} ${one}`)),
  );
  return linesOf([
    '# Completion of genloss for bash. In ~/.bashrc: source <(genloss completion bash)',
    ...BASH_NAMES,
    '_genloss() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" command="" i',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
    '    if [[ ${COMP_WORDS[i]} != -* ]]; then command="${COMP_WORDS[i]}"; break; fi',
    '  done',
    '  COMPREPLY=()',
    // bash takes --flag=value for three words
    "  if [[ $cur == = ]]; then cur=''; fi",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is bash's
    '  if [[ $prev == = ]]; then prev="${COMP_WORDS[COMP_CWORD-2]}"; fi',
    '  case "$command $prev" in',
    ...values,
    // a value without choices is a file or a number: files are offered
    `    ${valued.join('|')}) return ;;`,
    '  esac',
    '  if [[ $cur == -* ]]; then',
    '    case "$command" in',
    ...commands.map(({name, flags}) => `      ${name}) ${offer(flags.flatMap(namesOf))} ;;`),
    `      '') ${offer(['--help', '--version'])} ;;`,
    '    esac',
    '    return',
    '  fi',
    '  case "$command" in',
    `    ''|help) ${offer([...commands.map(({name}) => name), 'help'])} ;;`,
    ...commands
      .filter(({words}) => words.length > 0)
      .map(({name, words, withFiles}) => `    ${name}) ${offer(words)}${withFiles ? FILES_TOO : ''} ;;`),
    ...commands.flatMap(({name, positional}) =>
      positional.flatMap(({ofRun}) => (ofRun === undefined ? [] : [`    ${name}) ${namesCall({ofRun})} ;;`])),
    ),
    '  esac',
    '}',
    'complete -o bashdefault -o default -F _genloss genloss',
    ...BASH_NPX,
  ]);
}

function zsh(commands: readonly Completed[]): string {
  const plain = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('[', '\\[').replaceAll(']', '\\]').replaceAll(':', '\\:');
  const offered = (flag: Flag) => (flag.choices ? `(${flag.choices.join(' ')})` : flag.ofRun ? `{ ${namesCall(flag)} }` : '_files');
  const argument = (flag: Flag): string => {
    const value = flag.value === undefined ? '' : `:${plain(flag.value)}:${offered(flag)}`;
    const said = `[${plain(flag.about)}]${value}`;
    return flag.short === undefined ? quoted(`*${flag.long}${said}`) : `${quoted(`*`)}{${flag.short},${flag.long}}${quoted(said)}`;
  };
  const rest = ({words, withFiles, positional}: Completed) =>
    words.length > 0
      ? [quoted(`1:name:{ compadd -- ${words.join(' ')}${withFiles ? '; _files' : ''} }`), quoted('*:file:_files')]
      : [
          ...positional.flatMap(({name, ofRun}, i) => (ofRun ? [quoted(`${i + 1}:${name}:{ ${namesCall({ofRun})} }`)] : [])),
          quoted('*:file:_files'),
        ];
  return linesOf([
    '#compdef genloss',
    '# Completion of genloss for zsh. In ~/.zshrc, after compinit: source <(genloss completion zsh)',
    ...ZSH_NAMES,
    '_genloss() {',
    '  local -a commands',
    `  commands=(${commands.map(({name, summary}) => quoted(`${name}:${plain(summary)}`)).join(' ')} 'help:display help for command')`,
    '  local context state state_descr line',
    '  typeset -A opt_args',
    "  _arguments -C '1: :->command' '*:: :->rest'",
    '  case $state in',
    '    command) _describe command commands ;;',
    '    rest)',
    '      case $words[1] in',
    ...commands.map((one) => `        ${one.name}) _arguments ${[...one.flags.map(argument), ...rest(one)].join(' ')} ;;`),
    '        help) _describe command commands ;;',
    '      esac ;;',
    '  esac',
    '}',
    '(( $+functions[compdef] )) && compdef _genloss genloss',
    ...ZSH_NPX,
  ]);
}

function fish(commands: readonly Completed[]): string {
  const of = (name: string) => `complete -c genloss -n '__fish_seen_subcommand_from ${name}'`;
  const names = (flag: Pick<Flag, 'ofRun' | 'repeatable'>) => `-x -a ${quoted(`(_${namesCall(flag)})`)}`;
  return linesOf([
    '# Completion of genloss for fish: genloss completion fish > ~/.config/fish/completions/genloss.fish',
    '# For npx genloss too, in ~/.config/fish/config.fish: npx genloss completion fish | source',
    ...FISH_NAMES,
    ...commands.map(({name, summary}) => `complete -c genloss -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`),
    ...commands.flatMap(({name, flags, words, withFiles, positional}) => [
      ...flags.map(({long, short, about, value, choices, ...flag}) =>
        [
          `${of(name)} -l ${long.slice(2)}`,
          ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
          ...(choices ? [`-x -a ${quoted(choices.join(' '))}`] : value === undefined ? [] : [flag.ofRun ? names(flag) : '-r']),
          `-d ${quoted(about)}`,
        ].join(' '),
      ),
      ...(words.length > 0 ? [`${of(name)}${withFiles ? '' : ' -f'} -a ${quoted(words.join(' '))}`] : []),
      ...positional.flatMap(({ofRun}) => (ofRun ? [`${of(name)} -a ${quoted(`(_${namesCall({ofRun})})`)}`] : [])),
    ]),
    ...FISH_NPX,
  ]);
}
