/**
 * What a command may be given, as data: from it the help is written, words are read, and the type of a command's flags is inferred.
 * The name of an option is its key: `maxBad` is `--max-bad`.
 */
import {InvalidArgumentError} from 'commander';
import type {NamesOfRun} from './completion-of-runs.ts';

export interface OptionOf<T> {
  /** The name of its value in the help; a switch has none. */
  readonly value?: string;
  readonly about: string;
  readonly short?: string;
  /** The key of an older name, which is read too and not shown. */
  readonly once?: string;
  readonly choices?: readonly string[];
  /** What of the run on the command line its value names, for completion. */
  readonly ofRun?: NamesOfRun;
  readonly required: boolean;
  /** What a command is given where the option is absent. */
  readonly default?: T;
  /** May be given several times; any other that has a value may not. */
  readonly repeatable: boolean;
  /** Its values are data, of which a pattern may name several. */
  readonly namesData: boolean;
  /** The switch turns something off: `--no-header` makes `header` false. */
  readonly negated: boolean;
  /** From its word, and from what the same option gave before. */
  parse?(word: string, before: T | undefined): T;
}

export type Options = Readonly<Record<string, OptionOf<unknown>>>;

type ValueOf<O> = O extends OptionOf<infer T> ? T : never;
type Absent<O extends Options> = {[K in keyof O]: undefined extends ValueOf<O[K]> ? K : never}[keyof O];

/** What a command with these options is given. */
export type FlagsOf<O extends Options> = {readonly [K in Exclude<keyof O, Absent<O>>]: ValueOf<O[K]>} & {
  readonly [K in Absent<O>]?: ValueOf<O[K]>;
};

interface More<T> {
  /** One letter. */
  readonly short?: string;
  /** The key of an older name. */
  readonly once?: string;
  readonly required?: true;
  readonly default?: T;
  readonly ofRun?: NamesOfRun;
  /** What happens where the option is absent, in words, if that is not a value of its own. */
  readonly otherwise?: string;
}

/** A value is there for certain where it is required or has a default. */
type Given<T, M> = M extends {readonly required: true} | {readonly default: unknown} ? T : T | undefined;

function option<T, M extends More<T>>(
  about: string,
  {short, once, ofRun, required, default: fallback, otherwise}: M,
  more: Partial<OptionOf<unknown>>,
): OptionOf<Given<T, M>> {
  const told = otherwise === undefined ? about : `${about} (default: ${otherwise})`;
  const plain = {ofRun, repeatable: false, namesData: false, negated: false};
  return {about: told, short, once, required: required === true, default: fallback, ...plain, ...more} as OptionOf<Given<T, M>>;
}

/** A word as it stands, or what `parse` makes of it. */
export const text = <const M extends More<string>>(value: string, about: string, more: M = {} as M) =>
  option<string, M>(about, more, {value});

/** Words of an option that may be given several times. */
export const texts = <const M extends More<readonly string[]>>(value: string, about: string, more: M = {} as M) =>
  option<readonly string[], M>(about, more, {value, repeatable: true, parse: added});

/** Data beside those that stand without a flag. */
export const dataTexts = <const M extends More<readonly string[]>>(value: string, about: string, more: M = {} as M) =>
  option<readonly string[], M>(about, more, {value, repeatable: true, namesData: true, parse: added});

export const choice = <const C extends readonly string[], const M extends More<C[number]>>(
  value: string,
  about: string,
  choices: C,
  more: M = {} as M,
) => option<C[number], M>(about, more, {value, choices});

/** Choices of an option that may be given several times; each is there once. */
export const choices = <const C extends readonly string[], const M extends More<readonly C[number][]>>(
  value: string,
  about: string,
  list: C,
  more: M = {} as M,
) =>
  option<readonly C[number][], M>(about, more, {
    value,
    repeatable: true,
    choices: list,
    parse(word, before = []) {
      if (!list.includes(word)) throw new InvalidArgumentError(`Allowed choices are ${list.join(', ')}.`);
      return [...new Set([...(before as readonly string[]), word])];
    },
  });

/** A whole number of at least 1. */
export const wholeNumber = <const M extends More<number>>(value: string, about: string, more: M = {} as M) =>
  option<number, M>(about, more, {value, parse: atLeast(1, 'of at least 1')});

/** A whole number from 0. */
export const wholeNumberFrom0 = <const M extends More<number>>(value: string, about: string, more: M = {} as M) =>
  option<number, M>(about, more, {value, parse: atLeast(0, 'from 0')});

/** A number from 0 to 1. */
export const fraction = <const M extends More<number>>(value: string, about: string, more: M = {} as M) =>
  option<number, M>(about, more, {value, parse: shareOfOne});

export const parsed = <T, const M extends More<T> = More<T>>(value: string, about: string, parse: (word: string) => T, more: M = {} as M) =>
  option<T, M>(about, more, {value, parse});

/** Lists that are joined where the option is given several times. */
export const parsedLists = <T, const M extends More<readonly T[]> = More<readonly T[]>>(
  value: string,
  about: string,
  parse: (word: string) => readonly T[],
  more: M = {} as M,
) =>
  option<readonly T[], M>(about, more, {
    value,
    repeatable: true,
    parse: (word, before = []) => [...(before as readonly T[]), ...parse(word)],
  });

/** A switch: true where it is given. */
export const flag = (about: string, more: Pick<More<true>, 'short'> = {}): OptionOf<true | undefined> =>
  option<true, More<true>>(about, more, {}) as OptionOf<true | undefined>;

/** A switch `--no-KEY`: false where it is given. */
export const noFlag = (about: string): OptionOf<false | undefined> =>
  option<false, More<false>>(about, {}, {negated: true}) as OptionOf<false | undefined>;

/** The option as it is typed. */
export function flagOf(key: string, {negated = false}: {readonly negated?: boolean} = {}): string {
  return `--${negated ? 'no-' : ''}${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const added = (word: string, before: unknown = []): readonly string[] => [...(before as readonly string[]), word];

const atLeast =
  (least: number, wanted: string) =>
  (word: string): number => {
    const value = Number(word);
    if (word.trim() === '' || !Number.isInteger(value) || value < least) throw new InvalidArgumentError(`wanted a whole number ${wanted}.`);
    return value;
  };

function shareOfOne(word: string): number {
  const value = Number(word);
  if (word.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('wanted a share from 0 to 1.');
  return value;
}

/** The option of every command that spreads its work. */
export const workersOption = wholeNumber('n', 'worker threads', {otherwise: 'one a core'});

/** The option of every command that has a result. */
export const jsonOption = flag('print one JSON document on standard output');
