/**
 * N-gram models of text over words, bytes or characters: interpolated modified Kneser-Ney, or unsmoothed (unsmoothed.ts).
 *
 * A document is a sentence: it begins at <s>, and its end </s> is drawn and priced like a word. The vocabulary is the types of the
 * training set (for bytes too), </s> and one unknown type, which is never drawn. Every other word is priced as the unknown type and then
 * spelled (spelling.ts): p sums to 1 at most over all texts, texts that differ in white space alone being one, so that models of
 * different vocabularies can be compared. Order 1 of that sum: sum over w of p(w | c) = sum over the types and </s> of p(w | c)
 * + p(unknown | c) * sum over the other words of s(w) <= 1.
 *
 * Refuses to be pruned, quantised or weighted: it is exact, and as large as its text makes it (about 6 bytes an n-gram; 14 to 22
 * once text is scored, and 27 more where much is).
 * Sampling options (temperature, top-k, top-p) change `sample` and `continueText` alone; `logProbability` is always the model's own.
 */

import type {Text, TrainingSet} from '../../core/data.ts';
import {ConfigError, DataError, DomainError} from '../../core/error.ts';
import {log, log10} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Vocabulary} from '../../core/text/vocabulary.ts';
import type {EditedText, Fitted, FittedText, Model, TokenEdit} from '../model.ts';
import type {Tempering} from '../tempering.ts';
import type {Counts} from './counts.ts';
import {MixtureDrawer, type NgramDrawer} from './draw.ts';
import {editNgrams} from './edit.ts';
import {type CountedTexts, countTexts} from './fit.ts';
import {type Discounts, discountsOf, estimateKneserNey, type KneserNey} from './kneser-ney.ts';
import {NucleusDrawer} from './nucleus.ts';
import {checkOptions, type NgramOptions} from './options.ts';
import {loadNgram, saveNgram} from './save.ts';
import {Walk} from './score.ts';
import {Scoring} from './scoring.ts';
import {type Speller, spellerOf} from './spelling.ts';
import {TemperedDrawer} from './temper.ts';
import {NgramTokenizer, tokenLimit} from './tokens.ts';
import {linkTrie, type Trie} from './trie.ts';
import {TruncatedDrawer} from './truncate.ts';
import {noDiscounts} from './unsmoothed.ts';
import {TextWriter, writeNgrams} from './write.ts';

export type {NgramOptions} from './options.ts';
export type {Unit} from './tokens.ts';

/** The fit is determined by the training set: it draws nothing. */
interface NgramModel extends Model<Text> {
  /** `from`: a fit whose texts the training set may go on after; what it counted is not counted again. */
  fit(training: TrainingSet<Text>, stream?: Stream, from?: Fitted<Text>): FittedNgram;
  load(bytes: Uint8Array): FittedNgram;
}

/** A model to fit. Throws ConfigError on options out of range. */
export function ngramModel(options: NgramOptions): NgramModel {
  checkOptions(options);
  return {
    kind: 'ngram',
    fit: (training, _, from) => fitNgram(training, options, from instanceof FittedNgram ? from : undefined),
    load: (bytes) => {
      const saved = loadNgram(bytes);
      return new FittedNgram(saved.options, {texts: [], vocabulary: saved.vocabulary, counts: saved.counts});
    },
  };
}

/**
 * What each word of a document costs: log10 p in its context, which is the unknown type's for words outside the vocabulary; log10 of the
 * spelling of these, 0 for others; and the length of the n-gram that priced it. The last is </s>. (words + 1,) each
 */
interface TokenScores {
  readonly log10: Float64Array;
  readonly spelling: Float64Array;
  readonly matched: Uint8Array;
}

function fitNgram(training: TrainingSet<Text>, options: NgramOptions, from?: FittedNgram): FittedNgram {
  const texts = training.map(({data, weight}) => {
    if (weight !== undefined) {
      throw new ConfigError('an n-gram model counts whole documents: it takes no weights', {
        next: 'use the workflow mix, which fixes the human share',
      });
    }
    return data;
  });
  if (!texts.some(({count}) => count > 0))
    throw new DataError('an n-gram model wants at least one document, got none', {next: 'give it a training set'});
  const before = from?.counts.order === options.order && from.options.unit === options.unit ? from.lean().counted : undefined;
  return new FittedNgram(options, countTexts(texts, options, before));
}

/** What is made of the counts when it is asked for. */
interface Written {
  trie?: Trie;
  model?: KneserNey;
  scoring?: Scoring;
}

export class FittedNgram implements FittedText {
  readonly options: NgramOptions;
  /** What it was fitted to: no texts where it was loaded. */
  readonly counted: CountedTexts;
  readonly vocabulary: Vocabulary;
  readonly counts: Counts;
  readonly discounts: readonly Discounts[];
  readonly notes: readonly string[];
  private readonly tokenizer: NgramTokenizer;
  private written: Written;

  private drawer?: NgramDrawer;
  private speller?: Speller;

  /** From counts, or as another fit of the same, which shares all that it makes. */
  constructor(options: NgramOptions, counted: CountedTexts, like?: FittedNgram) {
    this.options = options;
    this.counted = counted;
    this.vocabulary = counted.vocabulary;
    this.counts = counted.counts;
    this.tokenizer = new NgramTokenizer(options.unit, counted.vocabulary);
    this.discounts = like?.discounts ?? (options.smoothing === 'none' ? noDiscounts(counted.counts) : discountsOf(counted.counts));
    this.notes = like?.notes ?? fallbackNotes(this.discounts);
    this.written = like?.written ?? {};
  }

  /** Forgets what was made of the counts, which is made again where it is asked for. */
  lean(): this {
    this.written = {};
    this.drawer = undefined;
    return this;
  }

  /** Everything written out, for those who need it: three times the memory of the counts. */
  get trie(): Trie {
    this.written.trie ??= linkTrie(this.counts);
    return this.written.trie;
  }

  get model(): KneserNey {
    this.written.model ??= estimateKneserNey(this.counts, this.discounts);
    return this.written.model;
  }

  get scoring(): Scoring {
    this.written.scoring ??= new Scoring(this.counts, this.discounts, () => this.model);
    return this.written.scoring;
  }

  /** The same fit, drawn from in another way. */
  tempered({temperature, topK, topP}: Tempering): FittedNgram {
    return new FittedNgram({...this.options, temperature, topK, topP}, this.counted, this);
  }

  /** Documents of `count` words (or bytes, or characters) in all; the last is cut. Throws DataError where no document of the training set has a word. */
  sample(count: number, stream: Stream): Text {
    if (!(Number.isSafeInteger(count) && count >= 0)) throw new DomainError(`a sample has a whole number of words, got ${count}`);
    this.refuseWordless();
    const writer = new TextWriter(this.vocabulary, this.options.unit, count);
    return writeNgrams(stream, this.openDrawer(), writer, count, this.counts.types);
  }

  /** ln p of each document, its end and the spelling of unknown words included, in nats. (documents,) */
  logProbability(data: Text): Float64Array {
    const {unit} = this.options;
    const end = this.counts.types;
    const buffer = new Int32Array(tokenLimit(longestDocument(data), unit) + 1);
    const probability = new Float64Array(buffer.length);
    const nats = new Float64Array(data.count);
    for (let d = 0; d < data.count; d++) {
      const length = this.tokenizer.document(data, d, buffer);
      buffer[length] = end;
      this.scoring.score(buffer, length + 1, probability);
      nats[d] = sumOfLogs(probability, length + 1);
      this.spell(data, (_, spelled) => (nats[d] += spelled));
    }
    return nats;
  }

  /** How many words of each document are outside the vocabulary. (documents,) */
  unknownTokens(data: Text): Uint32Array {
    const buffer = new Int32Array(tokenLimit(longestDocument(data), this.options.unit));
    return Uint32Array.from({length: data.count}, (_, d) => {
      this.tokenizer.document(data, d, buffer);
      return this.tokenizer.unknown;
    });
  }

  /** Document `d` of `data`, word by word. */
  scoreTokens(data: Text, d: number): TokenScores {
    const {unit} = this.options;
    const buffer = new Int32Array(tokenLimit(data.offsets[d + 1] - data.offsets[d], unit) + 1);
    const length = this.tokenizer.document(data, d, buffer);
    buffer[length] = this.counts.types;
    const walk = new Walk(this.trie, this.model);
    walk.open();
    const logs = new Float64Array(length + 1);
    const matched = new Uint8Array(length + 1);
    for (let i = 0; i <= length; i++) {
      logs[i] = log10(walk.step(buffer[i]));
      matched[i] = walk.matched;
    }
    const spelling = new Float64Array(length + 1);
    this.spell(data, (i, spelled) => (spelling[i] = spelled / Math.LN10));
    return {log10: logs, spelling, matched};
  }

  /**
   * What follows `prompt` (without it): `count` words with single spaces, bytes or characters. After a document's end the next begins, on a new line.
   * Bytes that are not UTF-8 read as U+FFFD.
   */
  continueText(prompt: string, count: number, stream: Stream): string {
    this.refuseWordless();
    const {unit} = this.options;
    const bytes = new TextEncoder().encode(prompt);
    const text: Text = {kind: 'text', count: 1, bytes, offsets: Uint32Array.of(0, bytes.length)};
    const buffer = new Int32Array(tokenLimit(bytes.length, unit));
    const length = this.tokenizer.document(text, 0, buffer);
    const drawer = this.openDrawer();
    drawer.open();
    for (let i = 0; i < length; i++) drawer.follow(buffer[i]);
    const writer = new TextWriter(this.vocabulary, unit, count);
    return readDocuments(writeNgrams(stream, drawer, writer, count, this.counts.types, true));
  }

  editTokens(text: Text, edit: TokenEdit, stream: Stream): EditedText {
    this.refuseWordless();
    const {trie, model, vocabulary, tokenizer} = this;
    const walk = new Walk(trie, model);
    return editNgrams(
      text,
      edit,
      {unit: this.options.unit, vocabulary, tokenizer, walk, drawer: this.openDrawer(), types: trie.types},
      stream,
    );
  }

  save(): Uint8Array {
    return saveNgram({options: this.options, vocabulary: this.vocabulary, counts: this.counts});
  }

  /** Of the words that the document lately tokenized has and the vocabulary lacks: the place of each and ln of its spelling. */
  private spell({bytes}: Text, each: (place: number, nats: number) => void): void {
    const {unknown, lacking} = this.tokenizer;
    if (unknown === 0) return;
    this.speller ??= spellerOf(this.options.unit, this.vocabulary);
    for (let k = 0; k < 3 * unknown; k += 3) each(lacking[k], this.speller(bytes, lacking[k + 1], lacking[k + 2]));
  }

  private openDrawer(): NgramDrawer {
    this.drawer ??= makeDrawer(this);
    return this.drawer;
  }

  private refuseWordless(): void {
    if (this.counts.types === 0) {
      throw new DataError('an n-gram model fitted to empty documents alone has no words to draw', {next: 'fit it to text that has words'});
    }
  }
}

function makeDrawer(fitted: FittedNgram): NgramDrawer {
  const {temperature = 1, topK, topP, smoothing} = fitted.options;
  const isCut = topP !== undefined && topP < 1;
  if (temperature === 1 && topK === undefined && !isCut) return new MixtureDrawer(fitted.counts, fitted.discounts);
  const {trie, model} = fitted;
  if (topK !== undefined || (isCut && smoothing === 'none')) return new TruncatedDrawer(trie, model, {temperature, topK, topP});
  if (isCut) return new NucleusDrawer(trie, model, {temperature, topP});
  return new TemperedDrawer(trie, model, temperature);
}

function fallbackNotes(discounts: readonly Discounts[]): string[] {
  const notes: string[] = [];
  discounts.forEach(({fallback}, n) => {
    if (n > 0 && fallback) notes.push(`order ${n}: fallback discounts (.5, 1, 1.5), since its counts of counts give none`);
  });
  return notes;
}

/** One logarithm for many words: p is never below 1e-40, so the product cannot underflow. */
function sumOfLogs(probability: Float64Array, count: number): number {
  let sum = 0;
  let product = 1;
  for (let i = 0; i < count - 1; i++) {
    product *= probability[i];
    if (product < 1e-250) {
      sum += log(product);
      product = 1;
    }
  }
  return sum + log(product * probability[count - 1]);
}

function longestDocument({count, offsets}: Text): number {
  let longest = 0;
  for (let d = 0; d < count; d++) longest = Math.max(longest, offsets[d + 1] - offsets[d]);
  return longest;
}

function readDocuments({count, bytes, offsets}: Text): string {
  const documents: string[] = [];
  for (let d = 0; d < count; d++)
    documents.push(new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.subarray(offsets[d], offsets[d + 1])));
  return documents.join('\n');
}
