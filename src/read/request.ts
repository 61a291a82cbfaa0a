/** What the readers of the formats are asked for, and what they tell of the further fields. No format is known here. */

import {ConfigError, DataError} from '../core/error.ts';
import {RECORD_UNITS, type RecordUnit} from '../core/reading.ts';
import type {SpareMemory} from './batch.ts';
import {similarNames} from './similar-names.ts';
import {type Skipped, Tally} from './tally.ts';

/** What is read from each record, the same for all files. */
export interface FieldOptions {
  /** The field or column that holds the text, in JSON and Parquet also a path (`a.b`); the path may go through lists. Default 'text'. */
  readonly field?: string;
  /** Of a conversation, whose turns are kept, as the data write it. Default: everybody's. */
  readonly roles?: readonly string[];
  /** Further fields to deliver with each record. Text files have none. */
  readonly extra?: readonly string[];
  /** What one record is. Default: a text file is one record; in the other formats each field is one, which 'file' says too. */
  readonly unit?: RecordUnit;
  /** What stands between the columns of CSV and TSV: one character. Default `,`, in TSV a tab. */
  readonly delimiter?: string;
  /** What values of CSV and TSV are quoted with, one character, or 'none'. Default `"`, in TSV 'none'. */
  readonly quote?: string;
  /** Whether the first row of CSV and TSV names the columns; else their names are their numbers, from 1. Default true. */
  readonly header?: boolean;
  /** How many broken records may be passed over. Default 0. */
  readonly maxBad?: number;
  /** Whether a file may lack further fields: its records then have none. Default false, it is an error. */
  readonly mayLack?: boolean;
  /** Whether batches bring the bytes of each JSON object too. Only for records that are not cut further. Default false. */
  readonly raw?: boolean;
  /** Hears of every record that is left out: broken ones (at most maxBad) and empty ones. */
  readonly onSkip?: (skipped: Skipped) => void;
}

/** The options that say how records are found, wherever data are named. */
const READING = ['field', 'roles', 'unit', 'delimiter', 'quote', 'header', 'maxBad'] as const;
export type ReadingOptions = Pick<FieldOptions, (typeof READING)[number]>;

/** Those of the options that are given. */
export function readingOf(options: ReadingOptions): ReadingOptions {
  return Object.fromEntries(READING.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
}

/** How rows of CSV and TSV are written; what is absent is as the format has it. */
export interface Dialect {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header: boolean;
}

export interface FieldRequest {
  readonly field: string;
  readonly roles?: ReadonlySet<string>;
  readonly extra: readonly string[];
  readonly mayLack: boolean;
  readonly unit: RecordUnit;
  readonly dialect: Dialect;
  readonly raw: boolean;
  readonly tally: Tally;
  readonly seen: FieldsSeen;
  readonly origin: Origin;
  /** Where the memory of batches is taken from, where their bytes come back. */
  readonly spare?: SpareMemory;
}

/** Where a reader starts in a file: from its own counts to the file's. Asked only when somebody must be told. */
export interface Origin {
  /** Whether the first byte is the file's. */
  readonly first: boolean;
  line(relative: number): number;
  byte(relative: number): number;
}

export const WHOLE: Origin = {first: true, line: (relative) => relative, byte: (relative) => relative};

/** Roles that are remembered, to be named where none of them was asked for. */
const MOST_ROLES = 20;

/** Which further fields a file's records have, and which roles; a field that no record has is an error at the file's end. */
export class FieldsSeen {
  readonly names: readonly string[];
  readonly seen: boolean[];
  /** The fields of a record that lacked one. */
  others?: readonly string[];
  readonly roles = new Set<string>();

  constructor(names: readonly string[]) {
    this.names = names;
    this.seen = names.map(() => false);
  }

  addRole(role: string): void {
    if (this.roles.size < MOST_ROLES) this.roles.add(role);
  }

  /** Takes in what another part of the same file had. */
  add({
    seen,
    others,
    roles,
  }: {
    readonly seen: readonly boolean[];
    readonly others?: readonly string[];
    readonly roles: Iterable<string>;
  }): void {
    for (let k = 0; k < seen.length; k++) this.seen[k] ||= seen[k];
    this.others ??= others;
    for (const role of roles) this.addRole(role);
  }

  /** Why the records of file `name` cannot be given, or undefined. */
  problem(name: string): DataError | undefined {
    const lacking = this.seen.indexOf(false);
    if (lacking < 0 || this.others === undefined) return undefined;
    return missingField(name, this.names[lacking], this.others, 'Name fields that the records have.');
  }
}

/** Checks the options. Throws ConfigError. */
export function requestOf(options: FieldOptions): FieldRequest {
  const {field = 'text', roles, extra = [], mayLack = false, unit = 'file', maxBad = 0, raw = false, onSkip} = options;
  if (!(Number.isInteger(maxBad) && maxBad >= 0)) throw new ConfigError(`maxBad is ${maxBad}, wanted a whole number from 0`);
  if (field === '') throw new ConfigError('the field has an empty name', {next: 'Name the field that holds the text.'});
  if (extra.includes('')) throw new ConfigError('a further field has an empty name', {next: 'Name fields that the records have.'});
  if (!RECORD_UNITS.includes(unit)) throw new ConfigError(`unit is ${unit}, wanted file, paragraph or line`);
  if (roles?.length === 0 || roles?.includes(''))
    throw new ConfigError('a role has an empty name', {next: 'Name roles as the data write them, for example assistant.'});
  return {
    ...{field, extra, mayLack, unit, raw, origin: WHOLE},
    ...(roles && {roles: new Set(roles)}),
    dialect: dialectOf(options),
    tally: new Tally(maxBad, onSkip),
    seen: new FieldsSeen(extra),
  };
}

const ONE = 'Give one character, for example --delimiter ";" --quote "\'", or --quote none.';

function dialectOf({delimiter, quote, header = true}: FieldOptions): Dialect {
  if (delimiter !== undefined && ([...delimiter].length !== 1 || /[\r\n]/.test(delimiter)))
    throw new ConfigError(`the delimiter is ${quoted(delimiter)}, wanted one character that ends no line`, {next: ONE});
  if (quote !== undefined && quote !== 'none' && !/^[!-~]$/.test(quote))
    throw new ConfigError(`the quote is ${quoted(quote)}, wanted one character of ASCII, or none`, {next: ONE});
  if (quote !== undefined && quote === delimiter) throw new ConfigError(`${quoted(quote)} is both delimiter and quote`, {next: ONE});
  return {header, ...(delimiter !== undefined && {delimiter}), ...(quote !== undefined && {quote})};
}

/** The error for a field that is not there, naming those that are. */
export function missingField(
  where: string,
  field: string,
  names: readonly string[],
  otherwise = 'Name the field that holds the text.',
): DataError {
  const shown = names.slice(0, 20).map(quoted).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
  const near = similarNames(
    field,
    names.filter((name) => name.length <= LONGEST_NAME),
  );
  const next = near.length > 0 ? `Did you mean ${near.map(quoted).join(' or ')}?` : otherwise;
  return new DataError(`${where} has no field ${quoted(field)}; it has ${shown === '' ? 'none' : shown}`, {where, next});
}

/** Longer names are not shown whole. */
const LONGEST_NAME = 80;

/** A name of the data as a message shows it. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);
}
