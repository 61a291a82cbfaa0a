/** Tokenizers by kind: made from a text, or loaded. */
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {BpeTokenizer} from './bpe.ts';
import {ByteTokenizer} from './bytes.ts';
import type {Tokenizer} from './port.ts';

interface TokenizerChoice {
  readonly kind: Tokenizer['kind'];
  /** Tokens at most, where pairs are merged; bytes that occur are tokens in any case. */
  readonly size: number;
}

export const makeTokenizer = (text: Text, {kind, size}: TokenizerChoice): Tokenizer =>
  kind === 'bpe' ? BpeTokenizer.of(text, size) : ByteTokenizer.of(text);

/** What `save` of a tokenizer returned. Throws DataError on anything else. */
export function loadTokenizer(kind: unknown, saved: unknown): Tokenizer {
  if (kind === 'bpe') return BpeTokenizer.load(saved);
  if (kind === 'bytes') return ByteTokenizer.load(saved);
  throw new DataError(`a tokenizer is of kind bpe or bytes, got ${JSON.stringify(kind)}`);
}
