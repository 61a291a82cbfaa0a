/**
 * The port of every quality check: it looks at records in order and says of each whether it stays, how much it weighs, and what it is from
 * there on.
 *
 * The same rules run over a lab's sample, once a generation, and over a corpus of any size, batch after batch. A rule that compares
 * records with earlier ones (duplicates) keeps what it needs of them between calls; a new pass wants new rules.
 */
import type {Data, Text} from '../core/data.ts';
import type {Stream} from '../core/random/stream.ts';

/** Of n records. */
export interface Verdicts<D extends Data = Text> {
  /** 1 where a record stays. (n,) */
  readonly kept: Uint8Array;
  /** Of a record that does not stay: why, in a few words with the number that decided ("repetition .62, at most .2"). */
  reason(record: number): string;
  /** How much a record weighs among those that stay, 0..1; absent where all weigh the same. (n,) */
  readonly weights?: Float64Array;
  /** Of rules that compare records: the number of the earlier record it repeats, of all that this rule has judged, from 0; -1 where none. (n,) */
  readonly repeats?: Int32Array;
  /** Of rules that change records: what they are from here on; absent where none has changed. */
  readonly changes?: Changes<D>;
}

/** What n records became. */
export interface Changes<D extends Data = Text> {
  /** As many as came, in their order. */
  readonly records: D;
  /** 1 where a record is another than it was. (n,) */
  readonly changed: Uint8Array;
}

export interface Rule<D extends Data = Text> {
  /** The step as decisions and reports name it: `dedupe near`, `filter repetition`. */
  readonly name: string;
  /** Judges the records of one batch that all steps before this one kept, as they have left them. Throws DataError that names the record where it cannot. */
  judge(records: D, stream: Stream): Verdicts<D>;
}
