import {describe, expect, it} from 'vitest';
import {findSentences, Ranges} from './sentences.ts';

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

  it('agrees with the plain expression on plain prose', () => {
    const prose = Array.from({length: 300}, (_, i) => `Sentence ${i} has ${'word '.repeat(i % 5)}in it${'.!?'[i % 3]}`).join(' ');
    const plain = prose.split(/(?<=[.!?])\s+/).filter((s) => s.split(/\s+/).length > 2);
    expect(sentencesOf(prose)).toEqual(plain);
  });
});
