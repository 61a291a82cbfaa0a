/**
 * The pass over documents by WebAssembly (kernel/ holds its sources): the same bits as `TypescriptKernel`, faster.
 *
 * The host gives it what needs Unicode's tables or strings: pages of letters when they are first met, words that must be lower-cased as
 * strings.
 *
 * edge     linear memory grows with the largest batch and document so far, and never gets smaller. Where there is none left: ResourceError.
 *          Beyond `WordLimit` (kernel.ts) counts would not be exact: DataError
 * checked  against TypescriptKernel, bit for bit, on random bytes of many kinds
 */
import {ResourceError} from '../error.ts';
import {letterPage, SCRIPTS} from '../text/letters.ts';
import {ASCII_WORD} from '../text/words.ts';
import {type CompiledModule, exportsOf} from '../webassembly.ts';
import {mixHigh, mixLow, stepHigh, stepLow, WORD_HIGH, WORD_LOW} from './hash.ts';
import {type Capacities, GROUPS, SAMPLED, type ScanKernel, STATISTIC, STATISTICS, type TypeSample} from './kernel.ts';
import {kindOf} from './scan.ts';
import {wordColumns} from './type-table.ts';
import {WordLimit} from './word-limit.ts';

interface KernelExports {
  readonly memory: {readonly buffer: ArrayBuffer};
  placeOf(what: number): number;
  makeTable(kind: number, capacity: number): void;
  reserve(bytes: number): number;
  document(from: number, to: number, group: number): void;
  sorted(kind: number): number;
  releaseSorted(kind: number, places: number): void;
}

/** Arguments of `placeOf`. */
const PLACE = {statistics: 0, scripts: 1, word: 2, lower: 3, kinds: 4, tables: 5, shingles: 6, lengths: 7} as const;
/** 32-bit words of a table and of a record, as in kernel/table.ts. */
const TABLE = {words: 16, size: 2, thresholdLow: 8, thresholdHigh: 9, complete: 10} as const;
const RECORD = {low: 0, high: 1, sentences: 4, text: 5, bytes: 6, codePoints: 7, cells: 8} as const;
const KIND_SHIFT = 28;
/** More than this does not fit beside the rest in 4 GB. */
const MOST_BYTES = 2 ** 32 - 2 ** 24;

export class WebAssemblyKernel implements ScanKernel {
  private readonly wasm: KernelExports;
  private readonly limit = new WordLimit();
  private readonly places: Record<keyof typeof PLACE, number>;
  /** All of memory; made anew when it has grown. */
  private bytes: Uint8Array = new Uint8Array(0);
  private words: Uint32Array = new Uint32Array(0);
  private last: Uint32Array = new Uint32Array(0);

  constructor(compiled: CompiledModule, capacities: Capacities) {
    const host = {
      letters: (page: number, into: number) => this.writeLetters(page, into >>> 0),
      lowerCase: (from: number, to: number) => this.lowerCase(from >>> 0, to >>> 0),
      exhausted,
    };
    this.wasm = exportsOf<KernelExports>(compiled, {host});
    const places = Object.entries(PLACE).map(([name, what]) => [name, this.wasm.placeOf(what) >>> 0]);
    this.places = Object.fromEntries(places) as Record<keyof typeof PLACE, number>;
    this.renew();
    this.bytes.set(ASCII_WORD, this.places.lower);
    for (let byte = 0; byte < 128; byte++) this.bytes[this.places.kinds + byte] = kindOf(byte);
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
    const {words} = this;
    const table = words.subarray((this.places.tables >>> 2) + kind * TABLE.words);
    const records = words.subarray(sorted >>> 2, (sorted >>> 2) + table[TABLE.size]).map((place) => place >>> 2);
    const n = records.length;
    const counts = new Float64Array(n * GROUPS);
    const documents = new Float64Array(n * GROUPS);
    for (let i = 0; i < n; i++) {
      for (let group = 0; group < GROUPS; group++) {
        const cell = records[i] + RECORD.cells + 2 * group;
        counts[i * GROUPS + group] = words[cell];
        documents[i * GROUPS + group] = words[cell + 1];
      }
    }
    const sample = {
      size: n,
      high: records.map((record) => words[record + RECORD.high]),
      low: records.map((record) => words[record + RECORD.low]),
      counts,
      documents,
      complete: table[TABLE.complete] !== 0,
      thresholdHigh: table[TABLE.thresholdHigh],
      thresholdLow: table[TABLE.thresholdLow],
      ...(SAMPLED[kind] === 'words' && this.wordColumns(records)),
    };
    this.wasm.releaseSorted(kind, sorted);
    return sample;
  }

  private wordColumns(records: Uint32Array) {
    const {bytes, words} = this;
    return wordColumns(records.length, (i) => {
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
    const letters = letterPage(page);
    for (let i = 0; i < 256; i++) {
      this.words[(into >>> 2) + i] = letters[i] !== 0 ? letters[i] : kindOf(page * 256 + i) << KIND_SHIFT;
    }
  }

  private lowerCase(from: number, to: number): number {
    this.renew();
    const word = new TextDecoder('utf-8', {ignoreBOM: true}).decode(this.bytes.subarray(from, to)).toLowerCase();
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
