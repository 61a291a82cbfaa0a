import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {SAMPLED} from '../sketch/kernel.ts';
import {TypescriptKernel} from '../sketch/scan.ts';
import {BIGRAMS} from './bigrams.test-cutter.ts';
import {Ranges} from './ranges.ts';
import {findSentences} from './sentences.ts';

function sentencesOf(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const ranges = new Ranges();
  findSentences(bytes, 0, bytes.length, ranges);
  return Array.from({length: ranges.count}, (_, i) => new TextDecoder().decode(bytes.subarray(ranges.at[2 * i], ranges.at[2 * i + 1])));
}

describe('findSentences', () => {
  it('ends a sentence after . ! ? before white space, and not inside a number', () => {
    expect(sentencesOf('It cost 3.50 today. Was it too much? No way at all!')).toEqual([
      'It cost 3.50 today.',
      'Was it too much?',
      'No way at all!',
    ]);
  });

  it('keeps quotes and brackets that close behind the mark', () => {
    expect(sentencesOf('He said "come here now." Then he left us. (She did not mind.) And so on.')).toEqual([
      'He said "come here now."',
      'Then he left us.',
      '(She did not mind.)',
      'And so on.',
    ]);
    expect(sentencesOf('\u201cCome here right now.\u201d We did not go.')).toEqual(['\u201cCome here right now.\u201d', 'We did not go.']);
  });

  it('goes on over a single line feed and ends at a blank line', () => {
    expect(sentencesOf('a heading of words\n\nthis is a\nwrapped line.\r\n\r\nthe last one here')).toEqual([
      'a heading of words',
      'this is a\nwrapped line.',
      'the last one here',
    ]);
  });

  it('drops what has fewer than three words', () => {
    expect(sentencesOf('Yes. Of course. It was so.')).toEqual(['It was so.']);
    expect(sentencesOf(' \n ')).toEqual([]);
  });

  it('knows ideographic stops, where no space follows', () => {
    expect(sentencesOf('\u6211\u662f\u5b66\u751f\u3002\u4f60\u597d\u5417\uff1f')).toEqual([
      '\u6211\u662f\u5b66\u751f\u3002',
      '\u4f60\u597d\u5417\uff1f',
    ]);
  });

  it.each<[string, string[]]>([
    [
      '\u8336\u58f6\u5df2\u7ecf\u5f88\u65e7\u4e86.\u53d4\u53d4\u4fee\u597d\u4e86\u2026\u2026\u73b0\u5728\u53ef\u4ee5\u7528\u4e86.',
      [
        '\u8336\u58f6\u5df2\u7ecf\u5f88\u65e7\u4e86.',
        '\u53d4\u53d4\u4fee\u597d\u4e86\u2026\u2026',
        '\u73b0\u5728\u53ef\u4ee5\u7528\u4e86.',
      ],
    ],
    [
      '\u0915\u0947\u0924\u0932\u0940 \u092c\u0939\u0941\u0924 \u092a\u0941\u0930\u093e\u0928\u0940 \u0939\u0948\u0964 \u0905\u092c \u0935\u0939 \u0920\u0940\u0915 \u0939\u0948\u0964',
      [
        '\u0915\u0947\u0924\u0932\u0940 \u092c\u0939\u0941\u0924 \u092a\u0941\u0930\u093e\u0928\u0940 \u0939\u0948\u0964',
        '\u0905\u092c \u0935\u0939 \u0920\u0940\u0915 \u0939\u0948\u0964',
      ],
    ],
    [
      '\u0e01\u0e32\u0e40\u0e01\u0e48\u0e32\u0e21\u0e32\u0e01\n\u0e25\u0e38\u0e07\u0e0b\u0e48\u0e2d\u0e21\u0e41\u0e25\u0e49\u0e27',
      ['\u0e01\u0e32\u0e40\u0e01\u0e48\u0e32\u0e21\u0e32\u0e01', '\u0e25\u0e38\u0e07\u0e0b\u0e48\u0e2d\u0e21\u0e41\u0e25\u0e49\u0e27'],
    ],
  ])('knows the ends of other scripts: %s', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });

  it('finds as many as the guard counts, where all have words enough', () => {
    const piece = fc.constantFrom(
      ...[
        'We all go',
        'Pi is 3.14 now',
        '.',
        '!',
        '?',
        '."',
        ' ',
        ' ',
        '\n',
        '\n\n',
        '\u2026',
        "'",
        '(',
        '\u3002',
        '\u300d',
        '\u0964',
        '-',
      ],
      ...[
        '\u5c71\u8c37\u91cc\u7684',
        '\u0e01\u0e32\u0e40\u0e01\u0e48\u0e32\u0e21\u0e32\u0e01',
        '\u092e\u0947\u0930\u0947 \u091a\u093e\u091a\u093e \u0928\u0947',
        '\u200b',
        '+',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, {maxLength: 30}), (pieces) => {
        const bytes = new TextEncoder().encode(pieces.join(''));
        const kernel = new TypescriptKernel(
          SAMPLED.map(() => 1),
          {cutter: BIGRAMS},
        );
        kernel.load(bytes);
        kernel.document(0, bytes.length);
        const long = kernel.sentenceLengths().filter((words) => words >= 3).length;
        const found = sentencesOf(pieces.join('')).length;
        // an apostrophe between sentences is a word that both count; pieces have three words each
        if (!pieces.includes("'")) expect(found).toBe(long);
      }),
      {numRuns: 1000},
    );
  });

  it('are as many in any normal form', () => {
    const text = 'x \u2260 y. a \u2270 b. z \u2260 is here now. one \u0301 two \u0338 three. e\u0301t\u00e9 \u00e7a va.';
    const [composed, apart] = [text.normalize('NFC'), text.normalize('NFD')].map(sentencesOf);
    expect(composed.map((sentence) => sentence.normalize('NFD'))).toEqual(apart);
    expect(composed[0]).toBe('z \u2260 is here now.');
  });

  it('agrees with the plain expression on plain prose', () => {
    const prose = Array.from({length: 300}, (_, i) => `Sentence ${i} has ${'word '.repeat(i % 5)}in it${'.!?'[i % 3]}`).join(' ');
    const plain = prose.split(/(?<=[.!?])\s+/).filter((s) => s.split(/\s+/).length > 2);
    expect(sentencesOf(prose)).toEqual(plain);
  });
});
