/**
 * Strings of a Parquet column in steps of some ten thousand: where each lies in a page or in the column's dictionary. Nobody makes an
 * object for a value.
 *
 * source   github.com/apache/parquet-format: Encodings.md (PLAIN = 0, RLE_DICTIONARY = 8, DELTA_LENGTH_BYTE_ARRAY = 6, DELTA_BYTE_ARRAY = 7)
 * checked  against hyparquet, and against files of DuckDB and pyarrow
 */
import {deltaBinaryUnpack} from 'hyparquet/src/delta.js';
import {type ChunkRequest, type ColumnPage, columnPages, type Dictionary, LARGEST_PAGE, type ReadBytes} from './parquet-pages.ts';
import {Hybrid} from './parquet-runs.ts';

/** Value of entry e: bytes[starts[e] .. ends[e]); null where ends[e] is less than starts[e]. */
export interface TextStep {
  readonly firstEntry: number;
  readonly count: number;
  /** Of columns in lists: 0 where a row begins. */
  readonly repetition?: Uint32Array;
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

const STEP = 1 << 16;
/** Values of a page whose encoding cannot be read piece by piece. */
export const MOST_AT_ONCE = 1 << 24;

export async function* textSteps(read: ReadBytes, request: ChunkRequest): AsyncGenerator<TextStep> {
  const levels = new Uint32Array(STEP);
  let known: {of: Dictionary; values: Values} | undefined;
  for await (const page of columnPages(read, request)) {
    const {dictionary} = page;
    if (dictionary !== undefined && known?.of !== dictionary) known = {of: dictionary, values: dictionaryOf(dictionary)};
    const source = sourceOf(page, request, known?.values);
    for (let done = 0; done < page.entries; ) {
      const count = Math.min(STEP, page.entries - done);
      const repetition = page.repetition && new Uint32Array(count);
      if (repetition) page.repetition!.fill(repetition, count);
      const starts = new Uint32Array(count);
      const ends = new Uint32Array(count);
      let present = count;
      if (page.definition !== undefined) {
        page.definition.fill(levels, count);
        present = countPresent(levels, count, request.leaf.definition);
      }
      source.take(present, starts, ends);
      if (present < count) spread({starts, ends}, levels, count, present, request.leaf.definition);
      yield {firstEntry: page.firstEntry + done, count, ...(repetition && {repetition}), bytes: source.bytes, starts, ends};
      done += count;
    }
  }
}

function countPresent(levels: Uint32Array, count: number, most: number): number {
  let present = 0;
  for (let i = 0; i < count; i++) {
    if (levels[i] === most) present++;
    else if (levels[i] > most) throw new Error(`a level of ${levels[i]}, at most ${most}`);
  }
  return present;
}

/** From the front of the arrays to the entries that have a value, from the last one on; null at the others. */
function spread(
  {starts, ends}: {starts: Uint32Array; ends: Uint32Array},
  levels: Uint32Array,
  count: number,
  present: number,
  most: number,
): void {
  for (let i = count - 1, next = present - 1; i >= 0; i--) {
    if (levels[i] === most) {
      starts[i] = starts[next];
      ends[i] = ends[next--];
    } else {
      starts[i] = 1;
      ends[i] = 0;
    }
  }
}

interface Values {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** The values of a page, a number of them at a time. */
interface ValueSource {
  readonly bytes: Uint8Array;
  take(count: number, starts: Uint32Array, ends: Uint32Array): void;
}

const PLAIN = 0;
const PLAIN_DICTIONARY = 2;
const DELTA_LENGTH = 6;
const DELTA = 7;
const RLE_DICTIONARY = 8;

function sourceOf(page: ColumnPage, request: ChunkRequest, dictionary: Values | undefined): ValueSource {
  const {encoding, bytes} = page;
  if (encoding === PLAIN) return new PlainSource(bytes);
  if (encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY) {
    if (dictionary === undefined) throw new Error('a page without its dictionary');
    return new IndexedSource(indicesOf(page), dictionary);
  }
  if (encoding === DELTA_LENGTH || encoding === DELTA) return new MadeSource(deltaValues(page, request));
  throw new Error(`an encoding that is not read: ${encoding}`);
}

/** The width of dictionary indices stands before them. */
export function indicesOf({bytes}: ColumnPage): Hybrid {
  return new Hybrid(bytes.subarray(1), bytes.length === 0 ? 0 : bytes[0]);
}

/** Each value after its length in 4 bytes. */
class PlainSource implements ValueSource {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  take(count: number, starts: Uint32Array, ends: Uint32Array): void {
    const {view} = this;
    const {length} = this.bytes;
    let {at} = this;
    for (let i = 0; i < count; i++) {
      if (at + 4 > length) throw new Error('a page ends before its values');
      const size = view.getUint32(at, true);
      at += 4;
      starts[i] = at;
      at += size;
      if (at > length) throw new Error('a value goes on beyond its page');
      ends[i] = at;
    }
    this.at = at;
  }
}

function dictionaryOf({bytes, count}: Dictionary): Values {
  if (count > bytes.length / 4) throw new Error(`a dictionary of ${count} values in ${bytes.length} bytes`);
  const values = {bytes, starts: new Uint32Array(count), ends: new Uint32Array(count)};
  new PlainSource(bytes).take(count, values.starts, values.ends);
  return values;
}

class IndexedSource implements ValueSource {
  readonly bytes: Uint8Array;
  private readonly indices: Hybrid;
  private readonly dictionary: Values;

  constructor(indices: Hybrid, dictionary: Values) {
    this.bytes = dictionary.bytes;
    this.indices = indices;
    this.dictionary = dictionary;
  }

  take(count: number, starts: Uint32Array, ends: Uint32Array): void {
    const {dictionary} = this;
    this.indices.fill(starts, count);
    for (let i = 0; i < count; i++) {
      const index = starts[i];
      if (index >= dictionary.starts.length) throw new Error(`value ${index} of a dictionary of ${dictionary.starts.length}`);
      starts[i] = dictionary.starts[index];
      ends[i] = dictionary.ends[index];
    }
  }
}

class MadeSource implements ValueSource {
  readonly bytes: Uint8Array;
  private readonly values: Values;
  private next = 0;

  constructor(values: Values) {
    this.bytes = values.bytes;
    this.values = values;
  }

  take(count: number, starts: Uint32Array, ends: Uint32Array): void {
    const {values, next} = this;
    starts.set(values.starts.subarray(next, next + count));
    ends.set(values.ends.subarray(next, next + count));
    this.next += count;
  }
}

/** Lengths first, with DELTA those of what each value has in common with the one before it; then the bytes of all values. */
function deltaValues(page: ColumnPage, {leaf}: ChunkRequest): Values {
  const {bytes, encoding} = page;
  const count = presentIn(page, leaf.definition);
  const reader = {view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0};
  const numbers = (): Int32Array => {
    const out = new Int32Array(count);
    if (count > 0) deltaBinaryUnpack(reader, count, out);
    return out;
  };
  const shared = encoding === DELTA ? numbers() : undefined;
  const own = numbers();
  let total = 0;
  for (let i = 0; i < count; i++) {
    const length = own[i] + (shared?.[i] ?? 0);
    if (own[i] < 0 || (shared?.[i] ?? 0) < 0) throw new Error('a value of negative length');
    total += length;
  }
  if (total > LARGEST_PAGE) throw new Error(`a page of ${total} bytes, of which ${LARGEST_PAGE} are read at most`);
  const out = {bytes: new Uint8Array(total), starts: new Uint32Array(count), ends: new Uint32Array(count)};
  let from = reader.offset;
  for (let i = 0, at = 0; i < count; i++) {
    const kept = shared?.[i] ?? 0;
    if (kept > (i === 0 ? 0 : out.ends[i - 1] - out.starts[i - 1])) throw new Error('a value shares more than the one before it has');
    if (from + own[i] > bytes.length) throw new Error('a value goes on beyond its page');
    out.starts[i] = at;
    if (kept > 0) out.bytes.copyWithin(at, out.starts[i - 1], out.starts[i - 1] + kept);
    out.bytes.set(bytes.subarray(from, from + own[i]), at + kept);
    from += own[i];
    at += kept + own[i];
    out.ends[i] = at;
  }
  return out;
}

/** How many values a page has that are not null; its levels are still to be read after this. */
export function presentIn(page: ColumnPage, most: number): number {
  if (page.entries > MOST_AT_ONCE) throw new Error(`a page of ${page.entries} values, of which ${MOST_AT_ONCE} are read at most`);
  const levels = page.definition?.again();
  if (levels === undefined) return page.entries;
  const all = new Uint32Array(page.entries);
  levels.fill(all, page.entries);
  return countPresent(all, page.entries, most);
}
