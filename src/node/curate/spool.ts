/**
 * What was measured of records, on the disk, one file a part of the data, in blocks: so that decisions are made without the text.
 *
 *   block    [count, bytes of the block] u32, then (count,) each: values f64 by measure, lines, high, low, words, ends of shingles u32; shingles u32
 *
 * All in the byte order of the machine: the files do not leave it. A part's file appears whole or not at all.
 */
import {closeSync, existsSync, openSync, readSync, renameSync, statSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {DataError, ResourceError} from '../../core/error.ts';
import {outputError} from '../files.ts';
import {openStored} from '../stored.ts';

const HEAD = 8;

/** MeasuredRecord records in a row. `values[m]` (count,) of the m-th measure that was asked for; `ends` of each record's shingles. */
export interface SpoolBlock {
  readonly count: number;
  readonly values: readonly Float64Array[];
  readonly lines: Uint32Array;
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly words: Uint32Array;
  readonly ends: Uint32Array;
  readonly shingles: Uint32Array;
}

/** A block that was read: `place`, where its shingles begin, among all bytes of all parts. */
export interface PlacedBlock extends SpoolBlock {
  readonly place: number;
  readonly part: number;
}

const partFile = (folder: string, index: number): string => join(folder, `part-${String(index).padStart(5, '0')}.bin`);

/** Writes one part. */
export class SpoolPart {
  private readonly path: string;
  private readonly file: number;

  constructor(folder: string, index: number) {
    this.path = partFile(folder, index);
    this.file = guarded(this.path, () => openSync(`${this.path}.open`, 'w'));
  }

  static isDone(folder: string, index: number): boolean {
    return existsSync(partFile(folder, index));
  }

  write({count, values, lines, high, low, words, ends, shingles}: SpoolBlock): void {
    const arrays = [...values, lines, high, low, words, ends, shingles];
    const bytes = arrays.reduce((sum, array) => sum + array.byteLength, 0);
    guarded(this.path, () => {
      writeWhole(this.file, Uint32Array.of(count, bytes));
      for (const array of arrays) writeWhole(this.file, array);
    });
  }

  done(): void {
    guarded(this.path, () => {
      closeSync(this.file);
      renameSync(`${this.path}.open`, this.path);
    });
  }

  /** Leaves nothing that could be taken for a part. */
  abandon(): void {
    closeSync(this.file);
  }
}

function writeWhole(file: number, array: Float64Array | Uint32Array): void {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at);
}

/** The error for what an earlier run has left of a curation, and is not what it was. The work goes with it. */
export function damagedWork(path: string, what: string, cause?: unknown): DataError {
  return new DataError(`what an unfinished curation has left is damaged: ${what}`, {
    where: path,
    next: 'Run the command again: it begins anew.',
    cause,
  });
}

function guarded<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw outputError(error, path);
  }
}

/** The parts of one side, read in order, and the sets of 3-grams in them by their place. */
export class Spool {
  private readonly folder: string;
  private readonly parts: number;
  private readonly measures: number;
  private readonly starts: Float64Array;
  private readonly open = new Map<number, number>();

  constructor(folder: string, parts: number, measures: number) {
    this.folder = folder;
    this.parts = parts;
    this.measures = measures;
    this.starts = new Float64Array(parts + 1);
    for (let part = 0; part < parts; part++)
      this.starts[part + 1] = this.starts[part] + (statSync(partFile(folder, part), {throwIfNoEntry: false})?.size ?? 0);
  }

  /** Bytes of all parts. */
  get size(): number {
    return this.starts[this.parts];
  }

  *blocks(): Generator<PlacedBlock> {
    for (let part = 0; part < this.parts; part++) yield* this.blocksOf(part);
  }

  private *blocksOf(part: number): Generator<PlacedBlock> {
    const size = this.starts[part + 1] - this.starts[part];
    const head = new Uint32Array(2);
    for (let at = 0; at < size; ) {
      this.fill(head, part, at);
      const [count, bytes] = head;
      if (bytes % 4 !== 0 || bytes < placeOfShingles(count, this.measures) || at + HEAD + bytes > size)
        throw this.damaged(part, 'it does not hold what it says');
      const body = new ArrayBuffer(bytes);
      this.fill(new Uint8Array(body), part, at + HEAD);
      const block = parsed(body, count, this.measures);
      if (block.ends.some((end, i) => end < (block.ends[i - 1] ?? 0) || end > block.shingles.length))
        throw this.damaged(part, 'it does not hold what it says');
      yield {...block, part, place: this.starts[part] + at + HEAD + placeOfShingles(count, this.measures)};
      at += HEAD + bytes;
    }
  }

  /** Fills the array from a place among all bytes. */
  readAt(place: number, into: Uint32Array): void {
    let low = 0;
    let high = this.parts - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= place) low = middle;
      else high = middle - 1;
    }
    this.fill(into, low, place - this.starts[low]);
  }

  private fill(into: Uint8Array | Uint32Array, part: number, position: number): void {
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    const file = this.fileOf(part);
    for (let at = 0; at < bytes.length; ) {
      const read = readSync(file, bytes, at, bytes.length - at, position + at);
      if (read === 0) throw this.damaged(part, 'it ends too early');
      at += read;
    }
  }

  private fileOf(part: number): number {
    let file = this.open.get(part);
    if (file === undefined) {
      if (this.open.size >= MOST_OPEN) {
        const [[oldest, handle]] = this.open;
        this.open.delete(oldest);
        closeSync(handle);
      }
      file = this.opened(part);
      this.open.set(part, file);
    }
    return file;
  }

  private opened(part: number): number {
    try {
      return openStored(partFile(this.folder, part));
    } catch (error) {
      throw error instanceof ResourceError ? error : this.damaged(part, (error as Error).message, error);
    }
  }

  /** The error for a part that is not what it was. */
  damaged(part: number, what: string, cause?: unknown): DataError {
    return damagedWork(partFile(this.folder, part), what, cause);
  }

  close(): void {
    for (const file of this.open.values()) closeSync(file);
    this.open.clear();
  }
}

const MOST_OPEN = 200;

const placeOfShingles = (count: number, measures: number): number => count * (8 * measures + 20);

function parsed(body: ArrayBuffer, count: number, measures: number): SpoolBlock {
  const values = Array.from({length: measures}, (_, m) => new Float64Array(body, 8 * count * m, count));
  const column = (k: number) => new Uint32Array(body, 8 * count * measures + 4 * count * k, count);
  const [lines, high, low, words, ends] = [0, 1, 2, 3, 4].map(column);
  return {count, values, lines, high, low, words, ends, shingles: new Uint32Array(body, placeOfShingles(count, measures))};
}
