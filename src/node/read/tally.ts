/** Counts and locates the records that were not delivered, and stops the reading when too many were broken. */
import {DataError} from '../../core/error.ts';

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

  /** A broken record: passed over while there are at most `maxBad` of them, else its error is thrown. */
  break(error: DataError, file: string, line?: number): void {
    if (++this.broken > this.maxBad) {
      if (this.maxBad === 0) throw error;
      throw new DataError(`more than ${this.maxBad} broken records; the last one: ${error.message}`, {
        where: error.where,
        next: error.next,
        cause: error,
      });
    }
    this.onSkip?.({kind: 'broken', file, line, reason: error.message});
  }

  skipEmpty(file: string, line?: number): void {
    this.empty++;
    this.onSkip?.({kind: 'empty', file, line, reason: 'empty or only white space'});
  }
}
