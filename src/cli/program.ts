/** What the command line offers, as commander knows it: built from the list of commands and what each declares. */
import {Argument, Command as Commander, Option, type OutputConfiguration} from 'commander';
import {version} from '../node/version.ts';
import type {Command, CommandExample, ListedCommand} from './command.ts';
import {COMMANDS} from './commands.ts';
import type {Effects} from './effects.ts';
import {flagOf, type OptionOf, type Options} from './options.ts';
import {print, tell} from './print.ts';
import {refuseMisleadingWords} from './word-order.ts';

/** Hears which command was called, and what it was given. */
type Called = (command: Command, given: Readonly<Record<string, unknown>>) => Promise<void>;

/** A command line: its words behind the name of the command, and who hears of it. */
interface Line {
  readonly words: readonly string[];
  readonly called: Called;
}

/** Every command with all its options, for help and reference; calls nothing. */
export async function program(): Promise<Commander> {
  const genloss = offered();
  for (const listed of COMMANDS) await complete(commandNamed(genloss, listed.name), listed);
  return genloss;
}

/**
 * Reads the command line, and runs the command that it calls. Throws commander's errors, which have been told by then, help and version
 * among them, and those of the command.
 */
export async function callCommand(words: readonly string[], effects: Effects): Promise<number> {
  let code = 0;
  const called: Called = async (command, given) => {
    code = await command.run(given, effects);
  };
  const genloss = offered({
    writeOut: (text) => print(text, effects),
    writeErr: (text) => tell(text, effects),
    getOutHelpWidth: () => effects.stdout.columns,
    getErrHelpWidth: () => effects.stderr.columns,
  });
  const completed = (name: string): Promise<void> => {
    const listed = COMMANDS.find((one) => one.name === name);
    return listed ? complete(commandNamed(genloss, name), listed, {words: words.slice(1), called}) : Promise.resolve();
  };
  genloss.hook('preSubcommand', (_, command) => completed(command.name()));
  // no hook is called for a command whose help is asked for by `help`
  if (words[0] === 'help' && words[1] !== undefined) await completed(words[1]);
  await genloss.parseAsync(words, {from: 'user'});
  return code;
}

/** What to do about a command line that is not one, which calls a command of this name or none. */
export function usageHint(name?: string): string {
  const listed = COMMANDS.find((one) => one.name === name);
  if (listed === undefined) return 'genloss --help lists the commands';
  return `genloss ${name} --help shows how it is called${listed.hint === undefined ? '' : `; ${listed.hint}`}`;
}

/** The program with its commands by name. */
function offered(output: OutputConfiguration = {}): Commander {
  const genloss = new Commander('genloss')
    .description('Generation loss: measure, forecast and prevent model collapse in models trained on what models wrote.')
    .version(version())
    .showHelpAfterError(`(${usageHint()})`)
    .configureHelp({subcommandTerm: (command) => termOf(command)})
    .configureOutput(output)
    .exitOverride();
  for (const {name, summary, positional} of COMMANDS) {
    const command = genloss.command(name).description(summary).configureHelp({});
    command.showHelpAfterError(`(${usageHint(name)})`);
    for (const term of positional?.split(' ') ?? []) command.addArgument(new Argument(term));
  }
  return genloss;
}

/** Every command has options, also where they are not loaded. */
function termOf(command: Commander): string {
  const listed = COMMANDS.find(({name}) => name === command.name());
  if (listed === undefined) return `${command.name()} [command]`;
  return [listed.name, '[options]', ...(listed.positional === undefined ? [] : [listed.positional])].join(' ');
}

/** Each on a line of its own, which can be copied. */
const examplesText = (examples: readonly CommandExample[]): string => examples.map(({line, does}) => `  ${line}\n      ${does}\n`).join('');

function commandNamed(program: Commander, name: string): Commander {
  const command = program.commands.find((one) => one.name() === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  return command;
}

async function complete(commander: Commander, {load}: ListedCommand, line?: Line): Promise<void> {
  const command = await load();
  for (const [i, {about}] of Object.values(command.positional).entries()) commander.registeredArguments[i].description = about;
  for (const [key, option] of Object.entries(command.options)) {
    commander.addOption(optionOf(key, option));
    // an older name is read and not shown
    if (option.once !== undefined) commander.addOption(optionOf(option.once, {...option, short: undefined, default: undefined}).hideHelp());
  }
  commander.addHelpText('after', `\nExamples:\n${examplesText(command.examples)}`);
  if (!line) return;
  commander.action(async () => {
    refuseMisleadingWords(line.words, command);
    requireOptions(commander, command.options);
    const words = Object.keys(command.positional).map((name, i) => [name, commander.processedArgs[i]]);
    await line.called(command, {...flagsOf(commander, command.options), ...Object.fromEntries(words)});
  });
}

function optionOf(key: string, {value, about, short, choices, negated, parse, default: fallback}: OptionOf<unknown>): Option {
  const long = flagOf(key, {negated});
  const option = new Option(`${short === undefined ? '' : `-${short}, `}${long}${value === undefined ? '' : ` <${value}>`}`, about);
  if (choices) option.choices(choices);
  if (parse) option.argParser(parse);
  if (fallback !== undefined) option.default(fallback);
  return option;
}

/** Asked after what is mistyped was told, which may be the one that is missing. */
function requireOptions(commander: Commander, options: Options): void {
  for (const [key, {required}] of Object.entries(options)) {
    const option = commander.options.find((one) => one.attributeName() === key);
    if (required && option && given(commander, key, options[key]) === undefined)
      commander.error(`error: required option '${option.flags}' not specified`, {code: 'commander.missingMandatoryOptionValue'});
  }
}

/** commander has `true` for a switch that turns something off and is not given. */
const flagsOf = (commander: Commander, options: Options): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options)
      .map(([key, option]): [string, unknown] => [key, given(commander, key, option)])
      .filter(([key, value]) => value !== undefined && !(options[key].negated && value === true)),
  );

/** What an option was given, under its name or its older one. */
function given(commander: Commander, key: string, {once}: OptionOf<unknown>): unknown {
  const value: unknown = commander.getOptionValue(key);
  const old: unknown = once === undefined ? undefined : commander.getOptionValue(once);
  return old ?? value;
}
