/**
 * The human side of a lineage: its training set, the records that no model sees, and fresh records for enrichment. That of a corpus of
 * points is made in `points-corpus.ts`.
 */

import type {Data, Rows, Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {firstOf, recordsAt, type SizeUnit, sizeOf} from '../../core/records.ts';
import type {Language} from '../../core/text/language.ts';
import {counted, grouped} from '../../core/text/numbers.ts';
import {cutIntoPassages, passagesAt} from '../../core/text/passages.ts';
import {countWords} from '../../core/text/whitespace.ts';
import {countedWords, type WordCount, wordCountOf} from '../../core/text/word-count.ts';
import {ExactDeduper} from '../../quality/dedupe.ts';
import {type Arm, type ArmNow, familyOfArm, firstSizeOf, membersOf} from '../experiment/arm.ts';

import type {World} from '../world/index.ts';
import {type Reserve, runsOut, setAside} from './reserve.ts';

/** A corpus as the reader brought it: every document, and the held-out ones where they come from files of their own. */
export interface Corpus {
  readonly documents: Text;
  readonly holdout?: Text;
  /** For messages: the files, or the name of the corpus. */
  readonly name: string;
  /** What a reader of the results should know of how it was read. */
  readonly notices?: readonly string[];
  /** Further human text of an arm's enrichment, one a source that names files or a corpus, in their order. */
  readonly sources?: readonly {readonly documents: Text; readonly name: string}[];
}

export interface Human<D extends Data = Data> {
  readonly training: D;
  /** Of text: whose case is folded where words are counted. */
  readonly language?: Language;
  /** What no model sees, of a corpus. */
  readonly holdout?: D;
  /** `size` fresh records (words of text), and how far the reserve is used after them. Throws DataError, naming the generation, when they run out. */
  readonly fresh: Reserve<D>;
  /**
   * Human records beside the training set to measure as a sample is, `size` of them (words or bytes of text): always the same, never
   * trained on for it. Undefined where there are fewer.
   */
  readonly spare: (size: number) => D | undefined;
  /** Of rows: x for a generation to label, where each has its own. */
  readonly unlabelled?: (size: number, stream: Stream) => D;
  /** Of rows: who labels them in place of the models. */
  labeller?(rows: D, stream: Stream): D;
  /** Of further sources, likewise. */
  readonly sources?: readonly {readonly fresh: Reserve<D>; readonly name: string}[];
  /** Of a corpus: how its words are counted where the experiment gives a size in words. */
  readonly wordCount?: WordCount;
}

/** A world's human data: drawn for this lineage, without end. `isFresh`: of rows, whether each generation labels x of its own. */
export function humanOfWorld(stream: Stream, world: World, {size, isFresh = false}: {size: number; isFresh?: boolean}): Human {
  const labeller = world.labeller?.(stream.fork('labeller'));
  return {
    ...(isFresh && {unlabelled: (count, own) => world.sample(count, own)}),
    ...(labeller && {labeller: (rows, own) => labeller(rows as Rows, own)}),
    training: world.sample(size, stream.fork('training')),
    fresh: ({size: count, used}, freshStream) => ({data: world.sample(count, freshStream), used}),
    spare: (count) => world.sample(count, stream.fork('spare')),
  };
}

/** A corpus's human data: its documents in an order drawn for this lineage, dealt out to holdout, reserve and training. */
export function humanOfCorpus(stream: Stream, corpus: Corpus, arm: Arm): Human<Text> {
  const options = arm.data as {holdout: number | object; reserve: number; passage?: number; language?: Language};
  const {documents, name} = corpus;
  const unit = sizeUnitOf(arm);
  const order = permutation(stream.fork('split'), documents.count);
  const share = typeof options.holdout === 'number' ? options.holdout : 0;
  const held = setAside(share, documents.count);
  const reserved = setAside(options.reserve, documents.count);
  if (held + reserved >= documents.count) {
    throw new DataError(
      `${name} has ${documents.count} document${documents.count === 1 ? '' : 's'}: too few to set ${held + reserved} aside and train on the rest`,
      {
        next: 'split the text into more documents (unit: paragraph or line), or lower data.holdout and data.reserve',
      },
    );
  }
  const wordCount = wordCountOf(documents);
  const deal = dealerOf(stream, options.passage, wordCount);
  countOnce(deal.all(documents), unit, wordCount);
  const rest = order.subarray(held + reserved);
  const training = trainingOf(
    {
      whole: deal.whole(documents, options.passage === undefined ? rest.slice().sort() : rest),
      shuffled: () => deal.shuffled(documents, rest, 'training'),
    },
    {arm, corpus, unit, wordCount},
  );
  const seen = arm.enrichment?.dedupe || membersOf(arm).some((member) => member.arm.enrichment?.dedupe) ? new ExactDeduper() : undefined;
  if (seen) for (let i = 0; i < training.count; i++) seen.add(training.bytes, training.offsets[i], training.offsets[i + 1]);
  const reserve = unseen(deal.shuffled(documents, order.subarray(held, held + reserved), 'reserve'), seen);
  const sources = (corpus.sources ?? []).map((source, k) => {
    const dealt = permutation(stream.fork(`source/${k}`), source.documents.count);
    return {
      fresh: reserveOf(unseen(deal.shuffled(source.documents, dealt, `source/${k}`), seen), source.name, unit),
      name: source.name,
    };
  });
  return {
    training,
    ...(options.language !== undefined && {language: options.language}),
    holdout: corpus.holdout ? deal.all(corpus.holdout) : deal.whole(documents, order.subarray(0, held).slice().sort()),
    fresh: reserveOf(reserve, name, unit),
    spare: (size) => (sizeOf(reserve, unit) >= size ? firstOf(reserve, size, unit) : undefined),
    sources,
    wordCount,
  };
}

/** Counts what every lineage of a corpus asks for: its parts know their sizes from it. */
function countOnce(text: Text, unit: SizeUnit, wordCount: WordCount): void {
  sizeOf(text, unit);
  countedWords(text, wordCount);
}

/** The documents that do not repeat one seen before, which they then are. */
function unseen(text: Text, seen: ExactDeduper | undefined): Text {
  if (!seen) return text;
  const fresh: number[] = [];
  for (let i = 0; i < text.count; i++) if (seen.add(text.bytes, text.offsets[i], text.offsets[i + 1]) < 0) fresh.push(i);
  return fresh.length === text.count ? text : recordsAt(text, Uint32Array.from(fresh));
}

interface Given {
  arm: Arm;
  corpus: Corpus;
  unit: SizeUnit;
  wordCount: WordCount;
}

/** Deals out documents of a text: as they are, or cut into passages. */
interface Dealer {
  all(text: Text): Text;
  /** Those at `numbers`, in that order. */
  whole(text: Text, numbers: Uint32Array): Text;
  /** Those at `numbers`, passages shuffled once more: neighbours have no more in common than others. */
  shuffled(text: Text, numbers: Uint32Array, label: string): Text;
}

function dealerOf(stream: Stream, words: number | undefined, counted: WordCount): Dealer {
  if (words === undefined) return {all: (text) => text, whole: recordsAt, shuffled: recordsAt};
  const whole = (text: Text, numbers: Uint32Array) => passagesAt(text, numbers, {words, counted});
  return {
    all: (text) => cutIntoPassages(text, words, counted),
    whole,
    shuffled(text, numbers, label) {
      const passages = whole(text, numbers);
      return recordsAt(passages, permutation(stream.fork(`passages/${label}`), passages.count));
    },
  };
}

function trainingOf({whole, shuffled}: {whole: Text; shuffled: () => Text}, {arm, corpus, unit, wordCount}: Given): Text {
  const size = arm.sample && firstSizeOf(arm.sample);
  const there = countedWords(whole, wordCount);
  if (there === 0) throw new DataError(`${corpus.name} holds no words to train on`, {next: 'give a corpus of text'});
  if (size === undefined || size === 'same') return whole;
  if (size > there) {
    throw new DataError(`${corpus.name} has ${counted(there, 'word')} to train on after the holdout, the sample size is ${grouped(size)}`, {
      next: 'lower sample.size, write `same`, or give a larger corpus',
    });
  }
  return firstOf(shuffled(), tokensOf(size, {text: whole, unit, wordCount}), unit);
}

/** About as many tokens as `words` words of this text take: as many, where its words are the tokens. */
function tokensOf(words: number, {text, unit, wordCount}: {text: Text; unit: SizeUnit; wordCount: WordCount}): number {
  if (unit === 'word' && wordCount === countWords) return words;
  return Math.max(1, Math.round((words * sizeOf(text, unit)) / countedWords(text, wordCount)));
}

/** How much is drawn from each fit: records, of text the model's own tokens. */
export function drawSize(arm: ArmNow, {training, wordCount}: Pick<Human, 'training' | 'wordCount'>): number {
  const unit = sizeUnitOf(arm);
  const {size, first} = arm.sample ?? {};
  if (training.kind === 'rows') return typeof size === 'number' ? size : training.count;
  if (typeof size !== 'number' || first === undefined) return sizeOf(training, unit);
  return training.kind === 'text' && wordCount ? tokensOf(size, {text: training, unit, wordCount}) : size;
}

function reserveOf(reserve: Text, name: string, unit: SizeUnit): Reserve<Text> {
  return ({size, records, used, generation}) => {
    const rest = recordsAt(
      reserve,
      Uint32Array.from({length: reserve.count - used}, (_, i) => used + i),
    );
    const there = records ? rest.count : sizeOf(rest, unit);
    if (there < size) {
      throw runsOut({name, generation, asked: `${size} ${records ? 'documents' : `${unit}s`}`, left: there});
    }
    const data = records
      ? recordsAt(
          rest,
          Uint32Array.from({length: size}, (_, i) => i),
        )
      : firstOf(rest, size, unit);
    return {data, used: used + data.count};
  };
}

/** What sizes of an arm's text count: the model's own tokens. */
export const sizeUnitOf = (arm: Arm): SizeUnit => familyOfArm(arm).sizeUnit?.(arm.model) ?? 'word';
