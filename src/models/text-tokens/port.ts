/** The port of tokenizers: text as numbers below `size`, and back. */
import type {Text} from '../../core/data.ts';

export interface Tokenizer {
  readonly kind: 'bpe' | 'bytes';
  /** V: all tokens, the document end and the unknown included. */
  readonly size: number;
  /** The document's end: 0. */
  readonly end: number;
  /** What stands for a byte that the tokenizer was not made for: 1. Never drawn. */
  readonly unknown: number;
  encode(bytes: Uint8Array): Int32Array;
  /** Every document's tokens, without ends, one after another. offsets: (n + 1,) */
  encodeDocuments(text: Text): {readonly tokens: Int32Array; readonly offsets: Uint32Array};
  /** Bytes of the tokens; ends and unknowns have none. */
  decode(tokens: Int32Array): Uint8Array;
  /** As data for JSON, that `load` of its kind understands. */
  save(): unknown;
}
