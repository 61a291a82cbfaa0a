/**
 * Words of scripts that are written without spaces: a run of their letters is cut by a rule that gives the same everywhere.
 *
 *   Han, Kana                   words of the dictionary; of single characters in a row, pairs that overlap; one alone is itself
 *   Thai, Lao, Khmer, Burmese   words of the dictionary, joined where it cuts a cluster (clusters.ts)
 *
 * A dictionary has some megabytes, so the outer layer says how to load it (`registerDictionary`), and it is loaded when the first such run is
 * met. Without one such text is an error: another rule in its place would give other words.
 *
 * shape    bytes[from .. to), one run in UTF-8 and NFC -> pairs [start, end) of byte offsets, in order, appended to `into`
 * domain   a letter, then letters and marks
 */
import {ConfigError} from '../error.ts';
import {clusterEnd} from './clusters.ts';
import {FIELD_SHIFT, letterOf, MARK, SCRIPT_MASK} from './letters.ts';
import {Ranges} from './ranges.ts';
import {IDEOGRAPHIC} from './unicode/classes.ts';
import {codePointAt, utf8Length} from './utf8.ts';

export interface Cutter {
  /** What is recorded of it: two rules of one name cut every text alike. */
  readonly rule: string;
  cut(bytes: Uint8Array, from: number, to: number, into: Ranges): void;
}

export const DICTIONARY = 'icu4x 2.3.2 dictionary';
let load: (() => Cutter) | undefined;
let loaded: Cutter | undefined;

/** Says how to load the dictionary, whose rule is DICTIONARY; it is not loaded before it is needed. */
export function registerDictionary(loader: () => Cutter): void {
  load = loader;
  loaded = undefined;
}

function loadedDictionary(): Cutter {
  if (load === undefined)
    throw new ConfigError('words of Chinese, Japanese, Thai, Lao, Khmer and Burmese are cut by a dictionary, and none is registered', {
      next: 'Call registerDictionary with a loader first.',
    });
  const dictionary = load();
  if (dictionary.rule !== DICTIONARY)
    throw new ConfigError(`the dictionary that is registered cuts by "${dictionary.rule}", wanted "${DICTIONARY}"`, {
      next: 'Register the one that this version of genloss depends on.',
    });
  return dictionary;
}

const pieces = new Ranges();

/** The cutter that counts words wherever no other is given. Its rule is known before the dictionary is loaded. */
export const BY_DICTIONARY: Cutter = {
  rule: `${DICTIONARY}, single ideographs in pairs, clusters whole`,
  cut(bytes, from, to, into) {
    loaded ??= loadedDictionary();
    pieces.count = 0;
    loaded.cut(bytes, from, to, pieces);
    new Finish(bytes, to, into).take(pieces);
  },
};

/** Takes the dictionary's words in turn. */
class Finish {
  private readonly bytes: Uint8Array;
  private readonly to: number;
  private readonly into: Ranges;
  /** Of the row of single characters that the last words were: how many, and the last of them. */
  private singles = 0;
  private start = 0;
  private end = 0;
  /** Where the word began that ends with a cluster to come; -1: there is none. */
  private open = -1;
  private cluster = 0;

  constructor(bytes: Uint8Array, to: number, into: Ranges) {
    this.bytes = bytes;
    this.to = to;
    this.into = into;
  }

  take({at, count}: Ranges): void {
    for (let i = 0; i < count; i++) {
      const [start, end] = [at[2 * i], at[2 * i + 1]];
      if (this.isIdeographic(start)) this.ideographs(start, end);
      else this.clusters(start, end);
    }
    this.endRow();
    this.endOpen(this.to);
  }

  private ideographs(start: number, end: number): void {
    this.endOpen(start);
    if (this.characterEnd(start) < end) {
      this.endRow();
      this.into.add(start, end);
      return;
    }
    if (this.singles > 0) this.into.add(this.start, end);
    this.singles++;
    this.start = start;
    this.end = end;
  }

  private clusters(start: number, end: number): void {
    this.endRow();
    if (this.open < 0) this.open = this.cluster = start;
    while (this.cluster < end) this.cluster = clusterEnd(this.bytes, this.cluster, this.to);
    if (this.cluster === end) this.endOpen(end);
  }

  private endRow(): void {
    if (this.singles === 1) this.into.add(this.start, this.end);
    this.singles = 0;
  }

  private endOpen(at: number): void {
    if (this.open >= 0) this.into.add(this.open, at);
    this.open = -1;
  }

  private isIdeographic(at: number): boolean {
    return IDEOGRAPHIC.has(((letterOf(codePointAt(this.bytes, at, this.to)) >>> FIELD_SHIFT) & SCRIPT_MASK) - 1);
  }

  /** Past a letter and its marks. */
  private characterEnd(at: number): number {
    let end = at + utf8Length(codePointAt(this.bytes, at, this.to));
    while (end < this.to) {
      const codePoint = codePointAt(this.bytes, end, this.to);
      if ((letterOf(codePoint) & MARK) === 0) break;
      end += utf8Length(codePoint);
    }
    return end;
  }
}
