/** The manual page, man/genloss.1: every command with its words, options and examples, in the macros of man(7). */
import type {Command as Commander} from 'commander';
import type {CommandExample} from '../src/cli/command.ts';
import {EXIT_CODES} from './exit-codes.ts';

/** `examples`: of each command, by its name. */
export function manPage(program: Commander, examples: ReadonlyMap<string, readonly CommandExample[]>): string {
  const commands = program.commands.filter((command) => command.name() !== 'help');
  return `${[
    '.\\" Written by npm run generate; change the code instead.',
    '.TH GENLOSS 1 "" genloss "User Commands"',
    '.SH NAME',
    'genloss \\- measure, forecast and prevent model collapse',
    '.SH SYNOPSIS',
    '.B genloss',
    '.I command',
    '.RI [ options ]',
    '.SH DESCRIPTION',
    roff(program.description()),
    '.PP',
    'Every command that has a result prints one JSON document with',
    `${bold('--json')}, errors included.`,
    '.SH COMMANDS',
    ...commands.flatMap((command) => section(command, examples.get(command.name()) ?? [])),
    '.SH EXIT STATUS',
    ...EXIT_CODES.flatMap(([code, meaning]) => ['.TP', bold(String(code)), roff(meaning)]),
    '.SH SEE ALSO',
    'The folder docs of the package; docs/check.md, docs/experiments.md and docs/glossary.md in it.',
  ].join('\n')}\n`;
}

function section(command: Commander, examples: readonly CommandExample[]): string[] {
  return [
    `.SS genloss ${roff(`${command.name()} ${command.usage()}`)}`,
    roff(`${command.description()}.`),
    ...command.registeredArguments.flatMap((word) => ['.TP', italic(word.name()), roff(word.description)]),
    ...command.options.filter(({hidden}) => !hidden).flatMap((option) => ['.TP', bold(option.flags), roff(toldOf(command, option))]),
    '.PP',
    'Examples:',
    ...examples.flatMap(({line, does}) => ['.TP', bold(line), roff(does)]),
  ];
}

/** As help tells it, with choices and default. */
const toldOf = (command: Commander, option: Commander['options'][number]): string => command.createHelp().optionDescription(option);

/** Text within macros: nothing in it is taken for an escape, and no line of it for a macro. */
const roff = (text: string): string =>
  text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/`/g, '')
    .replace(/’/g, '\\(cq')
    .replace(/^([.'])/, '\\&$1');
const bold = (text: string): string => `\\fB${roff(text)}\\fR`;
const italic = (text: string): string => `\\fI${roff(text)}\\fR`;
