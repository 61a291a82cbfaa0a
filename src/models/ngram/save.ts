/**
 * A fitted n-gram model as bytes: its options, vocabulary and counts. Everything else is made again from the counts.
 *
 * shape    "genloss n-gram 1\n", then numbers as varints (7 bits a byte, low first) and float64 little-endian, then a checksum (uint32)
 * size     about 2 bytes an n-gram: numbers of suffixes ascend within a first word, so their differences are small
 *          the unit's byte has its highest bit set where nothing is smoothed
 * edge     bytes that were cut, changed or made by something else throw DataError
 */

import {DataError} from '../../core/error.ts';
import {grown} from '../../core/grown.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {Ascending} from './ascending.ts';
import {Contexts} from './contexts.ts';
import {CountedLevels, type Counts, firstUnits, firstWords} from './counts.ts';
import type {NgramOptions} from './options.ts';
import {UNITS} from './tokens.ts';
import {Units} from './units.ts';

interface SavedNgram {
  readonly options: NgramOptions;
  readonly vocabulary: Vocabulary;
  readonly counts: Counts;
}

const MAGIC = 'genloss n-gram 1\n';
const UNSMOOTHED = 0x80;

export function saveNgram({options, vocabulary, counts}: SavedNgram): Uint8Array {
  const out = new ByteWriter();
  for (let i = 0; i < MAGIC.length; i++) out.byte(MAGIC.charCodeAt(i));
  out.number(options.order);
  out.byte(UNITS.indexOf(options.unit) | (options.smoothing === 'none' ? UNSMOOTHED : 0));
  for (const option of [options.temperature, options.topK, options.topP]) out.float(option ?? Number.NaN);
  writeVocabulary(out, vocabulary);
  const {order, units, openings, suffix} = counts;
  let n = 2;
  for (const first of firstWords(counts)) {
    writeSuffixes(out, suffix[n], first);
    if (n < order) out.numbers(units[n].counts().subarray(openings[n]));
    n++;
  }
  // of order 1 the unknown type and <s> are written too
  const top = units[order].counts();
  out.numbers(order === 1 ? Int32Array.of(...top, 0, 0) : top);
  return out.finish();
}

export function loadNgram(bytes: Uint8Array): SavedNgram {
  const input = new ByteReader(bytes);
  for (let i = 0; i < MAGIC.length; i++) if (input.byte() !== MAGIC.charCodeAt(i)) throw broken('it does not begin as one');
  input.check();
  const order = input.number();
  const kind = input.byte();
  const unit = UNITS[kind & ~UNSMOOTHED];
  if (unit === undefined) throw broken('its unit is not known');
  const [temperature, topK, topP] = [input.option(), input.option(), input.option()];
  const vocabulary = readVocabulary(input);
  const counts = readCounts(input, order, vocabulary.size);
  const smoothing = kind & UNSMOOTHED ? {smoothing: 'none' as const} : {};
  return {options: {order, unit, ...smoothing, temperature, topK, topP}, vocabulary, counts};
}

function readCounts(input: ByteReader, order: number, types: number): Counts {
  const levels = new CountedLevels(order, types);
  const contexts = new Contexts(types);
  let openings: Int32Array = new Int32Array(0);
  let starts: Int32Array = Int32Array.of(0, types + 3);
  for (let n = 2; n <= order; n++) {
    const {suffix, first} = readSuffixes(input, types);
    starts = contexts.startsOf(suffix, first);
    levels.push(suffix, starts.slice(), openings);
    if (n < order) openings = input.numbers();
  }
  const top = input.numbers();
  return levels.finish(Units.of(top), firstUnits(Ascending.of(starts), top));
}

function writeVocabulary(out: ByteWriter, {size, starts, bytes}: Vocabulary): void {
  out.number(size);
  for (let id = 0; id < size; id++) out.number(starts[id + 1] - starts[id]);
  for (let i = 0; i < starts[size]; i++) out.byte(bytes[i]);
}

function readVocabulary(input: ByteReader): Vocabulary {
  const lengths = new Int32Array(input.size());
  for (let id = 0; id < lengths.length; id++) lengths[id] = input.number();
  const vocabulary = new Vocabulary();
  for (let id = 0; id < lengths.length; id++) {
    const bytes = input.take(lengths[id]);
    vocabulary.add(bytes, 0, bytes.length);
  }
  return vocabulary;
}

function writeSuffixes(out: ByteWriter, suffix: Int32Array, first: Int32Array): void {
  out.number(suffix.length);
  for (let word = 0; word + 1 < first.length; word++) {
    out.number(first[word + 1] - first[word]);
    for (let x = first[word], last = 0; x < first[word + 1]; x++) {
      out.number(suffix[x] - last);
      last = suffix[x];
    }
  }
}

function readSuffixes(input: ByteReader, types: number): {suffix: Int32Array; first: Int32Array} {
  const suffix = new Int32Array(input.size());
  const first = new Int32Array(types + 4);
  for (let word = 0, x = 0; word + 1 < first.length; word++) {
    first[word + 1] = first[word] + input.number();
    for (let last = 0; x < first[word + 1]; x++) suffix[x] = last += input.number();
  }
  return {suffix, first};
}

class ByteWriter {
  private bytes = new Uint8Array(1 << 12);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  number(value: number): void {
    this.room(5);
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.bytes[this.length++] = (rest & 127) | 128;
    this.bytes[this.length++] = rest;
  }

  numbers(values: Int32Array): void {
    this.number(values.length);
    for (let i = 0; i < values.length; i++) this.number(values[i]);
  }

  float(value: number): void {
    this.room(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  finish(): Uint8Array {
    this.room(4);
    this.view.setInt32(this.length, checksum(this.bytes, this.length), true);
    return this.bytes.slice(0, this.length + 4);
  }

  private room(need: number): void {
    if (this.length + need <= this.bytes.length) return;
    this.bytes = grown(this.bytes, 2 * this.bytes.length);
    this.view = new DataView(this.bytes.buffer);
  }
}

class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  check(): void {
    const end = this.bytes.length - 4;
    if (end < this.at || this.view.getInt32(end, true) !== checksum(this.bytes, end)) throw broken('its checksum does not match');
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw broken('it is cut short');
    return this.bytes[this.at++];
  }

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  /** A number of things that follow, each of a byte at least. */
  size(): number {
    const size = this.number();
    if (size < 0 || size > this.bytes.length - this.at) throw broken('it is cut short');
    return size;
  }

  numbers(): Int32Array {
    const values = new Int32Array(this.size());
    for (let i = 0; i < values.length; i++) values[i] = this.number();
    return values;
  }

  option(): number | undefined {
    this.at += 8;
    const value = this.view.getFloat64(this.at - 8, true);
    return Number.isNaN(value) ? undefined : value;
  }

  take(length: number): Uint8Array {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

function checksum(bytes: Uint8Array, length: number): number {
  let h = 0x811c9dc5 | 0;
  for (let i = 0; i < length; i++) h = Math.imul(h ^ bytes[i], 0x01000193);
  return h;
}

function broken(why: string): DataError {
  return new DataError(`not a saved n-gram model: ${why}`, {next: 'fit the model again, or find the file as it was saved'});
}
