import fc from 'fast-check';
import {expect, it} from 'vitest';
import {countWords, whitespaceLength, wordEnd, wordStart} from './whitespace.ts';

const encode = (text: string) => new TextEncoder().encode(text);

it('knows the characters of the property White_Space, and no others', () => {
  for (let code = 0; code < 0x10000; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    const bytes = encode(String.fromCharCode(code));
    const white = /\p{White_Space}/u.test(String.fromCharCode(code));
    expect(whitespaceLength(bytes, 0, bytes.length), `U+${code.toString(16)}`).toBe(white ? bytes.length : 0);
  }
});

it('splits where the regular expression splits', () => {
  const piece = fc.constantFrom('a', 'bc', 'é', '語', ' ', '\n', '\u00a0', '\u2003', '\u3000', '\u0085', '\u200b', '\ufeff');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const bytes = encode(text);
      const words: string[] = [];
      for (let at = wordStart(bytes, 0, bytes.length); at < bytes.length; ) {
        const end = wordEnd(bytes, at, bytes.length);
        words.push(new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes.subarray(at, end)));
        at = wordStart(bytes, end, bytes.length);
      }
      expect(words).toEqual(text.split(/\p{White_Space}+/u).filter((word) => word !== ''));
      expect(countWords(bytes, 0, bytes.length)).toBe(words.length);
    }),
  );
});

it('takes bytes that are not UTF-8, or are cut, for parts of words', () => {
  const bytes = Uint8Array.of(0xc2, 0x41, 0xe2, 0x80, 0x41, 0xff, 0xe3, 0x80);
  expect(wordEnd(bytes, 0, bytes.length)).toBe(bytes.length);
});
