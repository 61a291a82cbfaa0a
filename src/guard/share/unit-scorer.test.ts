import {expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {dot} from '../../quality/logistic.ts';
import {DocumentCutter, type SentenceCorpus, UnitCollector} from './sentences.ts';
import {UnitScorer} from './unit-scorer.ts';
import {sentenceRows, unitRows, weightingOf} from './weighting.ts';

const encoder = new TextEncoder();

function corpusOf(documents: readonly string[]): SentenceCorpus {
  const cutter = new DocumentCutter();
  const collector = new UnitCollector();
  documents.forEach((document, group) => {
    const bytes = encoder.encode(document);
    cutter.cut(bytes, 0, bytes.length);
    for (let u = 0; u + 1 < cutter.cuts.length; u++) collector.add(bytes, cutter, u, group);
  });
  return collector.take();
}

const stream = Stream.root(3).fork('scorer');
const words = 'the of and people government new zebra qu est-ce ß 12 house law war peace'.split(' ');
const sentence = () => `${Array.from({length: 3 + stream.below(30)}, () => words[stream.below(words.length)]).join(' ')}.`;
const document = () => Array.from({length: 1 + stream.below(90)}, sentence).join(' ');

it('gives the scores that the rows of units and sentences have, bit by bit', () => {
  const weighting = weightingOf([corpusOf(Array.from({length: 40}, document))]);
  const weights = () => Float64Array.from({length: weighting.columns + 1}, () => stream.float() - 0.5);
  const classifiers = {documentWeights: weights(), sentenceWeights: weights()};
  const scorer = new UnitScorer(weighting, classifiers);
  const unknown = ['Nothing that one knows: xylophone, yggdrasil.', 'a '.repeat(400), `${'la '.repeat(9000)}.`];
  const corpus = corpusOf([...Array.from({length: 30}, document), ...unknown, document()]);
  const units = unitRows(corpus, weighting);
  const sentences = sentenceRows(corpus, weighting);
  for (let u = 0; u < corpus.units; u++) {
    const scores = new Float64Array(corpus.offsets[u + 1] - corpus.offsets[u]);
    expect(scorer.score(corpus, u, scores)).toBe(dot(units, u, classifiers.documentWeights));
    expect([...scores]).toEqual([...scores].map((_, i) => dot(sentences, corpus.offsets[u] + i, classifiers.sentenceWeights)));
  }
  expect(corpus.units).toBeGreaterThan(40);
});
