/** The bytes that occur in a text, one token each, behind the document's end and the unknown. */
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Tokenizer} from './port.ts';

const SPECIAL = 2;

export class ByteTokenizer implements Tokenizer {
  readonly kind = 'bytes';
  readonly size: number;
  readonly end = 0;
  readonly unknown = 1;
  private readonly alphabet: Uint8Array;
  /** Token of each byte. (256,) */
  private readonly tokens = new Int32Array(256).fill(1);

  /** `alphabet`: bytes, ascending and distinct. */
  constructor(alphabet: Uint8Array) {
    this.alphabet = alphabet;
    this.size = SPECIAL + alphabet.length;
    alphabet.forEach((byte, i) => {
      this.tokens[byte] = SPECIAL + i;
    });
  }

  static of({bytes}: Text): ByteTokenizer {
    const seen = new Uint8Array(256);
    for (let i = 0; i < bytes.length; i++) seen[bytes[i]] = 1;
    return new ByteTokenizer(Uint8Array.from({length: 256}, (_, byte) => byte).filter((byte) => seen[byte] === 1));
  }

  static load(saved: unknown): ByteTokenizer {
    const {alphabet} = saved as {alphabet?: unknown};
    if (
      !Array.isArray(alphabet) ||
      !alphabet.every((byte, i) => Number.isInteger(byte) && byte >= 0 && byte < 256 && (i === 0 || byte > alphabet[i - 1]))
    )
      throw new DataError('a saved tokenizer of bytes has an alphabet of ascending bytes', {next: 'Load what `save` returned, unchanged.'});
    return new ByteTokenizer(Uint8Array.from(alphabet as number[]));
  }

  encode(bytes: Uint8Array): Int32Array {
    const out = new Int32Array(bytes.length);
    for (let i = 0; i < bytes.length; i++) out[i] = this.tokens[bytes[i]];
    return out;
  }

  encodeDocuments({bytes, offsets, count}: Text): {tokens: Int32Array; offsets: Uint32Array} {
    return {tokens: this.encode(bytes.subarray(0, offsets[count])), offsets: offsets.slice(0, count + 1)};
  }

  decode(tokens: Int32Array): Uint8Array {
    const out = new Uint8Array(tokens.length);
    let at = 0;
    for (const token of tokens) if (token >= SPECIAL) out[at++] = this.alphabet[token - SPECIAL];
    return out.subarray(0, at);
  }

  save(): unknown {
    return {alphabet: [...this.alphabet]};
  }
}
