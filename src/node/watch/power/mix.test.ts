import {describe, expect, it} from 'vitest';
import {Stream} from '../../../core/random/stream.ts';
import {documentAt, textOf} from '../../../core/text/documents.ts';
import type {PeriodDocuments} from '../period-documents.ts';
import {mixed} from './mix.ts';

const human = textOf(Array.from({length: 40}, (_, i) => `human ${String(i).padStart(2, '0')} ${'x'.repeat((i * 7) % 30)}`));
const pool = textOf(Array.from({length: 200}, (_, i) => `lab ${String(i).padStart(3, '0')}`));
const even = Uint32Array.from({length: 20}, (_, i) => 2 * i);
const odd = Uint32Array.from({length: 20}, (_, i) => 2 * i + 1);
const period: PeriodDocuments = {
  ...{bytes: human.bytes, ends: human.offsets},
  slices: [
    {field: 'side', value: 'even', numbers: even},
    {field: 'side', value: 'odd', numbers: odd},
  ],
};
const stringsOf = ({bytes, ends}: PeriodDocuments): string[] =>
  Array.from({length: ends.length - 1}, (_, i) => documentAt({kind: 'text', count: ends.length - 1, bytes, offsets: ends}, i));

describe('a mixed period', () => {
  it('is as large as before, with the share of the lab that was asked for, and no document twice', () => {
    for (const share of [0.1, 0.3, 0.5])
      for (let seed = 0; seed < 20; seed++) {
        const strings = stringsOf(mixed(period, {share, pool, stream: Stream.root(seed)}));
        const bytes = strings.join('').length;
        expect(Math.abs(bytes - human.bytes.length)).toBeLessThan(10);
        const theirs = strings.filter((text) => text.startsWith('lab')).join('').length;
        expect(Math.abs(theirs / bytes - share)).toBeLessThan(0.03);
        expect(new Set(strings).size).toBe(strings.length);
      }
  });

  it('has every document in a slice, and what people wrote in its own', () => {
    const made = mixed(period, {share: 0.3, pool, stream: Stream.root(1)});
    const strings = stringsOf(made);
    const numbers = made.slices.flatMap((slice) => [...slice.numbers]).sort((a, b) => a - b);
    expect(numbers).toEqual(strings.map((_, i) => i));
    for (const {value, numbers: own} of made.slices) {
      const texts = [...own].map((i) => strings[i]);
      expect(texts.some((text) => text.startsWith('lab'))).toBe(true);
      for (const text of texts) if (text.startsWith('human')) expect(Number(text.slice(6, 8)) % 2 === 0 ? 'even' : 'odd').toBe(value);
    }
  });

  it('throws where the lab wrote less than is wanted', () => {
    expect(() => mixed(period, {share: 0.5, pool: textOf(['lab']), stream: Stream.root(1)})).toThrow('the lab wrote 3 bytes');
  });
});
