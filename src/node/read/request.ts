/** What the readers of the formats are asked for, and what they tell of the further fields. No format is known here. */
import {ConfigError, DataError} from '../../core/error.ts';
import {similarNames} from './sources.ts';
import {type Skipped, Tally} from './tally.ts';

export type Unit = 'file' | 'paragraph' | 'line';

/** What is read from each record, the same for all files. */
export interface FieldOptions {
  /** The field or column that holds the text, in JSONL and Parquet also a path (`a.b`). Default 'text'. */
  readonly field?: string;
  /** Further fields to deliver with each record. Text files have none. */
  readonly extra?: readonly string[];
  /** What one record is. Default: a text file is one record; in the other formats each field is one, which 'file' says too. */
  readonly unit?: Unit;
  /** How many broken records may be passed over. Default 0. */
  readonly maxBad?: number;
  /** Hears of every record that is left out: broken ones (at most maxBad) and empty ones. */
  readonly onSkip?: (skipped: Skipped) => void;
}

export interface FieldRequest {
  readonly field: string;
  readonly extra: readonly string[];
  readonly unit: Unit;
  readonly tally: Tally;
  readonly seen: FieldsSeen;
  readonly origin: Origin;
}

/** Where a reader starts in a file: from its own counts to the file's. Asked only when somebody must be told. */
export interface Origin {
  /** Whether the first byte is the file's. */
  readonly first: boolean;
  line(relative: number): number;
  byte(relative: number): number;
}

export const WHOLE: Origin = {first: true, line: (relative) => relative, byte: (relative) => relative};

/** Which further fields a file's records have; one that no record has is an error at the file's end. */
export class FieldsSeen {
  readonly names: readonly string[];
  readonly seen: boolean[];
  /** The fields of a record that lacked one. */
  others?: readonly string[];

  constructor(names: readonly string[]) {
    this.names = names;
    this.seen = names.map(() => false);
  }

  /** Takes in what another part of the same file had. */
  add({seen, others}: {readonly seen: readonly boolean[]; readonly others?: readonly string[]}): void {
    for (let k = 0; k < seen.length; k++) this.seen[k] ||= seen[k];
    this.others ??= others;
  }

  /** Why the records of file `name` cannot be given, or undefined. */
  problem(name: string): DataError | undefined {
    const lacking = this.seen.indexOf(false);
    if (lacking < 0 || this.others === undefined) return undefined;
    return missingField(name, this.names[lacking], this.others, 'Name fields that the records have.');
  }
}

/** Checks the options. `tally`: the one of all files. Throws ConfigError. */
export function requestOf({field = 'text', extra = [], unit = 'file', maxBad = 0, onSkip}: FieldOptions): FieldRequest {
  if (!(Number.isInteger(maxBad) && maxBad >= 0)) throw new ConfigError(`maxBad is ${maxBad}, wanted a whole number from 0`);
  if (field === '') throw new ConfigError('the field has an empty name', {next: 'Name the field that holds the text.'});
  if (extra.includes('')) throw new ConfigError('a further field has an empty name', {next: 'Name fields that the records have.'});
  if (!['file', 'paragraph', 'line'].includes(unit)) throw new ConfigError(`unit is ${unit}, wanted file, paragraph or line`);
  return {field, extra, unit, tally: new Tally(maxBad, onSkip), seen: new FieldsSeen(extra), origin: WHOLE};
}

/** The error for a field that is not there, naming those that are. */
export function missingField(
  where: string,
  field: string,
  names: readonly string[],
  otherwise = 'Name the field that holds the text.',
): DataError {
  const shown = names.slice(0, 20).map(quoted).join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
  const near = similarNames(field, names);
  const next = near.length > 0 ? `Did you mean ${near.map(quoted).join(' or ')}?` : otherwise;
  return new DataError(`${where} has no field ${quoted(field)}; it has ${shown === '' ? 'none' : shown}`, {where, next});
}

export function quoted(name: string): string {
  return JSON.stringify(name);
}
