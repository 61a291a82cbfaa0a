/**
 * Examples of what a check saw, found in one more pass over the records: at most N a kind.
 *
 *   copies, alike   records that repeat an earlier one, exactly or nearly (the index of `duplicates.near`), with that one
 *   loops           the records that repeat most of themselves, each with what it says most often and how often
 *   sentences       the sentences that most other records have too, by words that are said again, each with its next place
 *   frequent        the records with the largest share of the reference's most frequent words, of those with at least LEAST_WORDS
 *   short, long     the records of fewest and of most words
 *   words           the first record that has a word, for each of a list
 *
 * shape    add(record) in the order of the data; `found()` when all were added
 * edge     what is kept to compare with ends at MOST_KEPT records or sentences: what repeats only later ones is not found
 * cost     one pass of the scanner over what is asked; 200 bytes a record that is kept
 * checked  with planted copies, loops and sentences (examples.test.ts)
 */
import {hashBytes64} from '../../core/sketch/hash.ts';
import {visible} from '../../core/text/plain.ts';
import {Ranges} from '../../core/text/ranges.ts';
import {findSentences} from '../../core/text/sentences.ts';
import {type WordRules, WordScanner} from '../../core/text/word-scanner.ts';
import {ExactDeduper, NearDeduper} from '../../quality/dedupe.ts';
import {DocumentScan} from '../../quality/document-scan.ts';
import type {ExamplePlace} from '../check-report.ts';
import {NEAR} from './duplicates.ts';
import type {ExampleKind} from './example-kinds.ts';
import {saidAgain} from './said-again.ts';

export interface ExampleRecord {
  readonly file: string;
  readonly line: number;
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

/** One that was found, and the other one that it is like. */
export interface FoundExample extends ExamplePlace {
  readonly word?: string;
  readonly times?: number;
  readonly other?: ExamplePlace;
}

const MOST_KEPT = 200_000;
/** Chosen: shorter records are told apart by chance. */
const LEAST_WORDS = 20;
const LEAST_SENTENCE_BYTES = 20;
/** Characters of a text that is cut short. */
const SHOWN = 160;

export interface SeekOptions {
  readonly kinds: ReadonlySet<Exclude<ExampleKind, 'rare'>>;
  /** Of each kind. */
  readonly most: number;
  readonly frequent?: ReadonlySet<string>;
  readonly rules?: WordRules;
}

export class ExampleSeeker {
  private readonly options: SeekOptions;
  private readonly scan = new DocumentScan();
  private readonly exact = new ExactDeduper();
  private readonly near = new NearDeduper({similarity: NEAR});
  private readonly kept: ExamplePlace[] = [];
  private readonly pairs: Record<'copies' | 'alike', FoundExample[]> = {copies: [], alike: []};
  private readonly ranked: Readonly<Record<'loops' | 'frequent' | 'short' | 'long', Ranked>>;
  private readonly said = new Map<string, Said>();
  private readonly ranges = new Ranges();
  private readonly decoder = new TextDecoder();
  private readonly frequentWords: WordScanner;
  private counted = {all: 0, frequent: 0};

  constructor(options: SeekOptions) {
    this.options = options;
    const {most, frequent = new Set(), rules} = options;
    const ranked = (shownOf?: (record: ExampleRecord) => Partial<FoundExample>) => new Ranked(most, shownOf);
    const listed: string[] = [];
    const lister = new WordScanner(
      {word: (_, source, start, end) => void listed.push(this.decoder.decode(source.subarray(start, end)))},
      rules,
    );
    const loopOf = (record: ExampleRecord) => {
      listed.length = 0;
      lister.scan(record.bytes, record.from, record.to);
      return shownLoop(listed, record);
    };
    this.ranked = {loops: ranked(loopOf), frequent: ranked(), short: ranked(), long: ranked()};
    this.frequentWords = new WordScanner(
      {
        word: (_, source, start, end) => {
          this.counted.all++;
          if (frequent.has(this.decoder.decode(source.subarray(start, end)))) this.counted.frequent++;
        },
      },
      rules,
    );
  }

  /** Whether all that is wanted was found, so that no more records need be added. */
  get isDone(): boolean {
    const {kinds, most} = this.options;
    return [...kinds].every((kind) => (kind === 'copies' || kind === 'alike') && this.pairs[kind].length >= most);
  }

  add(record: ExampleRecord): void {
    const {kinds} = this.options;
    const {bytes, from, to} = record;
    if (kinds.has('copies') || kinds.has('alike')) this.compare(record);
    if (kinds.has('loops') || kinds.has('short') || kinds.has('long')) {
      this.scan.read(bytes, from, to);
      const {words} = this.scan;
      if (words >= LEAST_WORDS) this.ranked.loops.offer(this.scan.repetition, record);
      this.ranked.short.offer(-words, record);
      this.ranked.long.offer(words, record);
    }
    if (kinds.has('frequent')) {
      this.counted = {all: 0, frequent: 0};
      this.frequentWords.scan(bytes, from, to);
      if (this.counted.all >= LEAST_WORDS) this.ranked.frequent.offer(this.counted.frequent / this.counted.all, record);
    }
    if (kinds.has('sentences')) this.hear(record);
  }

  found(kind: Exclude<ExampleKind, 'rare'>): readonly FoundExample[] {
    if (kind === 'copies' || kind === 'alike') return this.pairs[kind];
    if (kind === 'sentences') return this.repeated();
    return this.ranked[kind].best();
  }

  private compare(record: ExampleRecord): void {
    const {kinds, most} = this.options;
    const {bytes, from, to} = record;
    if (this.kept.length >= MOST_KEPT) return;
    const place = placeOf(record);
    const number = this.kept.push(place) - 1;
    const copy = this.exact.add(bytes, from, to);
    const pair = (earlier: number): FoundExample => ({...place, other: this.kept[earlier]});
    if (copy >= 0 && kinds.has('copies') && this.pairs.copies.length < most) this.pairs.copies.push(pair(copy));
    if (!kinds.has('alike') || this.pairs.alike.length >= most) return;
    const like = this.near.add(bytes, from, to);
    if (like >= 0 && like !== number && copy < 0) this.pairs.alike.push(pair(like));
  }

  /** Remembers the sentences of a record. */
  private hear(record: ExampleRecord): void {
    const {bytes, from, to} = record;
    const {ranges, said} = this;
    ranges.count = 0;
    findSentences(bytes, from, to, ranges);
    const hash = new Uint32Array(2);
    for (let s = 0; s < ranges.count; s++) {
      const [start, end] = [ranges.at[2 * s], ranges.at[2 * s + 1]];
      if (end - start < LEAST_SENTENCE_BYTES) continue;
      hashBytes64(bytes, start, end, hash);
      const key = `${hash[0]}:${hash[1]}`;
      const there = said.get(key);
      if (there) {
        there.count++;
        if (there.first.file !== record.file || there.first.line !== record.line) there.next ??= placeOf({...record, from: start, to: end});
      } else if (said.size < MOST_KEPT) said.set(key, {count: 1, bytes: end - start, first: placeOf({...record, from: start, to: end})});
    }
  }

  private repeated(): FoundExample[] {
    const again = [...this.said.values()].filter(({next}) => next !== undefined);
    const weight = ({count, bytes}: Said): number => (count - 1) * bytes;
    return again
      .sort((a, b) => weight(b) - weight(a))
      .slice(0, this.options.most)
      .map(({first, next}) => ({...first, other: next}));
  }
}

interface Said {
  count: number;
  readonly bytes: number;
  readonly first: ExamplePlace;
  next?: ExamplePlace;
}

/** The records that score highest, the earlier of equals, none that begins as another does. */
class Ranked {
  private readonly most: number;
  private readonly shownOf: (record: ExampleRecord) => Partial<FoundExample>;
  private readonly list: {score: number; place: ExamplePlace; shown: Partial<FoundExample>}[] = [];

  /** `shownOf`: what is shown of a record in place of how it begins. */
  constructor(most: number, shownOf: (record: ExampleRecord) => Partial<FoundExample> = () => ({})) {
    this.most = most;
    this.shownOf = shownOf;
  }

  offer(score: number, record: ExampleRecord): void {
    const {list, most} = this;
    if (list.length === most && (most === 0 || score <= list[most - 1].score)) return;
    const place = placeOf(record);
    if (list.some((one) => one.place.text === place.text)) return;
    let at = list.length;
    while (at > 0 && list[at - 1].score < score) at--;
    list.splice(at, 0, {score, place, shown: this.shownOf(record)});
    if (list.length > most) list.pop();
  }

  best(): FoundExample[] {
    return this.list.map(({place, shown}) => ({...place, ...shown}));
  }
}

/** Finds the first record of each of some words. */
export class WordSeeker {
  private readonly wanted: Map<string, FoundExample | undefined>;
  private readonly scanner: WordScanner;
  private readonly decoder = new TextDecoder();
  private left: number;
  private here = new Set<string>();

  /** `words`: as profiles have them, in lower case; the first of them count first. */
  constructor(words: readonly string[], rules?: WordRules) {
    this.wanted = new Map(words.map((word) => [word, undefined]));
    this.left = this.wanted.size;
    this.scanner = new WordScanner(
      {
        word: (_, source, start, end) => {
          const word = this.decoder.decode(source.subarray(start, end));
          if (this.wanted.has(word)) this.here.add(word);
        },
      },
      rules,
    );
  }

  get isDone(): boolean {
    return this.left === 0;
  }

  add(record: ExampleRecord): void {
    this.here = new Set();
    this.scanner.scan(record.bytes, record.from, record.to);
    for (const word of this.here) {
      if (this.wanted.get(word) !== undefined) continue;
      this.wanted.set(word, {...placeOf(record, word), word});
      this.left--;
    }
  }

  found(): FoundExample[] {
    return [...this.wanted.values()].filter((one) => one !== undefined);
  }
}

/** What a record says most often, as it stands there the first time, and how often. */
function shownLoop(words: readonly string[], {bytes, from, to}: ExampleRecord): Partial<FoundExample> {
  const said = saidAgain(words);
  if (said === undefined) return {};
  const {times} = said;
  // what is shown is cut anyway
  const own = words.slice(said.from, said.from + Math.min(said.length, SHOWN));
  const text = visible(new TextDecoder().decode(bytes.subarray(from, to)));
  const there = new RegExp(own.map(literally).join('[^\\p{L}\\p{N}]{0,8}'), 'iu').exec(text);
  return {times, text: shortened(there?.[0] ?? own.join(' '), false)};
}

const literally = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** Its place, and its text cut short: around a word where there is one. */
function placeOf({file, line, bytes, from, to}: ExampleRecord, around?: string): ExamplePlace {
  const decoder = new TextDecoder();
  if (around === undefined)
    return {file, line, text: shortened(decoder.decode(bytes.subarray(from, Math.min(to, from + 6 * SHOWN))), to - from > 6 * SHOWN)};
  const text = visible(decoder.decode(bytes.subarray(from, to))).trim();
  const at = new RegExp(literally(around), 'iu').exec(text)?.index ?? 0;
  const start = Math.max(0, at - SHOWN / 2);
  const part = text.slice(start, start + SHOWN);
  return {file, line, text: `${start > 0 ? '\u2026' : ''}${part.trim()}${start + SHOWN < text.length ? '\u2026' : ''}`};
}

function shortened(text: string, more: boolean): string {
  const plain = visible(text).trim();
  const cut = [...plain].slice(0, SHOWN).join('');
  return cut.length < plain.length || more ? `${cut.trimEnd()}\u2026` : plain;
}
