/** The options of every command that reads a corpus, and how they reach the reader. */
import {availableParallelism} from 'node:os';
import {InvalidArgumentError} from 'commander';
import {ConfigError} from '../core/error.ts';
import {FORMATS, RECORD_UNITS} from '../core/reading.ts';
import {LANGUAGES, type Language, languageOf} from '../core/text/language.ts';
import type {SizeName} from '../guard/profile/profile.ts';
import type {MakeOptions} from '../node/profile/make.ts';
import type {DataRead} from '../node/read/corpus.ts';
import {readingOf} from '../read/request.ts';
import type {Effects} from './effects.ts';
import {choice, type FlagsOf, flag, noFlag, parsed, parsedLists, text, wholeNumberFrom0, workersOption} from './options.ts';
import {tell} from './print.ts';

/** The option of every command that counts words. */
export const languageOption = parsed<Language>(
  'tag',
  `fold case as in this language: ${LANGUAGES.join(' or ')}; all others fold alike`,
  (tag) => {
    try {
      return languageOf(tag);
    } catch (error) {
      if (error instanceof ConfigError) throw new InvalidArgumentError(`${error.message}. ${error.next ?? ''}`);
      throw error;
    }
  },
);

/** A tab is hard to type. */
const character = (word: string): string => (word === '\\t' ? '\t' : word);
const names = (word: string): readonly string[] => word.split(',');

/** How records are found. */
export const formatOptions = {
  field: text('name', 'field or column that holds the text, or a path such as messages.content', {otherwise: 'text'}),
  roles: parsedLists<string>('names', 'of conversations, whose turns are kept, with commas between (default: everybody’s)', names),
  unit: choice('unit', 'what one record of a text is', RECORD_UNITS),
  inputFormat: choice('format', 'format of the data, whatever the files are called', FORMATS),
  delimiter: parsed<string>('character', 'what stands between columns of CSV and TSV (default: a comma, in TSV a tab)', character),
  quote: text('character', 'what values of CSV and TSV are quoted with, or none', {otherwise: '", in TSV none'}),
  header: noFlag('CSV and TSV without a first row of names: --field 3 is the third column'),
} as const;

/** How data are read. */
export const readingOptions = {
  ...formatOptions,
  language: languageOption,
  maxBad: wholeNumberFrom0('n', 'broken records that may be passed over', {otherwise: '0'}),
  workers: workersOption,
  quiet: flag('no progress', {short: 'q'}),
} as const;

/** Those of profiles, which are not loaded for the words of a help. */
const SIZE_NAMES = Object.keys({small: true, medium: true, large: true} satisfies Record<SizeName, true>) as SizeName[];
const DEFAULT_SIZE: SizeName = 'medium';

/** How a profile is made. */
export const profileOptions = {
  ...readingOptions,
  group: text(
    'field',
    'keep records with the same value of this field together in the halves and parts that values and intervals are made of: for records that are pieces of one document',
  ),
  size: choice('size', 'how much a profile keeps', SIZE_NAMES, {otherwise: DEFAULT_SIZE}),
} as const;

type FormatFlags = FlagsOf<typeof formatOptions> & {readonly maxBad?: number};
type ReadingFlags = FlagsOf<typeof readingOptions> & Pick<FlagsOf<typeof profileOptions>, 'group' | 'size'>;

/** How to read; what was passed over is told on standard error. */
export function readOf({header, inputFormat, ...flags}: FormatFlags, effects: Effects): DataRead {
  return {
    ...readingOf({...flags, ...(header === false && {header})}),
    ...(inputFormat !== undefined && {format: inputFormat}),
    stdin: effects.stdin,
    onNotice: (message) => tell(`genloss: ${message}\n`, effects),
  };
}

export function makeOptionsOf({workers, group, size, language, ...flags}: ReadingFlags, effects: Effects): MakeOptions & {read: DataRead} {
  return {
    read: readOf(flags, effects),
    workers: workers ?? availableParallelism(),
    ...(group !== undefined && {group}),
    ...(size !== undefined && {size}),
    ...(language !== undefined && {language}),
  };
}
