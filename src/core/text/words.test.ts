import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Text} from '../data.ts';
import {Vocabulary} from './vocabulary.ts';
import {tokenizeWords} from './words.ts';

/** The obvious version: slow, and the definition. */
const obvious = (document: string) => (document.match(/[\p{L}\p{M}\p{Nd}'\u2019]+/gu) ?? []).map((word) => word.toLowerCase());

function textOf(documents: readonly Uint8Array[]): Text {
  const offsets = new Uint32Array(documents.length + 1);
  documents.forEach((d, i) => {
    offsets[i + 1] = offsets[i] + d.length;
  });
  const bytes = new Uint8Array(offsets[documents.length]);
  documents.forEach((d, i) => {
    bytes.set(d, offsets[i]);
  });
  return {kind: 'text', count: documents.length, bytes, offsets};
}

const encode = (document: string) => new TextEncoder().encode(document);

function words(documents: readonly Uint8Array[]): string[][] {
  const vocabulary = new Vocabulary();
  const {ids, offsets} = tokenizeWords(textOf(documents), vocabulary);
  return documents.map((_, i) => Array.from(ids.subarray(offsets[i], offsets[i + 1]), (id) => vocabulary.text(id)));
}

describe('tokenizeWords', () => {
  it('takes runs of letters, marks, digits and apostrophes, lower-cased, and does not join documents', () => {
    expect(words([encode("Don't stop—it’s 42!"), encode('CAFÉ e\u0301tude')])).toEqual([
      ["don't", 'stop', 'it’s', '42'],
      ['café', 'e\u0301tude'],
    ]);
  });

  it('lower-cases by the whole word where its letters ask for it', () => {
    expect(words([encode('ΟΔΥΣΣΕΥΣ İstanbul ǅ 𐐀')])).toEqual([['οδυσσευς', 'i\u0307stanbul', 'ǆ', '𐐨']]);
  });

  it('numbers equal words equally', () => {
    const vocabulary = new Vocabulary();
    expect([...tokenizeWords(textOf([encode('The cat'), encode('THE éclair Éclair')]), vocabulary).ids]).toEqual([0, 1, 0, 2, 2]);
  });

  it('agrees with the regular expression on every code point between two letters', () => {
    const documents: string[] = [];
    for (let c = 0; c <= 0x10ffff; c++) if (c < 0xd800 || c > 0xdfff) documents.push(`A${String.fromCodePoint(c)}b `);
    for (let from = 0; from < documents.length; from += 4096) {
      const joined = documents.slice(from, from + 4096).join('');
      expect(words([encode(joined)])[0]).toEqual(obvious(joined));
    }
  });

  it('agrees with the regular expression on any strings', () => {
    const unit = fc.oneof(
      {weight: 4, arbitrary: fc.constantFrom(..."aZ '’Σσßİéñ字語🙂\u0301.-٣")},
      {weight: 1, arbitrary: fc.string({unit: 'binary', minLength: 1, maxLength: 1})},
    );
    const document = fc.array(unit, {maxLength: 60}).map((units) => units.join(''));
    fc.assert(
      fc.property(fc.array(document, {maxLength: 4}), (documents) => {
        expect(words(documents.map(encode))).toEqual(documents.map(obvious));
      }),
      {numRuns: 500},
    );
  });

  it('agrees with a decoder on bytes that are not UTF-8', () => {
    const byte = fc.oneof(
      fc.constantFrom(0x41, 0x20, 0xc3, 0xa9, 0xe2, 0x80, 0x99, 0xf0, 0x9f, 0xed, 0xa0, 0xc0, 0xff),
      fc.integer({min: 0, max: 255}),
    );
    fc.assert(
      fc.property(fc.array(byte, {maxLength: 40}), (bytes) => {
        const document = Uint8Array.from(bytes);
        expect(words([document])[0]).toEqual(obvious(new TextDecoder('utf-8', {ignoreBOM: true}).decode(document)));
      }),
      {numRuns: 1000},
    );
  });

  it('takes words of any length', () => {
    expect(words([encode('é'.repeat(5000) + 'X'.repeat(5000))])).toEqual([['é'.repeat(5000) + 'x'.repeat(5000)]]);
  });
});
