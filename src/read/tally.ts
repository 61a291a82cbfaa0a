/** Counts and locates the records that were not delivered, and stops the reading when too many were broken. */
import {DataError} from '../core/error.ts';

/** A record that was left out. `line` counts from 1; absent where the whole file is the record. */
export interface Skipped {
  readonly kind: 'broken' | 'empty';
  readonly file: string;
  readonly line?: number;
  readonly reason: string;
}

export class Tally {
  broken = 0;
  empty = 0;
  private readonly maxBad: number;
  private readonly onSkip?: (skipped: Skipped) => void;

  constructor(maxBad = 0, onSkip?: (skipped: Skipped) => void) {
    this.maxBad = maxBad;
    this.onSkip = onSkip;
  }

  /** Whether anybody hears on which lines empty records are. */
  get locates(): boolean {
    return this.onSkip !== undefined;
  }

  /** A broken record: passed over while there are at most `maxBad` of them, else its error is thrown. */
  break(error: DataError, file: string, line?: number): void {
    if (++this.broken > this.maxBad) throw tooMany(error, this.maxBad);
    this.onSkip?.({kind: 'broken', file, line, reason: error.message});
  }

  skipEmpty(file: string, line?: number): void {
    this.empty++;
    this.onSkip?.({kind: 'empty', file, line, reason: 'empty or only white space'});
  }
}

/** The error that ends the reading: `error` is that of the first broken record that is too much. */
export function tooMany(error: DataError, maxBad: number): DataError {
  if (maxBad === 0) return error;
  return new DataError(`more than ${maxBad} broken records; the last one: ${error.message}`, {
    where: error.where,
    next: error.next,
    cause: error,
  });
}
