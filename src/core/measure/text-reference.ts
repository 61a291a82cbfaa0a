/**
 * A human corpus as a reference of samples of text.
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
import {Vocabulary} from '../text/vocabulary.ts';
import type {WordRules} from '../text/word-scanner.ts';
import {type Tokens, tokenizeWords} from '../text/words.ts';
import {type Bands, probabilityBands} from './bands.ts';
import {firstTokens, shuffledDocuments} from './equalised.ts';
import {TypeReference} from './type-reference.ts';
import {countTypes, type TypeWeights} from './types.ts';

/** Sizes whose ratio is nearer to 1 than this count as equal. */
export const SAME_SIZE = 0.05;

export class TextReference {
  readonly vocabulary = new Vocabulary();
  readonly tokens: Tokens;
  readonly types: TypeReference;
  readonly rules?: WordRules;
  private readonly stream: Stream;
  private split?: {readonly bands: Bands; readonly weights: TypeWeights};
  private cut?: {readonly size: number; readonly types: TypeReference};

  /** `stream` decides on halves of the reference and on cuts of it; `rules` hold for samples too. Throws DataError where the text has no word. */
  constructor(stream: Stream, human: Text, rules?: WordRules) {
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
      const part = firstTokens(shuffledDocuments(this.chance('cut'), this.tokens), size);
      this.cut = {size, types: new TypeReference(countTypes(part.ids, this.vocabulary.size), 'counts')};
    }
    return this.cut.types;
  }

  /** Bands from one half of the documents and weights from the other, halves drawn at random. */
  halves(): {readonly bands: Bands; readonly weights: TypeWeights} {
    if (this.split === undefined) {
      const shuffled = shuffledDocuments(this.chance('halves'), this.tokens);
      const middle = shuffled.offsets[(shuffled.offsets.length - 1) >> 1];
      const half = (from: number, to?: number) => countTypes(shuffled.ids.subarray(from, to), this.vocabulary.size);
      this.split = {bands: probabilityBands(half(0, middle)), weights: half(middle)};
    }
    return this.split;
  }
}
