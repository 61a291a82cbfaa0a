/**
 * From a training set to counts. Where it goes on after what was counted before, the same texts in their order, only what is new is read
 * and counted, and the counts are added up (merge.ts).
 */
import type {Text} from '../../core/data.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {type Counts, countNgrams} from './counts.ts';
import {mergeCounts} from './merge.ts';
import type {NgramOptions} from './options.ts';
import {type NgramTokens, tokenizeTraining} from './tokens.ts';

/** What was counted, of which texts: one that nobody has any more cannot come again. */
export interface CountedTexts {
  readonly texts: readonly WeakRef<Text>[];
  readonly vocabulary: Vocabulary;
  readonly counts: Counts;
}

/** `before`: of the same order and unit. */
export function countTexts(texts: readonly Text[], {order, unit}: NgramOptions, before?: CountedTexts): CountedTexts {
  const known = before && order > 1 && goesOn(texts, before) ? before : undefined;
  const seen = texts.map((text) => new WeakRef(text));
  const vocabulary = known?.vocabulary.copy() ?? new Vocabulary();
  const added = known ? texts.slice(known.texts.length) : texts;
  const tokens = tokenizeTraining(added, unit, vocabulary);
  if (!known) return {texts: seen, vocabulary, counts: countNgrams(tokens, order)};
  if (tokens.starts.length < 2) return {texts: seen, vocabulary, counts: known.counts};
  const used = usedWords(tokens);
  const counts = mergeCounts(
    {counts: known.counts, words: wordsIn(known.counts.types, vocabulary.size)},
    {counts: countNgrams(used.tokens, order), words: used.words},
    vocabulary.size,
  );
  return {texts: seen, vocabulary, counts};
}

/** Whether `texts` are those `before` and more behind. Texts never change: they are the same where they are one object. */
function goesOn(texts: readonly Text[], {texts: before}: CountedTexts): boolean {
  return before.length > 0 && before.length < texts.length && before.every((text, i) => text.deref() === texts[i]);
}

/** Numbers of `types` types and the three words besides, among more types. */
function wordsIn(types: number, all: number): Int32Array {
  return Int32Array.from({length: types + 3}, (_, w) => (w < types ? w : w - types + all));
}

/** Tokens of the types that occur alone, numbered in their order; and what each was. */
function usedWords({tokens, starts, types}: NgramTokens): {tokens: NgramTokens; words: Int32Array} {
  const numbers = new Int32Array(types + 3);
  for (let i = 0; i < tokens.length; i++) numbers[tokens[i]] = 1;
  const words = new Int32Array(types + 3);
  let used = 0;
  for (let w = 0; w < types; w++) {
    if (numbers[w] === 0) continue;
    numbers[w] = used;
    words[used++] = w;
  }
  for (let k = 0; k < 3; k++) {
    numbers[types + k] = used + k;
    words[used + k] = types + k;
  }
  for (let i = 0; i < tokens.length; i++) tokens[i] = numbers[tokens[i]];
  return {tokens: {tokens, starts, types: used}, words: words.subarray(0, used + 3)};
}
