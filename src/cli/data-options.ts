/** The flags of every command that reads a corpus, and how they reach the reader. */
import {availableParallelism} from 'node:os';
import {type Command, InvalidArgumentError, Option} from 'commander';
import {ConfigError} from '../core/error.ts';
import {type Language, languageOf} from '../core/text/language.ts';
import type {MakeOptions} from '../node/profile/make.ts';
import type {DataRead} from '../node/read/corpus.ts';
import type {Format} from '../read/input-batches.ts';
import {type RecordUnit, readingOf} from '../read/request.ts';
import {tell} from './print.ts';

/** How data are read. */
export interface ReadingFlags {
  field?: string;
  roles?: string[];
  unit?: RecordUnit;
  inputFormat?: Format;
  delimiter?: string;
  quote?: string;
  /** False where --no-header is given. */
  header?: boolean;
  maxBad?: number;
}

export interface DataFlags extends ReadingFlags {
  workers?: number;
  group?: string;
  size?: 'small' | 'medium' | 'large';
  language?: Language;
  quiet?: boolean;
}

export const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('wanted a whole number of at least 1.');
  return value;
};

export const wholeNumberFrom0 = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 0) throw new InvalidArgumentError('wanted a whole number from 0.');
  return value;
};

export const shareOfOne = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('wanted a share from 0 to 1.');
  return value;
};

/** Of a flag that may be given several times. */
export const collect = (value: string, list: string[] = []): string[] => [...list, value];

/** The flag of every command that counts words. */
export const languageOption = (): Option =>
  new Option('--language <tag>', 'fold case as in this language: tr or az; all others fold alike').argParser((tag: string) => {
    try {
      return languageOf(tag);
    } catch (error) {
      if (error instanceof ConfigError) throw new InvalidArgumentError(`${error.message}. ${error.next ?? ''}`);
      throw error;
    }
  });

const names = (text: string, list: string[] = []): string[] => [...list, ...text.split(',')];

/** A tab is hard to type. */
const character = (text: string): string => (text === '\\t' ? '\t' : text);

/** Adds the flags that say how data are read. */
export function formatFlags(command: Command): Command {
  return command
    .option('--field <name>', 'field or column that holds the text, or a path such as messages.content (default: text)')
    .option('--roles <names>', 'of conversations, whose turns are kept, with commas between (default: everybody’s)', names)
    .addOption(new Option('--unit <unit>', 'what one record of a text is').choices(['file', 'paragraph', 'line']))
    .addOption(
      new Option('--input-format <format>', 'format of the data, whatever the files are called').choices([
        ...['text', 'jsonl', 'json', 'csv', 'tsv', 'parquet'],
      ]),
    )
    .option('--delimiter <character>', 'what stands between columns of CSV and TSV (default: a comma, in TSV a tab)', character)
    .option('--quote <character>', 'what values of CSV and TSV are quoted with, or none (default: ", in TSV none)')
    .option('--no-header', 'CSV and TSV without a first row of names: --field 3 is the third column');
}

/** Adds the flags of reading to a command. */
export function readingFlags(command: Command): Command {
  return formatFlags(command)
    .addOption(languageOption())
    .option('--max-bad <n>', 'broken records that may be passed over (default: 0)', wholeNumberFrom0)
    .option('--workers <n>', 'worker threads (default: one a core)', wholeNumber)
    .option('-q, --quiet', 'no progress');
}

/** Adds the flags of making a profile. */
export function profileFlags(command: Command): Command {
  return readingFlags(command)
    .option('--group <field>', 'keep records with the same value of this field together when intervals are made')
    .addOption(new Option('--size <size>', 'how much a profile keeps (default: medium)').choices(['small', 'medium', 'large']));
}

/** What was passed over, on standard error. */
export const notice = (message: string): void => void tell(`genloss: ${message}\n`);

export function readOf({header, inputFormat, ...flags}: ReadingFlags): DataRead {
  return {
    ...readingOf({...flags, ...(header === false && {header})}),
    ...(inputFormat !== undefined && {format: inputFormat}),
    onNotice: notice,
  };
}

export function makeOptionsOf({workers, group, size, language, ...flags}: DataFlags): MakeOptions {
  return {
    read: readOf(flags),
    workers: workers ?? availableParallelism(),
    ...(group !== undefined && {group}),
    ...(size !== undefined && {size}),
    ...(language !== undefined && {language}),
  };
}
