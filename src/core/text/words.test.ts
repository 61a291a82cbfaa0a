import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Text} from '../data.ts';
import {BIGRAMS} from './bigrams.test-cutter.ts';
import {languageOf} from './language.ts';
import {Vocabulary} from './vocabulary.ts';
import type {WordRules} from './word-scanner.ts';
import {tokenizeWords} from './words.ts';

/** A character of a script without spaces: a letter with its marks. */
const UNSPACED = '[[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}]&&\\p{L}]';
const pieces = new RegExp(`(?:${UNSPACED}\\p{M}*)+|(?:(?!${UNSPACED}).)+`, 'gv');
const characters = new RegExp(`${UNSPACED}\\p{M}*`, 'gv');
const isUnspaced = new RegExp(`^${UNSPACED}`, 'v');

function bigrams(run: string): string[] {
  const all = run.match(characters)!;
  return all.length === 1 ? all : all.slice(1).map((second, i) => all[i] + second);
}

/** The obvious version: slow, and the definition. */
const obvious = (document: string, locale?: string): string[] =>
  (
    document
      .replaceAll('\u00ad', '')
      .normalize('NFC')
      .match(/[\p{L}\p{M}\p{Nd}'\u2019]+/gu) ?? []
  )
    .flatMap((run) => run.match(pieces)!)
    .flatMap((piece) => (isUnspaced.test(piece) ? bigrams(piece) : [piece.toLocaleLowerCase(locale ?? 'en').normalize('NFC')]));

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

function words(documents: readonly Uint8Array[], rules?: WordRules): string[][] {
  const vocabulary = new Vocabulary();
  const {ids, offsets} = tokenizeWords(textOf(documents), vocabulary, {cutter: BIGRAMS, ...rules});
  return documents.map((_, i) => Array.from(ids.subarray(offsets[i], offsets[i + 1]), (id) => vocabulary.text(id)));
}

describe('tokenizeWords', () => {
  it('takes runs of letters, marks, digits and apostrophes, lower-cased, and does not join documents', () => {
    expect(words([encode("Don't stop—it’s 42!"), encode('CAFÉ e\u0301tude')])).toEqual([
      ["don't", 'stop', 'it’s', '42'],
      ['café', '\u00e9tude'],
    ]);
  });

  it('lower-cases by the whole word where its letters ask for it', () => {
    expect(words([encode('ΟΔΥΣΣΕΥΣ İstanbul ǅ 𐐀')])).toEqual([['οδυσσευς', 'i\u0307stanbul', 'ǆ', '𐐨']]);
  });

  it('folds case as the language does', () => {
    const text = [encode('Irmak IŞIK, İstanbul, DIJITAL I iI \u0049\u0307 \u0049\u0323\u0307')];
    for (const language of ['tr', 'az'] as const)
      expect(words(text, {language})[0]).toEqual(['ırmak', 'ışık', 'istanbul', 'dıjıtal', 'ı', 'iı', 'i', 'ị\u0307']);
  });

  it('compares words in NFC, without soft hyphens', () => {
    const [, ...others] = words(
      ['Élan Übung việt가각 か\u3099', '만두', 'Donaudampf\u00adschiff', '\u00ad\u00ad', '\u00adx\u00ad.\u00ad'].flatMap((text) => [
        encode(text.normalize('NFC')),
        encode(text.normalize('NFD')),
      ]),
    );
    expect(others).toEqual([
      ['élan', 'übung', 'việt가각', 'が'],
      ['만두'],
      ['만두'],
      ['donaudampfschiff'],
      ['donaudampfschiff'],
      [],
      [],
      ['x'],
      ['x'],
    ]);
  });

  it('takes a mark that composes with the symbol before it for no word', () => {
    expect(words(['1 ≠ 2', '1 =\u0338 2', '=\u0316\u0338', '=\u00ad\u0338', '=\u20d0\u0338', '\u{1d15e}'].map(encode))).toEqual([
      ['1', '2'],
      ['1', '2'],
      ['\u0316'],
      [],
      ['\u20d0'],
      ['\u{1d165}'],
    ]);
  });

  it('composes again what lower case brings together', () => {
    expect(words([encode('J\u030c T\u0308x \u03ab\u0301')])).toEqual([['ǰ', 'ẗx', 'ΰ']]);
  });

  it.each<[string, string[]]>([
    ['我们去学校。', ['我们', '们去', '去学', '学校']],
    ['我有3个iPhone手机', ['我有', '3', '个', 'iphone', '手机']],
    ['好', ['好']],
    ['コーヒー', ['コー', 'ーヒ', 'ヒー']],
    ['กาน้ำ', ['กา', 'าน้', 'น้ำ']],
    ['ជា', ['ជា']],
    ['ကို', ['ကို']],
    ['中國 中國', ['中國', '中國']],
    ['豈', ['豈']],
  ])('cuts text without spaces: %s', (text, cut) => {
    expect(words([encode(text)])).toEqual([cut]);
  });

  it('cuts by the rule it is given', () => {
    const cutter = {
      rule: 'all',
      cut: (_: Uint8Array, from: number, to: number, into: {add(start: number, end: number): void}) => into.add(from, to),
    };
    expect(words([encode('这是我们的x狗')], {cutter})).toEqual([['这是我们的', 'x', '狗']]);
  });

  it('numbers equal words equally', () => {
    const vocabulary = new Vocabulary();
    expect([...tokenizeWords(textOf([encode('The cat'), encode('THE éclair Éclair')]), vocabulary).ids]).toEqual([0, 1, 0, 2, 2]);
  });

  it('agrees with the regular expression on every assigned code point between two letters, and on some others', () => {
    const documents: string[] = [];
    for (let c = 0; c <= 0x10ffff; c++)
      if (!/[\p{Cs}\p{Cn}\p{Co}]/u.test(String.fromCodePoint(c)) || (c % 61 === 0 && !/\p{Cs}/u.test(String.fromCodePoint(c))))
        documents.push(`A${String.fromCodePoint(c)}b =${String.fromCodePoint(c)}\u0301, 字${String.fromCodePoint(c)} `);
    for (let from = 0; from < documents.length; from += 4096) {
      const joined = documents.slice(from, from + 4096).join('');
      expect(words([encode(joined)])[0].join('\n')).toBe(obvious(joined).join('\n'));
    }
  });

  it.each(['en', 'tr', 'az'])('agrees with the regular expression on any strings, in %s', (language) => {
    const rules = language === 'en' ? undefined : {language: languageOf(language)};
    const restless = '\u0301\u0338\u0323\u0307\u00ad\u093c\u0915\u0928\u09c7\u09be\u1100\u1161\u11a8\u3099かกุ่';
    const unit = fc.oneof(
      {weight: 4, arbitrary: fc.constantFrom(...`aZIJİ '’Σσßİéñ字語🙂.=-٣${restless}`)},
      {weight: 1, arbitrary: fc.string({unit: 'binary', minLength: 1, maxLength: 1})},
    );
    const document = fc.array(unit, {maxLength: 60}).map((units) => units.join(''));
    fc.assert(
      fc.property(fc.array(document, {maxLength: 4}), (documents) => {
        expect(words(documents.map(encode), rules)).toEqual(documents.map((one) => obvious(one, language)));
      }),
      {numRuns: 1500},
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
    const long = 'ΣİÉ'.repeat(60_000);
    expect(words([encode(long)])).toEqual([obvious(long)]);
    expect(words([encode('é'.repeat(5000) + 'X'.repeat(5000))])).toEqual([['é'.repeat(5000) + 'x'.repeat(5000)]]);
  });
});
