import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {registerNodeDictionary} from '../../node/dictionary.ts';
import {compileModule} from '../webassembly.ts';
import {clusterEnd} from './clusters.ts';
import {type Cutter, DICTIONARY, registerDictionary} from './cutter.ts';
import {BY_DICTIONARY} from './cutting.ts';
import {icuDictionary} from './dictionary.ts';
import {textOf} from './documents.ts';
import {Ranges} from './ranges.ts';
import {Vocabulary} from './vocabulary.ts';
import {tokenizeWords} from './words.ts';

const LINES = [
  '我们去学校学习机器翻译',
  '茶壶很旧了',
  'コーヒーを飲みました',
  '祖母の菜園は南の壁に寄り添う',
  'กาน้ำเก่ามากแล้ว',
  'ตลาดเช้าริมคลองเปิดก่อนตะวันขึ้น',
  'ກາເກົ່າຫຼາຍ',
  'កំសៀវចាស់ណាស់',
  'ရေနွေးအိုးဟောင်းနေပြီ',
  '好',
];

const icu = new URL('../', import.meta.resolve('icu'));
const dictionary = icuDictionary(compileModule(readFileSync(new URL('icu_capi.wasm', icu))));

function cut(line: string, cutter: Cutter = BY_DICTIONARY): string[] {
  const bytes = new TextEncoder().encode(`##${line}##`);
  const ranges = new Ranges();
  cutter.cut(bytes, 2, bytes.length - 2, ranges);
  return Array.from({length: ranges.count}, (_, i) => new TextDecoder().decode(bytes.subarray(ranges.at[2 * i], ranges.at[2 * i + 1])));
}

describe('the dictionary', () => {
  it('is of the version whose name is recorded', () => {
    const {version} = JSON.parse(readFileSync(new URL('package.json', icu), 'utf8')) as {version: string};
    expect(DICTIONARY).toBe(`icu4x ${version} dictionary`);
    expect(BY_DICTIONARY.rule).toContain(DICTIONARY);
  });

  it('cuts as the package itself does', async () => {
    const {WordSegmenter} = await import('icu');
    const segmenter = WordSegmenter.createDictionary();
    for (const line of [...LINES, LINES.slice(0, 4).join('').repeat(200)]) {
      const breaks = segmenter.segment(line);
      const wanted: string[] = [];
      for (let start = breaks.next(), end = breaks.next(); end >= 0; start = end, end = breaks.next()) wanted.push(line.slice(start, end));
      expect(cut(line, dictionary)).toEqual(wanted);
    }
  });

  it.each<[string, string[]]>([
    ['大床房', ['大', '床', '房']],
    ['我们去学校', ['我们', '去', '学校']],
    ['好', ['好']],
    ['飲み', ['飲', 'み']],
    ['𠀀𠀁𠀂', ['𠀀', '𠀁', '𠀂']],
    ['葛\u{e0100}城', ['葛\u{e0100}', '城']],
    ['กาน้ำเก่า', ['กาน้ำ', 'เก่า']],
    ['大กาน้ำ床房', ['大', 'กาน้ำ', '床', '房']],
  ])('leaves an ideograph alone that no word of it holds: %s', (run, words) => {
    expect(cut(run)).toEqual(words);
  });

  it('never cuts a cluster', () => {
    const letters = fc.constantFrom(...'กขเแาะำุ่้กาຫາເແະງំ្កខាើៅကခေါင်္မြ့်းန'.split(''), 'ក្ខ', 'န်', 'က်', 'ဖြစ်');
    fc.assert(
      fc.property(fc.array(letters, {minLength: 1, maxLength: 12}), (parts) => {
        const run = `ก${parts.join('')}`.normalize('NFC');
        const bytes = new TextEncoder().encode(run);
        const ends = new Set<number>([0]);
        for (let at = 0; at < bytes.length; ) ends.add((at = clusterEnd(bytes, at, bytes.length)));
        const ranges = new Ranges();
        BY_DICTIONARY.cut(bytes, 0, bytes.length, ranges);
        const all = Array.from(ranges.at.subarray(0, 2 * ranges.count));
        expect(all.filter((at) => !ends.has(at))).toEqual([]);
        expect(all.filter((_, i) => i % 2 === 0)).toEqual([0, ...all.filter((_, i) => i % 2 === 1).slice(0, -1)]);
        expect(all.at(-1)).toBe(bytes.length);
      }),
      {numRuns: 2000},
    );
  });

  it('tells clusters as this expression does', () => {
    const expression =
      /[\u0e40-\u0e44\u0ec0-\u0ec4]?(?:\p{Script=Myanmar}(?:\u1039\p{L}|\p{M})*(?:\p{Script=Myanmar}\u103a[\u1037\u1038]*|\p{Script=Myanmar}[\u1037]\u103a[\u1038]*)*|\p{L}(?:\u17d2\p{L}|\p{M})*[\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3]*|.)/gsu;
    const letters = fc.constantFrom(
      ...'กขเแาะำุ่้ຫາເແະງ\u17d2កខាើ\u1000\u1001\u1031\u102b\u1004\u103a\u1039\u1019\u103c\u1037\u1038\u1014'.split(''),
    );
    fc.assert(
      fc.property(fc.array(letters, {minLength: 1, maxLength: 14}), (parts) => {
        const run = parts.join('');
        const bytes = new TextEncoder().encode(run);
        const clusters: string[] = [];
        for (let at = 0; at < bytes.length; ) {
          const end = clusterEnd(bytes, at, bytes.length);
          clusters.push(new TextDecoder().decode(bytes.subarray(at, end)));
          at = end;
        }
        expect(clusters).toEqual(run.match(expression));
      }),
      {numRuns: 3000},
    );
  });

  it('cuts the words that are counted, and leaves all others alone', () => {
    const vocabulary = new Vocabulary();
    const {ids} = tokenizeWords(textOf(['我有3个iPhone手机 and an OLD กาน้ำเก่า']), vocabulary);
    expect([...ids].map((id) => vocabulary.text(id))).toEqual(['我有', '3', '个', 'iphone', '手机', 'and', 'an', 'old', 'กาน้ำ', 'เก่า']);
  });

  it('is loaded when it is needed, and missed where nobody said how', () => {
    let loads = 0;
    try {
      registerDictionary(() => {
        loads++;
        throw new Error('here');
      });
      tokenizeWords(textOf(['Plain words, ünd καί такие и 한국어']), new Vocabulary());
      expect(loads).toBe(0);
      expect(() => tokenizeWords(textOf(['茶壶']), new Vocabulary())).toThrow('here');
      registerDictionary(() => ({rule: 'another', cut: () => {}}));
      expect(() => tokenizeWords(textOf(['茶壶']), new Vocabulary())).toThrow(/cuts by "another", wanted "icu4x/);
    } finally {
      registerNodeDictionary();
    }
  });
});
