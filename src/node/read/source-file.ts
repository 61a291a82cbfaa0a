/** What is known of a source before it is opened. Types only. */
export type Compression = 'gz' | 'zst';

export type Format = 'text' | 'jsonl' | 'json' | 'csv' | 'tsv' | 'parquet';

/** A file to read. `name` is for messages; an absent format is to be found out from the first bytes; size is 0 where unknown. */
export interface SourceFile {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly format?: Format;
  readonly compression?: Compression;
  readonly stdin?: AsyncIterable<Uint8Array>;
}
