/**
 * A tokenizer as Hugging Face's tokenizers read it: byte pairs over the characters that GPT-2 writes bytes as.
 *
 * Text is cut by the rule of `text-tokens/pieces.ts`, as a regular expression that their Rust and their JavaScript understand alike. With
 * special tokens, a text begins behind a document's end, as every document did in training.
 *
 * source   Radford et al., 2019 (bytes_to_unicode in encoder.py of GPT-2)
 */
import {DataError} from '../../../core/error.ts';
import type {SavedBpe} from '../../text-tokens/bpe.ts';
import type {Tokenizer} from '../../text-tokens/port.ts';

export const END = '<|endoftext|>';
export const UNKNOWN = '<|unknown|>';

const [SPACE, LETTER, DIGIT, OTHER] = [
  '[\\x09-\\x0D\\x20]',
  '[^\\x00-@\\[-`\\{-\\x7F]',
  '[0-9]',
  '[\\x00-\\x08\\x0E-\\x1F!-/:-@\\[-`\\{-\\x7F]',
];
const PIECES = [
  "'(?:s|t|re|ve|m|ll|d)",
  ...[LETTER, DIGIT, OTHER].map((one) => `\\x20?${one}+`),
  `${SPACE}+(?![^\\x09-\\x0D\\x20])`,
  `${SPACE}+`,
].join('|');

/** Of every byte: the character that stands for it, itself where it is printable. */
const CHARACTERS: readonly string[] = (() => {
  let spare = 256;
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  return Array.from({length: 256}, (_, byte) => String.fromCharCode(printable(byte) ? byte : spare++));
})();

/** The contents of tokenizer.json. Throws DataError where two tokens are the same bytes, which that format cannot tell apart. */
export function tokenizerJson(tokenizer: Tokenizer): object {
  const names = namesOf(tokenizer);
  const vocab = Object.fromEntries(names.map((name, token) => [name, token]));
  if (Object.keys(vocab).length < names.length) {
    const twice = names.find((name, token) => vocab[name] !== token)!;
    throw new DataError(`the vocabulary has ${JSON.stringify(twice)} twice, by different merges, and tokenizer.json can hold it once`, {
      next: 'Train with another vocabulary size.',
    });
  }
  const {merges} = {merges: [], ...(tokenizer.save() as Partial<SavedBpe>)};
  const pairs = Array.from({length: merges.length / 2}, (_, i) => `${names[merges[2 * i]]} ${names[merges[2 * i + 1]]}`);
  const special = (id: number, content: string) => {
    const never = {single_word: false, lstrip: false, rstrip: false, normalized: false};
    return {id, content, ...never, special: true};
  };
  const byteLevel = {type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false};
  const cut = {type: 'Split', pattern: {Regex: PIECES}, behavior: 'Isolated', invert: false};
  const end = {SpecialToken: {id: END, type_id: 0}};
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [special(tokenizer.end, END), special(tokenizer.unknown, UNKNOWN)],
    normalizer: null,
    pre_tokenizer: {type: 'Sequence', pretokenizers: [cut, byteLevel]},
    post_processor: {
      type: 'TemplateProcessing',
      single: [end, {Sequence: {id: 'A', type_id: 0}}],
      pair: [end, {Sequence: {id: 'A', type_id: 0}}, {Sequence: {id: 'B', type_id: 1}}],
      special_tokens: {[END]: {id: END, ids: [tokenizer.end], tokens: [END]}},
    },
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: UNKNOWN,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab,
      merges: pairs,
    },
  };
}

function namesOf(tokenizer: Tokenizer): string[] {
  const special = new Map([
    [tokenizer.end, END],
    [tokenizer.unknown, UNKNOWN],
  ]);
  return Array.from({length: tokenizer.size}, (_, token) => {
    const bytes = tokenizer.decode(Int32Array.of(token));
    return special.get(token) ?? Array.from(bytes, (byte) => CHARACTERS[byte]).join('');
  });
}
