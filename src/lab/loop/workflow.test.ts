import {describe, expect, it} from 'vitest';
import type {Categories, Part} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {sizeOfAll} from '../../core/records.ts';
import type {ArmNow} from '../experiment/arm.ts';
import {type Human, humanOfCorpus} from '../human/human.ts';
import {type Carry, composeTrainingSet} from './workflow.ts';

const values = (from: number, count: number): Categories => ({
  kind: 'categories',
  count,
  categories: 10_000,
  values: Uint32Array.from({length: count}, (_, i) => from + i),
});
const human: Human<Categories> = {
  training: values(0, 100),
  fresh: ({size, used}) => ({data: values(5000 + used, size), used: used + size}),
  spare: () => undefined,
};
const carries: Carry<Categories>[] = [
  {sample: values(1000, 100), used: 0},
  {sample: values(2000, 100), used: 0},
];
const compose = (more: Partial<ArmNow>, given = carries, seed = 1) =>
  composeTrainingSet(Stream.root(seed), {
    arm: {
      name: 'arm',
      data: {world: 'categorical', categories: 10_000},
      model: {kind: 'categorical'},
      sample: {size: 100},
      workflow: 'replace',
      ...more,
    },
    human,
    carries: given,
    generation: given.length + 1,
    unit: 'word',
  });
const all = (parts: readonly Part<Categories>[]) => parts.flatMap((part) => [...part.data.values]);
const counts = (parts: readonly Part<Categories>[]) => ({
  human: parts.filter((p) => p.source === 'human').reduce((n, p) => n + p.data.count, 0),
  synthetic: parts.filter((p) => p.source === 'synthetic').reduce((n, p) => n + p.data.count, 0),
});

describe('workflows', () => {
  it('replace trains on the last sample alone', () => {
    expect(all(compose({workflow: 'replace'}).parts)).toEqual([...carries[1].sample.values]);
  });

  it('accumulate trains on the human data and every sample', () => {
    expect(counts(compose({workflow: 'accumulate'}).parts)).toEqual({human: 100, synthetic: 200});
    expect(new Set(all(compose({workflow: 'accumulate'}).parts)).size).toBe(300);
  });

  it('subsample trains on as much as the human data, drawn without replacement from that pool', () => {
    const {parts} = compose({workflow: 'subsample'});
    expect(sizeOfAll(parts)).toBe(100);
    expect(new Set(all(parts)).size).toBe(100);
  });

  it('mix keeps its human share to the record and draws it anew each time', () => {
    expect(counts(compose({workflow: {mix: 0.1}}).parts)).toEqual({human: 10, synthetic: 90});
    expect(counts(compose({workflow: {mix: 0}}).parts)).toEqual({human: 0, synthetic: 100});
    expect(counts(compose({workflow: {mix: 1}}).parts)).toEqual({human: 100, synthetic: 0});
    const people = (seed: number) => all(compose({workflow: {mix: 0.1}}, carries, seed).parts).filter((v) => v < 1000);
    expect(people(1)).not.toEqual(people(2));
  });
});

describe('enrichment', () => {
  it('by share takes the place of a part, whose size stays', () => {
    for (const workflow of ['replace', 'accumulate', 'subsample'] as const) {
      const total = workflow === 'accumulate' ? 300 : 100;
      const {parts} = compose({workflow, enrichment: {share: 0.25, from: 'fresh'}});
      expect(sizeOfAll(parts)).toBe(total);
      expect(all(parts).filter((v) => v >= 5000)).toHaveLength(total / 4);
    }
  });

  it('by count comes on top; of the original data each record once', () => {
    const {parts} = compose({enrichment: {count: 30, from: 'original'}});
    expect(counts(parts)).toEqual({human: 30, synthetic: 100});
    expect(new Set(all(parts)).size).toBe(130);
  });

  it('never gives a fresh record twice, and keeps those on top in the pool of accumulate', () => {
    const enrichment = {count: 5, from: 'fresh' as const};
    const first = compose({workflow: 'accumulate', enrichment}, carries.slice(0, 1));
    expect(first.used).toBe(5);
    const second = compose({workflow: 'accumulate', enrichment}, [
      {...carries[0], fresh: undefined, used: 0},
      {...carries[1], fresh: first.fresh, used: first.used},
    ]);
    const fresh = all(second.parts).filter((v) => v >= 5000);
    expect(fresh.sort()).toEqual([5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008, 5009]);
  });

  it('weighs sources as a whole, whatever their number of records', () => {
    const {parts} = compose({enrichment: {count: 20, from: 'fresh'}, weights: {human: 0.6, synthetic: 0.4}});
    const weight = (source: string) => parts.filter((p) => p.source === source).reduce((sum, p) => sum + p.weight!, 0);
    expect([weight('human'), weight('synthetic')]).toEqual([0.6, 0.4]);
  });

  it('asks for no more than there is', () => {
    expect(() => compose({enrichment: {count: 101, from: 'original'}})).toThrow('the human training set has 100');
  });
});

describe('the human data of a corpus', () => {
  const encoder = new TextEncoder();
  const documents = Array.from({length: 50}, (_, i) => `d${i} ${'w '.repeat(i % 7)}end`);
  const bytes = encoder.encode(documents.join(''));
  const offsets = new Uint32Array(51);
  documents.forEach((d, i) => {
    offsets[i + 1] = offsets[i] + encoder.encode(d).length;
  });
  const corpus = {documents: {kind: 'text' as const, count: 50, bytes, offsets}, name: 'fifty'};
  const arm = (more: Partial<ArmNow> = {}): ArmNow => ({
    name: 'arm',
    data: {files: ['x'], holdout: 0.2, reserve: 0.1},
    model: {kind: 'ngram', order: 2, unit: 'word'},
    sample: {size: 'same'},
    workflow: 'replace',
    ...more,
  });
  const names = (t: {count: number; bytes: Uint8Array; offsets: Uint32Array}) =>
    Array.from({length: t.count}, (_, i) => new TextDecoder().decode(t.bytes.subarray(t.offsets[i], t.offsets[i + 1])).split(' ')[0]);

  it('is dealt out whole, and nothing twice', () => {
    const dealt = humanOfCorpus(Stream.root(1), corpus, arm());
    const reserve = dealt.fresh({size: 5, records: true, used: 0, generation: 2}, Stream.root(1)).data;
    const all = [...names(dealt.training), ...names(dealt.holdout!), ...names(reserve)];
    expect([dealt.training.count, dealt.holdout!.count, reserve.count]).toEqual([35, 10, 5]);
    expect(all.sort()).toEqual(documents.map((d) => d.split(' ')[0]).sort());
  });

  it('is other documents for another seed, and cut to the words that are asked for', () => {
    expect(names(humanOfCorpus(Stream.root(1), corpus, arm()).training)).not.toEqual(
      names(humanOfCorpus(Stream.root(2), corpus, arm()).training),
    );
    const {training} = humanOfCorpus(Stream.root(1), corpus, arm({sample: {size: 40}}));
    expect(sizeOfAll([{data: training, source: 'human'}])).toBe(40);
  });

  it('runs out with a word on when and of what', () => {
    const dealt = humanOfCorpus(Stream.root(1), corpus, arm());
    expect(() => dealt.fresh({size: 1000, used: 2, generation: 7}, Stream.root(1))).toThrow(/fifty runs out at generation 7: 1000 words/);
  });
});
