/** The port of a file of kept records. */
import type {OutputRecord} from './output-record.ts';

export interface ShardWriter {
  add(record: OutputRecord): void;
  /** After the last record: how many bytes the file has, and their checksum. */
  end(): Promise<{bytes: number; sha256: string}>;
}
