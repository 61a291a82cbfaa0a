/**
 * What parts came to, taken in file order however they came in: so that the same records are broken, and the same error ends the
 * reading, whatever the number of threads.
 *
 * Refuses to read, to know of threads, or to stop anybody: `limit` says which parts are still worth reading.
 */
import type {DataError} from '../../core/error.ts';
import {noRecords} from '../../read/corpus.ts';
import {FieldsSeen} from '../../read/request.ts';
import {type Skipped, tooMany} from '../../read/tally.ts';
import {errorOf} from '../plain-error.ts';
import type {SourceFile} from '../read/source-file.ts';
import type {PartOutcome} from './part-work.ts';
import type {FilePart} from './parts.ts';

export class Settlement {
  records = 0;
  empty = 0;
  readonly broken: Skipped[] = [];
  /** The error of the whole, known as soon as all parts before it are settled. */
  failure?: Error;
  /** Parts from here on can change nothing any more. */
  limit: number;
  private readonly parts: readonly FilePart[];
  private readonly extra: readonly string[];
  private readonly maxBad: number;
  private readonly waiting = new Map<number, PartOutcome>();
  private next = 0;
  private seen: FieldsSeen;
  private readonly roles = new FieldsSeen([]);

  constructor(parts: readonly FilePart[], {extra = [], maxBad = 0}: {readonly extra?: readonly string[]; readonly maxBad?: number}) {
    this.parts = parts;
    this.limit = parts.length;
    this.extra = extra;
    this.maxBad = maxBad;
    this.seen = new FieldsSeen(extra);
  }

  add(index: number, outcome: PartOutcome): void {
    if (outcome.error !== undefined || outcome.broken.length > this.maxBad) this.limit = Math.min(this.limit, index + 1);
    this.waiting.set(index, outcome);
    while (this.failure === undefined) {
      const first = this.waiting.get(this.next);
      if (first === undefined) return;
      this.waiting.delete(this.next);
      this.settle(this.parts[this.next++], first);
    }
  }

  private settle(part: FilePart, {records, empty, broken, error, ...fields}: PartOutcome): void {
    this.records += records;
    this.empty += empty;
    for (const {file, line, error: reason} of broken) {
      if (this.broken.length === this.maxBad) {
        this.failure = tooMany(errorOf(reason) as DataError, this.maxBad);
        return;
      }
      this.broken.push({kind: 'broken', file, line, reason: reason.message});
    }
    this.seen.add(fields);
    this.roles.add({seen: [], roles: fields.roles});
    if (error !== undefined) this.failure = errorOf(error);
    else if (part.last) {
      this.failure = this.seen.problem(part.file.name);
      this.seen = new FieldsSeen(this.extra);
    }
  }

  /** The error of the whole, all parts done, or undefined. */
  verdict(files: readonly SourceFile[]): Error | undefined {
    return (
      this.failure ??
      (this.records === 0 ? noRecords(files, {empty: this.empty, broken: this.broken.length, roles: this.roles.roles}) : undefined)
    );
  }
}
