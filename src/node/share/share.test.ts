import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import {type MeasuringPlan, sampledCorpus} from '../../guard/share/candidate.ts';
import {drawReference} from '../../guard/share/draw-reference.ts';
import {referenceFrequencies} from '../../guard/share/novelty.ts';
import {documentKeys} from '../../guard/share/overlap.ts';
import {learnReferences} from '../../guard/share/references.ts';
import {UnitCollector} from '../../guard/share/sentences.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {readCandidate} from './candidate.ts';
import {measureShare} from './share.ts';

const {path: base, jsonl} = testFolder();

/** Sentences of words of two lists: a writer's share of the second one is its own. */
function documents(own: number, count: number, seed: string): string[] {
  const stream = Stream.root(seed);
  const word = () => `${stream.float() < own ? 'q' : 'w'}${stream.below(60).toString(36)}`;
  const sentence = () => `${Array.from({length: 6 + stream.below(6)}, word).join(' ')}.`;
  return Array.from({length: count}, () => Array.from({length: 8}, sentence).join(' '));
}

const people = documents(0.1, 30, 'people');
const machine = documents(0.9, 30, 'machine');
const records = (texts: readonly string[]) => texts.map((text) => ({text}));

function planOf(): MeasuringPlan {
  const stream = Stream.root(1);
  const collector = new UnitCollector({});
  const [human, synthetic] = [people, machine].map((texts) => textOf(texts));
  const side = drawReference(human, collector, {firstDocument: 0, stream: stream.fork('h')});
  drawReference(synthetic, collector, {firstDocument: human.count, stream: stream.fork('s')});
  const corpus = collector.take();
  const {final, weighting} = learnReferences(stream.fork('learn'), corpus, side.units);
  const known = {human: documentKeys(human), synthetic: documentKeys(synthetic)};
  return {judge: final, weighting, frequency: referenceFrequencies(corpus), known};
}

describe('a candidate', () => {
  const texts = [...documents(0.5, 10, 'candidate'), people[3], 'two words', machine[0], machine[1]];
  const from = (i: number) => ['a', 'é', ''][i % 3];
  const plan = planOf();
  const read = (sources: readonly string[], workers = 1) => readCandidate(sources, plan, {read: {base}, extra: ['from', 'n'], workers});

  it('is the same read as one file, as many, and by several threads', async () => {
    const all = texts.map((text, n) => ({text, from: from(n), n}));
    const whole = await read([jsonl('whole.jsonl', all)]);
    const files = [0, 3, 4, 9].map((at, i, cuts) => jsonl(`part-${i}.jsonl`, all.slice(at, cuts[i + 1])));
    expect(await read(files)).toEqual(whole);
    expect(await read(files, 3)).toEqual(whole);
    expect(sampledCorpus(whole.part.sample).units).toBeGreaterThan(0);
  });

  it('brings a value of each further field for each document, each value once', async () => {
    const {columns, part} = await read([
      jsonl(
        'fields-a.jsonl',
        texts.slice(0, 5).map((text, n) => ({text, from: from(n), n})),
      ),
      jsonl(
        'fields-b.jsonl',
        texts.slice(5).map((text, i) => ({text, from: from(i + 5), n: i + 5})),
      ),
    ]);
    expect(part.documents).toBe(texts.length);
    const [source, number] = columns;
    expect([...source.values].sort()).toEqual(['', 'a', 'é']);
    expect([...source.codes].map((code) => source.values[code])).toEqual(texts.map((_, n) => from(n)));
    expect([...number.codes].map((code) => number.values[code])).toEqual(texts.map((_, n) => `${n}`));
  });

  it('counts what the references have too, and what has no sentence of three words', async () => {
    const {part, empty, broken} = await read([
      jsonl(
        'counted.jsonl',
        texts.map((text, n) => ({text, from: '', n})),
      ),
    ]);
    expect([part.documents, part.withoutSentences, part.overlap]).toEqual([texts.length, 1, {human: 1, synthetic: 2}]);
    expect([empty, broken]).toEqual([0, 0]);
  });
});

describe('a share', () => {
  const human = [jsonl('human.jsonl', records(people))];
  const synthetic = [jsonl('synthetic.jsonl', records(machine))];
  const ask = (texts: readonly string[], more: Partial<Parameters<typeof measureShare>[1]> = {}) =>
    measureShare([jsonl('asked.jsonl', records(texts))], {human, synthetic, ...more});

  it('is not estimated where a side is too small, and what there is is counted', async () => {
    const few = [jsonl('few.jsonl', records([...people.slice(0, 19), 'two words']))];
    const report = await ask(['one more sentence here. and one more again.', 'two words'], {human: few});
    expect(report).toMatchObject({verdict: 'inconclusive', low: 0, high: 1, documents: 2, sentences: 2, withoutSentences: 1});
    expect(report.reason).toMatch(/^the human reference has 19 documents with 152 sentences; at least 20 documents and 200 sentences/);
    expect(report.references).toMatchObject({human: {documents: 19, sentences: 152}, synthetic: {documents: 30, sentences: 240}});
    expect(report.share).toBe(undefined);
  });

  it('is refused between references that are the same data, under one name or two, in any order', async () => {
    const copy = [jsonl('copy.jsonl', records([...people].reverse()))];
    for (const same of [human, copy])
      expect(await failureOf(() => ask(['a text of some words.'], {synthetic: same}))).toMatchObject({
        name: 'ConfigError',
        message: 'the human and the synthetic reference hold the same documents, so nothing tells them apart',
      });
    const one = [jsonl('one-more.jsonl', records([...people, ...machine]))];
    expect((await ask(['a text of some words.'], {synthetic: one})).documents).toBe(1);
  });

  it('is not estimated of a candidate without a sentence', async () => {
    expect(await ask(['two words', 'one'])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'the candidate has no sentence of three words',
      documents: 2,
      sentences: 0,
      withoutSentences: 2,
      low: 0,
      high: 1,
    });
  });

  it('refuses what it cannot read, and says of a reference that it is read as the data are', async () => {
    expect(await failureOf(() => ask(['a'], {by: ['date:week']}))).toMatchObject({name: 'ConfigError'});
    expect(await failureOf(() => ask(['a'], {human: ['nowhere.jsonl']}))).toMatchObject({
      name: 'DataError',
      message: expect.stringContaining('nowhere.jsonl'),
    });
    const other = [jsonl('other.jsonl', [{body: 'a text'}])];
    expect(await failureOf(() => ask(['a'], {human: other}))).toMatchObject({
      name: 'DataError',
      next: expect.stringContaining('References are read by the same field as the data'),
    });
    expect(await failureOf(() => ask([]))).toMatchObject({name: 'DataError', message: expect.stringContaining('no records')});
  });

  it('of text of two sides is found, sliced, and the same for a seed', async () => {
    const mixed = jsonl(
      'mixed.jsonl',
      [...documents(0.1, 18, 'h2'), ...documents(0.9, 6, 's2')].map((text, i) => ({
        text,
        at: i % 2 ? '2024-01-02' : '',
        from: i < 18 ? 'h' : 's',
      })),
    );
    const titles = new Set<string>();
    const report = await measureShare([mixed], {human, synthetic, by: ['at:year', 'from'], onProgress: (title) => void titles.add(title)});
    expect(Math.abs(report.share! - 0.25)).toBeLessThan(0.03);
    expect(report.slices?.map(({value, documents: count, share}) => [value, count, share! > 0.5])).toEqual([
      ['(no date)', 12, false],
      ['2024', 12, false],
      ['h', 18, false],
      ['s', 6, true],
    ]);
    expect([...titles]).toEqual(['human reference', 'synthetic reference', 'candidate']);
    expect(await measureShare([mixed], {human, synthetic, by: ['at:year', 'from'], seed: 1})).toEqual(report);
    expect(await measureShare([mixed], {human, synthetic, by: ['at:year', 'from'], seed: 2})).not.toEqual(report);
  });
});
