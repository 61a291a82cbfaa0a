/** A sample of text beside its reference, with what several measures share, each made when first asked for. */
import type {Text} from '../data.ts';
import {type Grams, longerGrams, unigrams} from '../text/grams.ts';
import {Vocabulary} from '../text/vocabulary.ts';
import {type Tokens, type TypeNumbering, tokenizeWords} from '../text/words.ts';
import {firstTokens} from './equalised.ts';
import {SAME_SIZE, type TextReference} from './text-reference.ts';
import {countTypes} from './types.ts';

export interface TextMeasureOptions {
  /** Compressed size of bytes, by whatever the caller has (zlib at level 9, say). `compression` is undefined without. */
  readonly compress?: (bytes: Uint8Array) => number;
  /** Documents of `selfBleu`; 500 unless said. */
  readonly selfBleuDocuments?: number;
}

export class MeasuredText {
  readonly reference: TextReference;
  readonly sample: Text;
  readonly options: TextMeasureOptions;
  private numbered?: {readonly tokens: Tokens; readonly types: number};
  private equal?: Tokens;
  private readonly levels: {readonly whole: Grams[]; readonly equal: Grams[]} = {whole: [], equal: []};

  constructor(reference: TextReference, sample: Text, options: TextMeasureOptions) {
    this.reference = reference;
    this.sample = sample;
    this.options = options;
  }

  /** The sample as words. */
  tokens(): Tokens {
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

  /** Types of the reference, and then the sample's own. */
  types(): number {
    return this.number().types;
  }

  /** Its first words, as many as the reference has. */
  equalTokens(): Tokens {
    if (this.equal === undefined) {
      const tokens = this.tokens();
      const {size} = this.reference;
      this.equal = tokens.ids.length <= (1 + SAME_SIZE) * size ? tokens : firstTokens(tokens, size);
    }
    return this.equal;
  }

  /** By type of the reference, and then its own. */
  counts(tokens: Tokens): Uint32Array {
    return countTypes(tokens.ids, this.types());
  }

  /** n-grams of words, within documents. */
  grams(size: 'whole' | 'equal', n: number): Grams {
    const tokens = size === 'whole' ? this.tokens() : this.equalTokens();
    const levels = this.levels[tokens === this.tokens() ? 'whole' : size];
    if (levels.length === 0) levels.push(unigrams(tokens));
    while (levels.length < n) levels.push(longerGrams(levels[levels.length - 1], levels[0]));
    return levels[n - 1];
  }
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
