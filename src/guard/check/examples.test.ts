import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import type {ExampleKind} from './example-kinds.ts';
import {exampleKindOf} from './example-kinds.ts';
import {type ExampleRecord, ExampleSeeker, WordSeeker} from './examples.ts';

const stream = Stream.root('examples');
const vocabulary = Array.from({length: 400}, (_, i) => `w${i.toString(36)}x`);
const words = (n: number): string[] => Array.from({length: n}, () => vocabulary[stream.below(vocabulary.length)]);
const sentence = (n: number): string => `${words(n).join(' ')}.`;

const recordOf = (text: string, line: number): ExampleRecord => {
  const bytes = new TextEncoder().encode(text);
  return {file: 'data.jsonl', line, bytes, from: 0, to: bytes.length};
};

function seek(texts: readonly string[], kinds: readonly Exclude<ExampleKind, 'rare'>[], most = 3, frequent?: ReadonlySet<string>) {
  const seeker = new ExampleSeeker({kinds: new Set(kinds), most, frequent});
  texts.forEach((text, i) => {
    if (!seeker.isDone) seeker.add(recordOf(text, i + 1));
  });
  return seeker;
}

const plain = Array.from({length: 60}, () => [sentence(12), sentence(15), sentence(9)].join(' '));

describe('examples', () => {
  it('of copies are pairs with their places, the earlier one beside the later', () => {
    const texts = [...plain.slice(0, 20), plain[4], ...plain.slice(20), plain[7]];
    expect(
      seek(texts, ['copies'])
        .found('copies')
        .map(({line, other}) => [line, other?.line]),
    ).toEqual([
      [21, 5],
      [62, 8],
    ]);
  });

  it('of near copies are no exact ones, and of records that are merely alike in subject none', () => {
    const changed = plain[3]
      .split(' ')
      .map((word, i) => (i % 12 === 5 ? 'other' : word))
      .join(' ');
    const found = seek([...plain, plain[9], changed], ['copies', 'alike']);
    expect(found.found('alike').map(({line, other}) => [line, other?.line])).toEqual([[62, 4]]);
    expect(found.found('copies').map(({line}) => line)).toEqual([61]);
    expect(seek(plain, ['alike']).found('alike')).toEqual([]);
  });

  it('of loops come with the worst first, each text once', () => {
    const loop = `${sentence(6)} `.repeat(9);
    const half = `${sentence(30)} ${`${sentence(5)} `.repeat(4)}`;
    const found = seek([plain[0], half, plain[1], loop, loop], ['loops'], 2).found('loops');
    expect(found.map(({line}) => line)).toEqual([4, 2]);
    expect([found[0].times, found[0].text]).toEqual([9, loop.slice(0, loop.indexOf('.'))]);
    expect(found[1].times).toBe(4);
  });

  it('of loops show the text as it stands there, and no count where nothing comes twice', () => {
    const [loop] = seek([`Yes, we CAN (really) do it. ${words(20).join(' ')} yes we can really do it now`], ['loops'], 1).found('loops');
    expect([loop.times, loop.text]).toEqual([2, 'Yes, we CAN (really) do it']);
    const once = Array.from({length: 30}, (_, i) => `w${i}`).join(' ');
    expect(seek([once], ['loops'], 1).found('loops')[0].times).toBeUndefined();
  });

  it('of sentences are those that stand in several records, with the next place', () => {
    const shared = sentence(14);
    const texts = plain.map((text, i) => (i === 10 || i === 30 || i === 50 ? `${text} ${shared}` : text));
    const [first, ...others] = seek(texts, ['sentences']).found('sentences');
    expect([first.line, first.other?.line, first.text]).toEqual([11, 31, shared]);
    expect(others).toEqual([]);
  });

  it('of frequent words are the records that hold most of them', () => {
    const frequent = new Set(vocabulary.slice(0, 5));
    const dull = Array.from({length: 30}, (_, i) => vocabulary[i % 5]).join(' ');
    expect(seek([...plain, dull], ['frequent'], 1, frequent).found('frequent')[0].line).toBe(61);
  });

  it('of lengths are the shortest and the longest', () => {
    const found = seek([plain[0], 'two words', sentence(200)], ['short', 'long'], 1);
    expect([found.found('short')[0].line, found.found('long')[0].line]).toEqual([2, 3]);
  });

  it('stop where all that was asked for is there', () => {
    const seeker = seek([plain[0], plain[0], plain[0], plain[0], plain[1]], ['copies'], 2);
    expect(seeker.isDone).toBe(true);
    expect(seeker.found('copies')).toHaveLength(2);
  });

  it('show text in one line, cut short, with nothing hidden', () => {
    const [one] = seek([`a\u202eb\n${'long '.repeat(100)}`], ['long'], 1).found('long');
    expect(one.text).not.toMatch(/[\n\u202e]/u);
    expect([...one.text].length).toBeLessThanOrEqual(161);
    expect(one.text.endsWith('\u2026')).toBe(true);
  });
});

describe('places of words', () => {
  it('are the first record that has each, with the text around it', () => {
    const texts = [plain[0], `${'far '.repeat(100)} Zanzibar ${'away '.repeat(100)}`, 'Zanzibar again', 'and Timbuktu'];
    const seeker = new WordSeeker(['timbuktu', 'zanzibar', 'nowhere']);
    texts.forEach((text, i) => void seeker.add(recordOf(text, i + 1)));
    expect(seeker.isDone).toBe(false);
    const found = seeker.found();
    expect(found.map(({line}) => line)).toEqual([4, 2]);
    expect(found[1].text).toContain('Zanzibar');
    expect([...found[1].text].length).toBeLessThanOrEqual(162);
  });
});

describe('what is looked for', () => {
  it.each([
    ['duplicates.near', 'alike'],
    ['distinct.1', 'rare'],
    ['distinct.3', 'sentences'],
    ['tail.retention', 'rare'],
    ['entropy', 'rare'],
  ])('of %s: %s', (measure, kind) => {
    expect(exampleKindOf({measure, bound: {measure, atLeast: 0.1}})).toBe(kind);
  });

  it('of lengths is on the side that the bound is on', () => {
    expect(exampleKindOf({measure: 'words', bound: {measure: 'words', atLeast: 10}})).toBe('short');
    expect(exampleKindOf({measure: 'words', bound: {measure: 'words', atMost: 10}})).toBe('long');
  });
});
