/**
 * One side of a curation, the data or the human data to be mixed in: its files, which it reads more than once and in the same order each
 * time, and what it knows of its records besides their text. 13 bytes a record, and 8 where they are weighed.
 */
import {createHash, type Hash} from 'node:crypto';
import {createReadStream, createWriteStream, renameSync} from 'node:fs';
import {join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {ConfigError, DataError, GenlossError} from '../../core/error.ts';
import {type Fates, freshFates} from '../../guard/curate/decide.ts';
import {outputError} from '../files.ts';
import type {DataRead} from '../read/corpus.ts';
import {streamed, unreadable} from '../read/open.ts';
import type {SourceFile} from '../read/source-file.ts';
import {findFiles} from '../read/sources.ts';
import type {Spool} from './spool.ts';
import type {PartRecords} from './thread.ts';

export type SideRead = Omit<DataRead, 'stdin'>;

/** A file of a side with the checksum of its bytes. */
export interface InputFile {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export class SideSource {
  readonly name: 'data' | 'human';
  readonly sources: readonly string[];
  /** To be read as often as is needed: of what can be read but once, the copy. */
  readonly files: readonly SourceFile[];
  readonly inputs: readonly InputFile[];
  readonly reading: SideRead;

  private constructor(of: Pick<SideSource, 'name' | 'sources' | 'files' | 'inputs' | 'reading'>) {
    this.name = of.name;
    this.sources = of.sources;
    this.files = of.files;
    this.inputs = of.inputs;
    this.reading = of.reading;
  }

  /** `work`: the folder that what can be read but once is copied to. Throws DataError and ConfigError. */
  static async open(name: 'data' | 'human', sources: readonly string[], read: SideRead, work: () => string): Promise<SideSource> {
    const files: SourceFile[] = [];
    const inputs: InputFile[] = [];
    for (const file of await findFiles(sources, {...read})) {
      if (file.once === undefined) {
        files.push(file);
        inputs.push({file: file.name, ...(await checksum(file.path, file.name))});
      } else {
        if (file.once === 'device')
          throw new ConfigError(`${file.name} is no regular file, and a curation reads its data more than once`, {
            where: file.name,
            next: 'Name a file, a pipe, or - for standard input.',
          });
        const path = join(work(), `${name}-${files.length}.copy`);
        inputs.push({file: file.name, ...(await copied(streamed(file), path))});
        files.push({...file, path, stdin: undefined, once: undefined});
      }
    }
    const {onNotice: _, ...reading} = read;
    return new SideSource({name, sources, files, inputs, reading});
  }

  get field(): string {
    return this.reading.field ?? 'text';
  }

  /** Whether a record is all of what it stands in. */
  get isWhole(): boolean {
    return (this.reading.unit ?? 'file') === 'file';
  }
}

async function copied(from: AsyncIterable<Uint8Array>, path: string): Promise<Omit<InputFile, 'file'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = async function* () {
    for await (const chunk of from) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  try {
    await pipeline(counted(), createWriteStream(`${path}.open`));
    renameSync(`${path}.open`, path);
  } catch (error) {
    throw error instanceof GenlossError ? error : outputError(error, path);
  }
  return {bytes, sha256: hash.digest('hex')};
}

export async function checksum(path: string, name: string): Promise<{bytes: number; sha256: string}> {
  const hash: Hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (error) {
    throw unreadable(name, error);
  }
  return {bytes, sha256: hash.digest('hex')};
}

/** Consecutive records of one file: first .. first + records - 1. */
export interface FileRecords {
  readonly file: string;
  readonly first: number;
  readonly records: number;
}

/** A side whose records are measured. lines: (n,). words: (n,), of each record as the steps have left it. firstOfPart: (parts + 1,). */
export interface CuratedSide {
  readonly source: SideSource;
  readonly n: number;
  readonly lines: Uint32Array;
  readonly words: Uint32Array;
  readonly files: readonly FileRecords[];
  readonly firstOfPart: Float64Array;
  readonly fates: Fates;
}

const MOST_RECORDS = 0xfffffffe;

export function curatedSideOf(source: SideSource, parts: readonly PartRecords[], spool: Spool): CuratedSide {
  const firstOfPart = new Float64Array(parts.length + 1);
  const files: {file: string; first: number; records: number}[] = [];
  parts.forEach(({file, records}, i) => {
    if (files.at(-1)?.file !== file) files.push({file, first: firstOfPart[i], records: 0});
    files[files.length - 1].records += records;
    firstOfPart[i + 1] = firstOfPart[i] + records;
  });
  const n = firstOfPart[parts.length];
  if (n > MOST_RECORDS) throw new DataError(`the ${source.name} has more than ${MOST_RECORDS} records`, {next: 'Curate it in parts.'});
  const lines = new Uint32Array(n);
  const words = new Uint32Array(n);
  const held = new Float64Array(parts.length);
  let at = 0;
  for (const block of spool.blocks()) {
    held[block.part] += block.count;
    if (held[block.part] > parts[block.part].records) throw spool.damaged(block.part, 'it holds more records than were measured');
    lines.set(block.lines, at);
    words.set(block.words, at);
    at += block.count;
  }
  const short = parts.findIndex(({records}, i) => held[i] < records);
  if (short >= 0) throw spool.damaged(short, 'it holds fewer records than were measured');
  return {source, n, lines, words, files, firstOfPart, fates: freshFates(n)};
}

/** The file of a record, and its line. */
export function recordPlaceOf({files, lines}: CuratedSide, record: number): {file: string; line: number} {
  let low = 0;
  let high = files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (files[middle].first <= record) low = middle;
    else high = middle - 1;
  }
  return {file: files[low].file, line: lines[record]};
}
