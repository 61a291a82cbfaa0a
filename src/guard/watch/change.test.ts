import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {TypescriptKernel} from '../../core/sketch/scan.ts';
import {textOf} from '../../core/text/documents.ts';
import {Comparison} from '../check/comparison.ts';
import {testDomain} from '../check/domain.ts';
import {ProfileBuilder} from '../profile/builder.ts';
import type {Profile} from '../profile/profile.ts';
import {describeChange} from './change.ts';

/** Of words w0 .. by Zipf's law, from the word of rank `first` on. */
function texts(seed: string, {count = 150, vocabulary = 4000, first = 0} = {}): string[] {
  const stream = Stream.root(seed);
  const words = Array.from({length: vocabulary}, (_, i) => `w${first + i}`);
  const bounds: number[] = [];
  for (let i = 0; i < vocabulary; i++) bounds.push((bounds[i - 1] ?? 0) + 1 / (i + 1));
  const draw = (): string => {
    const at = stream.float() * bounds[vocabulary - 1];
    return words[bounds.findIndex((bound) => bound >= at)];
  };
  return Array.from({length: count}, () => `${Array.from({length: 50}, draw).join(' ')}.`);
}

function profileOf(documents: readonly string[]): Profile {
  const builder = new ProfileBuilder({kernel: (capacities, rules) => new TypescriptKernel(capacities, rules)});
  builder.add(textOf(documents));
  return builder.finish();
}

const before = profileOf(texts('before', {count: 300}));
const nothing = {byNovelty: false, byCopies: false, byLoss: true};

describe('a change', () => {
  it('to another subject is drift, and both where copies speak too', () => {
    const after = profileOf([...texts('same').slice(0, 75), ...texts('other', {first: 50_000}).slice(0, 75)]);
    expect(describeChange(before, after, nothing).kind).toBe('drift');
    expect(describeChange(before, after, {byNovelty: true, byCopies: true, byLoss: true}).kind).toBe('both');
  });

  it('to fewer words is collapse, with the words that are lost', () => {
    const {kind, words} = describeChange(before, profileOf(texts('fewer', {vocabulary: 100})), nothing);
    expect(kind).toBe('collapse');
    expect(words.length).toBeGreaterThan(3);
    for (const {word, before: was, after: is} of words) {
      expect(Number(word.slice(1))).toBeGreaterThanOrEqual(100);
      expect(was).toBeGreaterThan(is);
    }
  });

  it('to a few words that nobody said so often is collapse, though it looks like another domain', () => {
    const after = profileOf(texts('few', {vocabulary: 40, first: 200}));
    expect(testDomain(new Comparison(before, after)).verdict).toBe('other');
    expect(describeChange(before, after, {byNovelty: true, byCopies: false, byLoss: true}).kind).toBe('collapse');
  });

  it('that is none is told as what its evidence says', () => {
    const {kind, words} = describeChange(before, profileOf(texts('same')), {byNovelty: true, byCopies: true, byLoss: true});
    expect([kind, words]).toEqual(['collapse', []]);
  });

  it('of which novelty alone speaks is drift, though too little is there to tell of new words', () => {
    const after = profileOf(texts('same'));
    expect(describeChange(before, after, {byNovelty: true, byCopies: false, byLoss: false}).kind).toBe('drift');
  });
});
