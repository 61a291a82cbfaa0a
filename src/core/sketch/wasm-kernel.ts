/**
 * The pass over documents by WebAssembly (kernel/ holds its sources): the same bits as `TypescriptKernel`, faster.
 *
 * The host gives it what needs Unicode's tables, a dictionary or strings: pages of letters when they are first met, words that must be
 * lower-cased as strings, text in NFC where it was not, where runs without spaces are cut.
 *
 * edge     linear memory grows with the largest batch and document so far, and never gets smaller. Where there is none left: ResourceError.
 *          Beyond `WordLimit` (kernel.ts) counts would not be exact: DataError
 * checked  against TypescriptKernel, bit for bit, on random bytes of many kinds
 */
import {ResourceError} from '../error.ts';
import {BY_DICTIONARY, type Cutter} from '../text/cutting.ts';
import type {Language} from '../text/language.ts';
import {letterPage} from '../text/letters.ts';
import {lowerCase} from '../text/lower-case.ts';
import {normalized} from '../text/normal.ts';
import {Ranges} from '../text/ranges.ts';
import {outsideKind} from '../text/sentence-ends.ts';
import {ENDS, SCRIPTS} from '../text/unicode/classes.ts';
import {ASCII_WORD, type WordRules} from '../text/word-scanner.ts';
import {type CompiledModule, exportsOf} from '../webassembly.ts';
import type {GroupCounts} from './group-counts.ts';
import {mixHigh, mixLow, stepHigh, stepLow, WORD_HIGH, WORD_LOW} from './hash.ts';
import {type Capacities, SAMPLED, type ScanKernel, STATISTIC, STATISTICS, type TypeSample} from './kernel.ts';
import {type ShingleSketch, SKETCH_SIZE} from './shingle-sketch.ts';
import {wordColumns} from './type-table.ts';
import {WordLimit} from './word-limit.ts';

interface KernelExports {
  readonly memory: {readonly buffer: ArrayBuffer};
  placeOf(what: number): number;
  makeTable(kind: number, capacity: number): void;
  reserve(bytes: number): number;
  document(from: number, to: number, group: number): void;
  sketchShingles(): number;
  sorted(kind: number): number;
  releaseSorted(kind: number, places: number): void;
  makeColumns(records: number, n: number): number;
  releaseColumns(place: number, n: number): void;
  setTurkic(turkic: boolean): void;
  normalRoom(bytes: number): number;
  cutRoom(pairs: number): number;
}

/** Arguments of `placeOf`. */
const PLACE = {statistics: 0, scripts: 1, word: 2, lower: 3, kinds: 4, tables: 5, shingles: 6, lengths: 7, symbols: 8} as const;
/** 32-bit words of a table and of a record, as in kernel/table.ts. */
const TABLE = {words: 16, size: 2, thresholdLow: 8, thresholdHigh: 9, complete: 10} as const;
const RECORD = {sentences: 4, text: 5, bytes: 6, codePoints: 7} as const;
/** More than this does not fit beside the rest in 4 GB. */
const MOST_BYTES = 0x1_0000_0000 - 0x100_0000;

export class WebAssemblyKernel implements ScanKernel {
  private readonly wasm: KernelExports;
  private readonly limit = new WordLimit();
  private readonly language?: Language;
  private readonly cutter: Cutter;
  private readonly cuts = new Ranges();
  private readonly places: Record<keyof typeof PLACE, number>;
  /** All of memory; made anew when it has grown. */
  private bytes: Uint8Array = new Uint8Array(0);
  private words: Uint32Array = new Uint32Array(0);
  private last: Uint32Array = new Uint32Array(0);

  constructor(compiled: CompiledModule, capacities: Capacities, {language, cutter = BY_DICTIONARY}: WordRules = {}) {
    this.language = language;
    this.cutter = cutter;
    const host = {
      letters: (page: number, into: number) => this.writeLetters(page, into >>> 0),
      lowerCase: (from: number, to: number) => this.lowerCase(from >>> 0, to >>> 0),
      normalize: (from: number, to: number) => this.normalize(from >>> 0, to >>> 0),
      cut: (from: number, to: number) => this.cut(from >>> 0, to >>> 0),
      exhausted,
    };
    this.wasm = exportsOf<KernelExports>(compiled, {host});
    const places = Object.entries(PLACE).map(([name, what]) => [name, this.wasm.placeOf(what) >>> 0]);
    this.places = Object.fromEntries(places) as Record<keyof typeof PLACE, number>;
    this.renew();
    this.bytes.set(ASCII_WORD, this.places.lower);
    for (let byte = 0; byte < 128; byte++) {
      const kind = ASCII_WORD[byte] === 0 ? outsideKind(byte) : 0;
      this.bytes[this.places.kinds + byte] = kind;
      this.words[(this.places.symbols >>> 2) + byte] = kind >= ENDS ? mixHigh(stepHigh(WORD_HIGH, byte)) : 0;
    }
    this.wasm.setTurkic(language !== undefined);
    SAMPLED.forEach((_, kind) => {
      this.wasm.makeTable(kind, capacities[kind]);
    });
  }

  load(bytes: Uint8Array): void {
    if (bytes.length > MOST_BYTES) exhausted(bytes.length);
    const place = this.wasm.reserve(bytes.length) >>> 0;
    this.renew();
    this.bytes.set(bytes, place);
  }

  document(from: number, to: number, group?: number): void {
    this.wasm.document(from, to, group ?? -1);
    this.renew();
    this.limit.add(this.last[STATISTIC.group], this.last[STATISTIC.words], this.last[STATISTIC.sentences]);
  }

  statistics(): Uint32Array {
    return this.last;
  }

  shingles(): Uint32Array {
    const at = this.wasm.placeOf(PLACE.shingles) >>> 2;
    return this.words.subarray(at, at + this.last[STATISTIC.shingles]);
  }

  sketch(memory?: Uint32Array): ShingleSketch {
    const distinct = this.wasm.sketchShingles() >>> 0;
    this.renew();
    const at = this.wasm.placeOf(PLACE.shingles) >>> 2;
    const smallest = this.words.subarray(at, at + Math.min(distinct, SKETCH_SIZE));
    if (memory?.length !== smallest.length) return {distinct, sketch: smallest.slice()};
    memory.set(smallest);
    return {distinct, sketch: memory};
  }

  sentenceLengths(): Uint32Array {
    const at = this.wasm.placeOf(PLACE.lengths) >>> 2;
    return this.words.subarray(at, at + this.last[STATISTIC.sentences]);
  }

  scripts(): Float64Array {
    return new Float64Array(this.wasm.memory.buffer, this.places.scripts, SCRIPTS.length).slice();
  }

  sample(kind: number): TypeSample {
    const sorted = this.wasm.sorted(kind) >>> 0;
    this.renew();
    const at = (this.places.tables >>> 2) + kind * TABLE.words;
    const n = this.words[at + TABLE.size];
    const columns = this.columns(sorted, n);
    const {words} = this;
    const table = words.subarray(at);
    const sample = {
      size: n,
      ...columns,
      complete: table[TABLE.complete] !== 0,
      thresholdHigh: table[TABLE.thresholdHigh],
      thresholdLow: table[TABLE.thresholdLow],
      ...(SAMPLED[kind] === 'words' && this.wordColumns(words.subarray(sorted >>> 2, (sorted >>> 2) + n).map((place) => place >>> 2))),
    };
    this.wasm.releaseSorted(kind, sorted);
    return sample;
  }

  /** Hashes and counts of the records whose `n` places are at `sorted`. */
  private columns(sorted: number, n: number): Pick<TypeSample, 'high' | 'low' | keyof GroupCounts> {
    const place = this.wasm.makeColumns(sorted, n) >>> 0;
    this.renew();
    const {words} = this;
    let at = place >>> 2;
    const cells = words[at++];
    const column = (length: number): Uint32Array => words.slice(at, (at += length));
    const [low, high, starts] = [column(n), column(n), column(n + 1)];
    const groups = new Uint16Array(words.buffer, 4 * at, n).slice();
    at += (n + 1) >> 1;
    const counts = new Float64Array(cells);
    const documents = new Float64Array(cells);
    for (let cell = 0; cell < cells; cell++, at += 2) {
      counts[cell] = words[at];
      documents[cell] = words[at + 1];
    }
    this.wasm.releaseColumns(place, n);
    return {high, low, groups, starts, counts, documents};
  }

  private wordColumns(records: Uint32Array) {
    const {bytes, words} = this;
    return wordColumns(records.length, this.language, (i) => {
      const record = records[i];
      const text = words[record + RECORD.text];
      return {
        sentences: words[record + RECORD.sentences],
        text: bytes.subarray(text, text + words[record + RECORD.bytes]),
        codePoints: words[record + RECORD.codePoints],
      };
    });
  }

  /** Views of memory become empty when it grows. */
  private renew(): void {
    const {buffer} = this.wasm.memory;
    if (this.bytes.buffer === buffer) return;
    this.bytes = new Uint8Array(buffer);
    this.words = new Uint32Array(buffer);
    this.last = new Uint32Array(buffer, this.places.statistics, STATISTICS);
  }

  private writeLetters(page: number, into: number): void {
    this.renew();
    this.words.set(letterPage(page, this.language), into >>> 2);
  }

  private normalize(from: number, to: number): number {
    this.renew();
    const text = normalized(this.bytes, from, to);
    const place = this.wasm.normalRoom(text.length) >>> 0;
    this.renew();
    this.bytes.set(text, place);
    return text.length;
  }

  private cut(from: number, to: number): number {
    this.renew();
    const {cuts} = this;
    cuts.count = 0;
    this.cutter.cut(this.bytes, from, to, cuts);
    const place = this.wasm.cutRoom(cuts.count) >>> 0;
    this.renew();
    this.words.set(cuts.at.subarray(0, 2 * cuts.count), place >>> 2);
    return cuts.count;
  }

  private lowerCase(from: number, to: number): number {
    this.renew();
    const word = lowerCase(new TextDecoder('utf-8', {ignoreBOM: true}).decode(this.bytes.subarray(from, to)), this.language);
    let high = WORD_HIGH;
    let low = WORD_LOW;
    let codePoints = 0;
    for (const character of word) {
      high = stepHigh(high, character.codePointAt(0)!);
      low = stepLow(low, character.codePointAt(0)!);
      codePoints++;
    }
    const at = this.places.word >>> 2;
    this.words[at] = mixHigh(high);
    this.words[at + 1] = mixLow(low);
    return codePoints;
  }
}

function exhausted(bytes: number): never {
  throw new ResourceError(`there is no memory for ${bytes} bytes more`, {next: 'Cut very long records, or use a smaller size of profile.'});
}
