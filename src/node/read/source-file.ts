/** What is known of a file before it is opened. Types only. */
import type {InputKind} from '../../read/input-batches.ts';

/** A file to read. `name` is for messages; size is 0 where unknown. An absent format is to be found out from the first bytes. */
export interface SourceFile extends InputKind {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** What can be read but once, and in order; absent of regular files. */
  readonly once?: 'standard input' | 'pipe' | 'socket' | 'device';
}
