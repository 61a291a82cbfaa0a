/** Kept records as files of at most so many records each, with their checksums: JSON Lines or Parquet. */
import {createHash, type Hash} from 'node:crypto';
import {closeSync, fsyncSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {outputError} from '../files.ts';
import type {OutputRecord} from './output-record.ts';
import type {ShardWriter} from './shard-writer.ts';
import {checksum} from './side.ts';

export interface Shard {
  readonly file: string;
  readonly records: number;
  readonly words: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ShardOptions {
  readonly folder: string;
  readonly format: 'jsonl' | 'parquet';
  readonly records: number;
  /** Whether a step may have changed records. */
  readonly changes?: boolean;
}

/** Takes records one by one. */
export class Shards {
  readonly list: Shard[] = [];
  private readonly options: ShardOptions;
  private open?: {readonly file: string; readonly writer: ShardWriter; records: number; words: number};

  constructor(options: ShardOptions) {
    this.options = options;
  }

  async add(record: OutputRecord): Promise<void> {
    if (this.open !== undefined && this.open.records >= this.options.records) await this.close();
    this.open ??= await this.next();
    this.open.writer.add(record);
    this.open.records++;
    this.open.words += record.words;
  }

  async close(): Promise<void> {
    if (this.open === undefined) return;
    const {file, writer, records, words} = this.open;
    this.open = undefined;
    this.list.push({file, records, words, ...(await writer.end())});
  }

  private async next() {
    const {folder, format, changes = false} = this.options;
    const file = `data-${String(this.list.length).padStart(5, '0')}.${format}`;
    const path = join(folder, file);
    const writer =
      format === 'jsonl' ? new JsonLinesWriter(path) : await (await import('./parquet-shard.ts')).parquetShard(path, {checksum, changes});
    return {file, writer, records: 0, words: 0};
  }
}

const BUFFER = 1 << 20;

/** Bytes into a file, hashed on their way. */
export class HashedFile {
  private readonly path: string;
  private readonly file: number;
  private readonly hash: Hash = createHash('sha256');
  private held: Uint8Array[] = [];
  private size = 0;
  private bytes = 0;

  constructor(path: string) {
    this.path = path;
    try {
      this.file = openSync(path, 'w');
    } catch (error) {
      throw outputError(error, path);
    }
  }

  write(...chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) {
      this.held.push(chunk);
      this.size += chunk.length;
    }
    if (this.size >= BUFFER) this.flush();
  }

  private flush(): void {
    const bytes = Buffer.concat(this.held);
    this.hash.update(bytes);
    this.bytes += bytes.length;
    this.held = [];
    this.size = 0;
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.file, bytes, at, bytes.length - at);
    } catch (error) {
      throw outputError(error, this.path);
    }
  }

  end(): {bytes: number; sha256: string} {
    this.flush();
    try {
      fsyncSync(this.file);
      closeSync(this.file);
    } catch (error) {
      throw outputError(error, this.path);
    }
    return {bytes: this.bytes, sha256: this.hash.digest('hex')};
  }
}

class JsonLinesWriter implements ShardWriter {
  private readonly file: HashedFile;

  constructor(path: string) {
    this.file = new HashedFile(path);
  }

  add(record: OutputRecord): void {
    this.file.write(record.line());
  }

  async end(): Promise<{bytes: number; sha256: string}> {
    return this.file.end();
  }
}
