/**
 * A human corpus as a reference, and every measure of a sample of text against it or by itself.
 *
 * Words are `core/text/words.ts`. The reference's vocabulary is never changed: words new to it are numbered anew for each sample, so no
 * reading depends on what was measured before.
 *
 * Sizes. A sample and a reference within SAME_SIZE of each other count as equal, as in the lab, where both have the same number of the
 * model's tokens. Else the larger is cut: a sample to its first words (its documents are exchangeable), the reference to the first words
 * of its documents in a seeded random order. This holds for every comparison and for `distinct.n`, `unseen`, `zipf`; `support` and the
 * rest describe the sample as it was drawn.
 */
import type {Text} from '../data.ts';
import {DataError} from '../error.ts';
import type {Stream} from '../random/stream.ts';
import {quantileSorted} from '../stats/quantile.ts';
import {type Grams, gramsUpTo, longerGrams, unigrams} from '../text/grams.ts';
import {Vocabulary} from '../text/vocabulary.ts';
import type {WordRules} from '../text/word-scanner.ts';
import {type Tokens, type TypeNumbering, tokenizeWords} from '../text/words.ts';
import {type Bands, probabilityBands} from './bands.ts';
import {calibration} from './calibration.ts';
import {exactDuplicates} from './duplicates.ts';
import {firstTokens, shuffledDocuments} from './equalised.ts';
import type {Reading} from './estimate.ts';
import {heapsExponent} from './heaps.ts';
import {distinctPooled, repetition, selfRepetition} from './repetition.ts';
import {pickDocuments, selfBleu} from './self-bleu.ts';
import {measureTypes, reading, TYPE_MEASURES, TypeReference, unknownMeasure} from './type-reference.ts';
import {countTypes, type Weights} from './types.ts';

/** Sizes whose ratio is nearer to 1 than this count as equal. */
export const SAME_SIZE = 0.05;

/** Quantiles of `words` and `sample.perplexity`, and their bands' names. */
export const QUANTILES: readonly {readonly band: string; readonly share: number}[] = [5, 25, 50, 75, 95].map((percent) => ({
  band: `${percent}%`,
  share: percent / 100,
}));

export class TextReference {
  readonly vocabulary = new Vocabulary();
  readonly tokens: Tokens;
  readonly types: TypeReference;
  readonly rules?: WordRules;
  private readonly stream: Stream;
  private split?: {readonly bands: Bands; readonly weights: Weights};
  private cut?: {readonly size: number; readonly types: TypeReference};

  /** `stream` decides on halves of the reference and on cuts of it; `rules` hold for samples too. Throws DataError where the text has no word. */
  constructor(human: Text, stream: Stream, rules?: WordRules) {
    this.rules = rules;
    this.tokens = tokenizeWords(human, this.vocabulary, rules);
    if (this.tokens.ids.length === 0)
      throw new DataError('the human text holds no word to measure by: no letter and no digit', {
        next: 'Give more text, or text of words.',
      });
    this.types = new TypeReference(countTypes(this.tokens.ids, this.vocabulary.size), 'counts');
    this.stream = stream;
  }

  /** Words of the reference. */
  get size(): number {
    return this.tokens.ids.length;
  }

  /** Chance of a measure, the same for every sample. */
  chance(label: string): Stream {
    return this.stream.fork(label);
  }

  /** The reference's types at about `size` words: itself where it is not much larger. */
  typesAt(size: number): TypeReference {
    if (size === 0 || size >= (1 - SAME_SIZE) * this.size) return this.types;
    if (this.cut?.size !== size) {
      const part = firstTokens(shuffledDocuments(this.tokens, this.chance('cut')), size);
      this.cut = {size, types: new TypeReference(countTypes(part.ids, this.vocabulary.size), 'counts')};
    }
    return this.cut.types;
  }

  /** Bands from one half of the documents and weights from the other, halves drawn at random. */
  halves(): {readonly bands: Bands; readonly weights: Weights} {
    if (this.split === undefined) {
      const shuffled = shuffledDocuments(this.tokens, this.chance('halves'));
      const middle = shuffled.offsets[(shuffled.offsets.length - 1) >> 1];
      const half = (from: number, to?: number) => countTypes(shuffled.ids.subarray(from, to), this.vocabulary.size);
      this.split = {bands: probabilityBands(half(0, middle)), weights: half(middle)};
    }
    return this.split;
  }
}

export interface TextMeasureOptions {
  /** Compressed size of bytes, by whatever the caller has (zlib at level 9, say). `compression` is undefined without. */
  readonly compress?: (bytes: Uint8Array) => number;
  /** Documents of `selfBleu`; 500 unless said. */
  readonly selfBleuDocuments?: number;
  /** Where `calibration` has its bands from (see calibration.ts); `whole` unless said. */
  readonly calibration?: 'whole' | 'halves';
}

/** Names that `measureText` answers. */
export const TEXT_MEASURES: ReadonlySet<string> = new Set([
  ...TYPE_MEASURES,
  ...['heaps', 'distinct.1', 'distinct.2', 'distinct.3', 'distinct.4', 'repetition', 'selfRepetition'],
  ...['compression', 'selfBleu', 'duplicates.exact', 'words'],
]);

/** Readings of the named measures, in the order of `names`. Throws ConfigError on another name. */
export function measureText(reference: TextReference, sample: Text, names: readonly string[], options: TextMeasureOptions = {}): Reading[] {
  const measured = new MeasuredText(reference, sample, options);
  return names.flatMap((name) => {
    if (!TEXT_MEASURES.has(name)) throw unknownMeasure(name, TEXT_MEASURES);
    return measured.read(name);
  });
}

/** One sample, with what several measures share, each made when first asked for. */
class MeasuredText {
  private readonly reference: TextReference;
  private readonly sample: Text;
  private readonly options: TextMeasureOptions;
  private numbered?: {readonly tokens: Tokens; readonly types: number};
  private equal?: Tokens;
  private readonly levels: {readonly whole: Grams[]; readonly equal: Grams[]} = {whole: [], equal: []};

  constructor(reference: TextReference, sample: Text, options: TextMeasureOptions) {
    this.reference = reference;
    this.sample = sample;
    this.options = options;
  }

  read(name: string): Reading[] {
    if (name === 'calibration' && this.options.calibration === 'halves') {
      const {bands, weights} = this.reference.halves();
      return calibration(bands, weights, this.counts(this.equalTokens()));
    }
    if (TYPE_MEASURES.has(name)) return this.readTypes(name);
    if (name.startsWith('distinct.'))
      return [reading(name, distinctPooled(this.grams('equal', Number(name.slice(9)))), 'no document is that long')];
    switch (name) {
      case 'heaps':
        return [reading(name, heapsExponent(this.tokens().ids), 'fewer than 1500 words')];
      case 'repetition':
        return [reading(name, repetition(this.grams('whole', 4)), NO_4_GRAM)];
      case 'selfRepetition':
        return [reading(name, selfRepetition(this.grams('whole', 4)), NO_4_GRAM)];
      case 'compression':
        return [this.readCompression()];
      case 'selfBleu':
        return [this.readSelfBleu()];
      case 'duplicates.exact':
        return [reading(name, exactDuplicates(this.sample), 'no document')];
      default:
        return this.readWords();
    }
  }

  private readTypes(name: string): Reading[] {
    const asDrawn = name === 'support' || name === 'entropy' || name === 'giniSimpson';
    const counts = this.counts(asDrawn ? this.tokens() : this.equalTokens());
    return measureTypes(this.reference.typesAt(this.tokens().ids.length), {weights: counts, counts}, [name]);
  }

  private readCompression(): Reading {
    const {bytes, offsets, count} = this.sample;
    const raw = bytes.subarray(offsets[0], offsets[count]);
    const {compress} = this.options;
    if (compress === undefined) return {measure: 'compression', reason: 'no compressor was given'};
    return raw.length > 0 ? {measure: 'compression', value: raw.length / compress(raw)} : {measure: 'compression', reason: 'no text'};
  }

  private readSelfBleu(): Reading {
    const part = pickDocuments(this.tokens(), this.options.selfBleuDocuments ?? 500, this.reference.chance('selfBleu'));
    return reading('selfBleu', selfBleu(gramsUpTo(part, 4)), 'fewer than two documents with words');
  }

  private readWords(): Reading[] {
    const {offsets, ids} = this.tokens();
    const documents = offsets.length - 1;
    const lengths = Float64Array.from({length: documents}, (_, i) => offsets[i + 1] - offsets[i]).sort();
    return quantileReadings('words', lengths, documents > 0 ? ids.length / documents : undefined);
  }

  private tokens(): Tokens {
    return this.number().tokens;
  }

  private number(): {readonly tokens: Tokens; readonly types: number} {
    if (this.numbered === undefined) {
      const numbering = new Extension(this.reference.vocabulary);
      const tokens = tokenizeWords(this.sample, numbering, this.reference.rules);
      this.numbered = {tokens, types: numbering.size};
    }
    return this.numbered;
  }

  private equalTokens(): Tokens {
    if (this.equal === undefined) {
      const tokens = this.tokens();
      const {size} = this.reference;
      this.equal = tokens.ids.length <= (1 + SAME_SIZE) * size ? tokens : firstTokens(tokens, size);
    }
    return this.equal;
  }

  private counts(tokens: Tokens): Uint32Array {
    return countTypes(tokens.ids, this.number().types);
  }

  private grams(size: 'whole' | 'equal', n: number): Grams {
    const tokens = size === 'whole' ? this.tokens() : this.equalTokens();
    const levels = this.levels[tokens === this.tokens() ? 'whole' : size];
    if (levels.length === 0) levels.push(unigrams(tokens));
    while (levels.length < n) levels.push(longerGrams(levels[levels.length - 1], levels[0]));
    return levels[n - 1];
  }
}

const NO_4_GRAM = 'no document has four words';

/** The reading without band is `whole`; then QUANTILES of the sorted values. */
export function quantileReadings(measure: string, sorted: Float64Array, whole: number | undefined): Reading[] {
  if (whole === undefined || sorted.length === 0) return [{measure, reason: 'no document'}];
  return [{measure, value: whole}, ...QUANTILES.map(({band, share}) => ({measure, band, value: quantileSorted(sorted, share)}))];
}

/** Numbers the types of one sample: as the base does where it knows them, then on from its size. */
class Extension implements TypeNumbering {
  private readonly base: Vocabulary;
  private readonly beyond = new Vocabulary();

  constructor(base: Vocabulary) {
    this.base = base;
  }

  get size(): number {
    return this.base.size + this.beyond.size;
  }

  addHashed(hash: number, source: Uint8Array, from: number, to: number): number {
    const id = this.base.findHashed(hash, source, from, to);
    return id >= 0 ? id : this.base.size + this.beyond.addHashed(hash, source, from, to);
  }
}
