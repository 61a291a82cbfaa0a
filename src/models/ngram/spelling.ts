/**
 * What a token outside the vocabulary costs besides the unknown type: its spelling.
 *
 *   p(token | c) = p(unknown | c) s(token)
 *   words, characters   s = product over the bytes and the end of p(byte | bytes before), interpolated Kneser-Ney of order 5 over bytes,
 *                       fitted to the types of the vocabulary, once each; a byte that no type has costs its unknown times 1/256
 *   bytes               s = 1/256
 *
 * law      s sums to 1 at most over all byte strings, so that the prices of all sequences of tokens do: a model that knows fewer words
 *          cannot price text cheaper by calling more of it unknown. What s gives to strings that are no token (known ones, the empty one,
 *          those with white space, and 1/256 each to bytes that types have) is lost, and nobody need leave it out
 * unit     nats; -ln s is at least 0
 * cost     a fit over the types' bytes, when the first unknown token is priced; then a step of the walk a byte, and a look-up for a token
 *          that was spelled before
 * checked  the sums by enumeration
 */

import type {Text} from '../../core/data.ts';
import {log} from '../../core/math/index.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {countNgrams} from './counts.ts';
import {discountsOf, estimateKneserNey, type KneserNey} from './kneser-ney.ts';
import {Walk} from './score.ts';
import {byteNumbers, tokenizeTraining, type Unit} from './tokens.ts';
import {linkTrie, type Trie} from './trie.ts';

const ORDER = 5;
/** What an unseen byte costs besides the unknown type. */
const UNSEEN = 1 / 256;
/** Tokens whose price is remembered, at most. */
const REMEMBERED = 1 << 16;

/** ln s of the token source[from .. to). */
export type Speller = (source: Uint8Array, from: number, to: number) => number;

/** Determined by the types in their order, so that a loaded model spells as the one that was saved. */
export function spellerOf(unit: Unit, types: Vocabulary): Speller {
  if (unit === 'byte') return () => log(UNSEEN);
  const spelling = new Spelling(types);
  return (source, from, to) => spelling.nats(source, from, to);
}

class Spelling {
  private readonly trie: Trie;
  private readonly model: KneserNey;
  private readonly walk: Walk;
  /** The type of each byte, the unknown where no word has it. (256,) */
  private readonly types: Int32Array;
  private spelled = new Vocabulary();
  /** Of each token in `spelled`. */
  private readonly prices = new Float64Array(REMEMBERED);

  constructor({size, bytes, starts}: Vocabulary) {
    const letters = new Vocabulary();
    // of no words, one without letters: all bytes are unseen then
    const words: Text = {kind: 'text', count: Math.max(1, size), bytes, offsets: size > 0 ? starts : Uint32Array.of(0, 0)};
    const counts = countNgrams(tokenizeTraining([words], 'byte', letters), ORDER);
    this.trie = linkTrie(counts);
    this.model = estimateKneserNey(counts, discountsOf(counts));
    this.walk = new Walk(this.trie, this.model);
    this.types = byteNumbers(letters).map((id) => (id < 0 ? letters.size + 1 : id));
  }

  nats(source: Uint8Array, from: number, to: number): number {
    if (this.spelled.size === REMEMBERED) this.spelled = new Vocabulary();
    const before = this.spelled.size;
    const token = this.spelled.add(source, from, to);
    if (token === before) this.prices[token] = this.spell(source, from, to);
    return this.prices[token];
  }

  private spell(source: Uint8Array, from: number, to: number): number {
    const {walk, types} = this;
    const end = this.trie.types;
    walk.open();
    let sum = 0;
    let product = 1;
    for (let i = from; i < to; i++) {
      const type = types[source[i]];
      product *= type > end ? walk.step(type) * UNSEEN : walk.step(type);
      if (product < 1e-250) {
        sum += log(product);
        product = 1;
      }
    }
    return sum + log(product * walk.step(end));
  }
}
