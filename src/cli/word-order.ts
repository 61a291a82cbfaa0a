/**
 * What a command line says by where its words stand, which is lost once they are values: an option given twice, of which the last would
 * win, and a word behind the value of an option that names data, which would be data of another side.
 *
 * Of words that commander has accepted: every flag is one of the command's. Refuses with ConfigError.
 */
import {basename, dirname, extname} from 'node:path';
import {ConfigError} from '../core/error.ts';
import type {Command} from './command.ts';
import {flagOf, type OptionOf} from './options.ts';
import {commandText} from './words.ts';

interface GivenWord {
  /** As it is typed; undefined where the word stands without a flag. */
  readonly flag?: string;
  readonly key?: string;
  readonly value: string;
}

/** `words`: those behind the name of the command. */
export function refuseMisleadingWords(words: readonly string[], command: Command): void {
  const given = givenWords(words, command);
  refuseTwice(given, command);
  refuseStray(given, command);
}

function refuseTwice(given: readonly GivenWord[], {options}: Command): void {
  for (const [key, {value, repeatable}] of Object.entries(options)) {
    const same = given.filter((one) => one.key === key);
    if (value === undefined || repeatable || same.length < 2) continue;
    const flags = [...new Set(same.map(({flag}) => flag))];
    const values = same.map((one) => commandText([one.value])).join(' and ');
    const said = flags.length > 1 ? `${flags.join(' and ')} are one option, which was given` : `${flags[0]} was given`;
    throw new ConfigError(`${said} ${same.length === 2 ? 'twice' : `${same.length} times`}: ${values}`, {
      next: 'It takes one value: give it once.',
    });
  }
}

/** An unquoted pattern that the shell has expanded: its second file is no longer the option's. */
function refuseStray(given: readonly GivenWord[], {positional, options}: Command): void {
  const [name, about] = Object.entries(positional).flatMap(([key, {many, about}]) => (many ? [key, about] : []));
  let first: string | undefined;
  for (const [i, {flag, value}] of given.entries()) {
    if (flag !== undefined) continue;
    const above = given[i - 1];
    if (name !== undefined && first !== undefined && options[above?.key ?? '']?.namesData) throw stray(value, above, {name, about, first});
    first ??= value;
  }
}

interface Side {
  readonly name: string;
  readonly about: string;
  /** What it has already. */
  readonly first: string;
}

function stray(word: string, {flag, value}: GivenWord, {name, about, first}: Side): ConfigError {
  const [taken, beside] = [commandText([word]), commandText([first])];
  const ways = [
    `quote the pattern (${flag} ${patternOf(value, word)})`,
    `repeat the flag (${flag} ${taken})`,
    `or name all <${name}> in one place, before or after the flags`,
  ];
  return new ConfigError(
    `${taken} stands directly after ${flag} ${commandText([value])} and would be taken as <${name}> (${about}) beside ${beside}, not for ${flag}`,
    {next: `If a shell expanded a pattern, ${ways.join(', ')}.`},
  );
}

/** What the shell may have expanded to both. */
function patternOf(one: string, other: string): string {
  const alike = dirname(one) === dirname(other) && extname(one) === extname(other) && extname(one) !== '';
  if (!alike) return "'ref/*.jsonl'";
  return `'${one.slice(0, one.length - basename(one).length)}*${extname(one)}'`;
}

/** As commander reads them. */
function givenWords(words: readonly string[], {options}: Command): GivenWord[] {
  const valued = new Map(Object.entries(options).flatMap(([key, option]) => spellingsOf(key, option).map((flag) => [flag, key] as const)));
  const given: GivenWord[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '--') return [...given, {flag: word, value: ''}, ...words.slice(i + 1).map((value) => ({value}))];
    const {flag, inline} = partsOf(word, valued);
    const key = valued.get(flag);
    if (key !== undefined) given.push({flag, key, value: inline ?? words[++i] ?? ''});
    else given.push(word.length > 1 && word.startsWith('-') ? {flag, value: ''} : {value: word});
  }
  return given;
}

/** How an option that has a value may be typed. */
function spellingsOf(key: string, {value, short, once}: OptionOf<unknown>): string[] {
  if (value === undefined) return [];
  return [flagOf(key), ...(short === undefined ? [] : [`-${short}`]), ...(once === undefined ? [] : [flagOf(once)])];
}

/** `--name=value`; `-nvalue`, also behind switches of one letter: `-qnvalue`. */
function partsOf(word: string, valued: ReadonlyMap<string, string>): {readonly flag: string; readonly inline?: string} {
  if (word.startsWith('--')) {
    const at = word.indexOf('=');
    return at < 0 ? {flag: word} : {flag: word.slice(0, at), inline: word.slice(at + 1)};
  }
  if (!word.startsWith('-')) return {flag: word};
  for (let i = 1; i < word.length; i++) {
    const flag = `-${word[i]}`;
    if (valued.has(flag)) return i === word.length - 1 ? {flag} : {flag, inline: word.slice(i + 1)};
  }
  return {flag: word};
}
