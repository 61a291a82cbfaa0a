import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {textOf} from '../../core/text/documents.ts';
import {BpeTokenizer, type SavedBpe} from './bpe.ts';
import fixture from './fixture-bpe.json' with {type: 'json'};
import {loadTokenizer, makeTokenizer} from './make.ts';
import {pieceEnd} from './pieces.ts';

const {text, merges, tokens} = fixture as {text: string; merges: [string, string][]; tokens: string[]};
const encoder = new TextEncoder();

/** Tokens as GPT-2 writes them: printable bytes as themselves, the others as characters from 256 on. */
function names({alphabet, merges: pairs}: SavedBpe): string[] {
  const odd = Array.from({length: 256}, (_, byte) => byte).filter((b) => !((b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174));
  const all = ['<end>', '<unknown>', ...alphabet.map((b) => String.fromCharCode(odd.includes(b) ? 256 + odd.indexOf(b) : b))];
  for (let i = 0; i < pairs.length; i += 2) all.push(all[pairs[i]] + all[pairs[i + 1]]);
  return all;
}

describe('byte-pair encoding', () => {
  const alphabet = new Set(encoder.encode(text)).size;
  const tokenizer = BpeTokenizer.of(textOf([text]), 2 + alphabet + merges.length);
  const saved = tokenizer.save();
  const named = names(saved);

  it('learns the merges that Hugging Face tokenizers does, in its order', () => {
    const own = Array.from({length: saved.merges.length / 2}, (_, i) => [named[saved.merges[2 * i]], named[saved.merges[2 * i + 1]]]);
    expect(own).toEqual(merges);
    expect(merges.length).toBeGreaterThan(80);
  });

  it('encodes as Hugging Face tokenizers does', () => {
    expect([...tokenizer.encode(encoder.encode(text))].map((token) => named[token])).toEqual(tokens);
  });

  it('has no more tokens than asked for, and at least the bytes', () => {
    expect(BpeTokenizer.of(textOf([text]), 70).size).toBe(70);
    expect(BpeTokenizer.of(textOf([text]), 3).size).toBe(2 + alphabet);
    expect(BpeTokenizer.of(textOf(['ab ab']), 4096).size).toBeLessThan(12);
  });
});

describe.each(['bpe', 'bytes'] as const)('a tokenizer of %s', (kind) => {
  const every = Uint8Array.from({length: 256}, (_, byte) => byte);
  const made = makeTokenizer({kind: 'text', count: 1, bytes: every, offsets: Uint32Array.of(0, 256)}, {kind, size: 300});

  it('gives back every string of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), (bytes) => {
        expect(made.decode(made.encode(bytes))).toEqual(bytes);
      }),
    );
  });

  it('encodes documents one by one, without ends', () => {
    const {tokens: all, offsets} = made.encodeDocuments(textOf(['one two', '', ' two']));
    expect([...all.subarray(offsets[0], offsets[1])]).toEqual([...made.encode(encoder.encode('one two'))]);
    expect(offsets[2]).toBe(offsets[1]);
    expect(all.includes(made.end)).toBe(false);
  });

  it('has one token for bytes that it was not made for, and writes nothing for it', () => {
    const small = makeTokenizer(textOf(['abc']), {kind, size: 10});
    expect([...small.encode(encoder.encode('azb'))].map((token) => token === small.unknown)).toEqual([false, true, false]);
    expect(new TextDecoder().decode(small.decode(small.encode(encoder.encode('azb'))))).toBe('ab');
  });

  it('is the same after it was saved and loaded; anything else is refused', () => {
    const again = loadTokenizer(kind, JSON.parse(JSON.stringify(made.save())));
    expect(again.size).toBe(made.size);
    expect(again.encode(encoder.encode(text))).toEqual(made.encode(encoder.encode(text)));
    expect(() => loadTokenizer(kind, {alphabet: [1, 2, 300], merges: []})).toThrow(/alphabet/);
    expect(() => loadTokenizer('words', {})).toThrow(/"words"/);
  });
});

describe('pieces', () => {
  it('are those of GPT-2: contractions, a space with what follows it, white space but its last', () => {
    const bytes = encoder.encode("it's  a\n\n b12, they'll!?");
    const pieces: string[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = pieceEnd(bytes, at, bytes.length);
      pieces.push(new TextDecoder().decode(bytes.subarray(at, end)));
      at = end;
    }
    expect(pieces).toEqual(['it', "'s", ' ', ' a', '\n\n', ' b', '12', ',', ' they', "'ll", '!?']);
  });
});
