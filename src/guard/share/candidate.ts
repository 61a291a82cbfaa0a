/**
 * A candidate measured part by part: documents come in as bytes, columns go out, and parts join into the whole in their order. Beside the
 * columns, a sample of units for the test of the domain: those with the smallest hashes, so that it does not depend on the parts.
 *
 * edge     documents without a sentence are counted, not measured; novelty is a unit's
 * checked  test/share.test.ts: the same bytes with any number of threads, and so of parts
 */
import {concatenatedAs} from '../../core/concatenated.ts';
import {hashBytes64} from '../../core/sketch/hash.ts';
import type {Language} from '../../core/text/language.ts';
import type {WordRules} from '../../core/text/word-scanner.ts';
import {joinMeasured, MeasuredBuilder, NumberColumn} from './columns.ts';
import {addUnknown} from './measure.ts';
import type {MeasuredUnits} from './measured.ts';
import {novelties} from './novelty.ts';
import {documentKey, hasKey, type Overlap} from './overlap.ts';
import type {Judge} from './references.ts';
import {DocumentCutter, type SentenceCorpus, UnitCollector} from './sentences.ts';
import {UnitScorer} from './unit-scorer.ts';
import type {Weighting} from './weighting.ts';

/** What a thread needs to measure: plain data. */
export interface MeasuringPlan {
  readonly judge: Judge;
  readonly weighting: Weighting;
  /** Documents of the references that have a word. */
  readonly frequency: Uint32Array;
  /** Keys of either reference's documents, sorted. */
  readonly known: {readonly human: Float64Array; readonly synthetic: Float64Array};
  /** Whose case is folded where words are counted. */
  readonly language?: Language;
}

/** A unit of the sample: its text and the hash that it was chosen by. */
export interface SampledUnit {
  readonly hash: number;
  readonly bytes: Uint8Array;
}

/** Some consecutive documents, measured. */
export interface MeasuredPart {
  readonly measured: MeasuredUnits;
  readonly novelty: Float64Array;
  /** Documents that were read, those without a sentence among them; `group` of a unit counts these. */
  readonly documents: number;
  readonly withoutSentences: number;
  /** Of the documents with a sentence. */
  readonly overlap: Overlap;
  readonly sample: readonly SampledUnit[];
}

/** Chosen: units that the test of the domain draws its sentences from; where they have ten each, they are all that it can use (fit.ts). */
const SAMPLE = 160;
/** Units whose features are held at once. */
const BATCH = 64;

export class CandidateBuilder {
  private readonly plan: MeasuringPlan;
  private readonly cutter = new DocumentCutter();
  private readonly collector: UnitCollector;
  private readonly hash = new Uint32Array(2);
  private readonly scorer: UnitScorer;
  private builder = new MeasuredBuilder();
  private novelty = new NumberColumn();
  private sample: SampledUnit[] = [];
  private documents = 0;
  private withoutSentences = 0;
  private overlap = {human: 0, synthetic: 0};
  private pending = 0;

  constructor(plan: MeasuringPlan) {
    this.plan = plan;
    this.collector = new UnitCollector({language: plan.language});
    this.scorer = new UnitScorer(plan.weighting, plan.judge);
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    const {cutter, collector} = this;
    cutter.cut(bytes, from, to);
    const units = cutter.cuts.length - 1;
    for (let u = 0; u < units; u++) {
      collector.add(bytes, cutter, u, this.documents);
      this.offer(bytes, cutter.ranges.at[2 * cutter.cuts[u]], cutter.ranges.at[2 * cutter.cuts[u + 1] - 1]);
      if (++this.pending === BATCH) this.flush();
    }
    if (units === 0) this.withoutSentences++;
    else this.compare(bytes, from, to);
    this.documents++;
  }

  private compare(bytes: Uint8Array, from: number, to: number): void {
    const {human, synthetic} = this.plan.known;
    const key = documentKey(bytes, from, to);
    if (hasKey(human, key)) this.overlap.human++;
    if (hasKey(synthetic, key)) this.overlap.synthetic++;
  }

  /** What was added so far; the builder begins anew. */
  take(): MeasuredPart {
    this.flush();
    const {documents, withoutSentences, overlap} = this;
    const part = {
      measured: this.builder.finish(),
      novelty: this.novelty.take(),
      documents,
      withoutSentences,
      overlap,
      sample: smallest(this.sample),
    };
    this.builder = new MeasuredBuilder();
    this.novelty = new NumberColumn();
    this.sample = [];
    this.documents = 0;
    this.withoutSentences = 0;
    this.overlap = {human: 0, synthetic: 0};
    return part;
  }

  private flush(): void {
    const corpus = this.collector.take();
    addUnknown(this.builder, corpus, {judge: this.plan.judge, scorer: this.scorer});
    for (const share of novelties(corpus, this.plan.frequency, 0)) this.novelty.push(share);
    this.pending = 0;
  }

  private offer(bytes: Uint8Array, from: number, to: number): void {
    hashBytes64(bytes, from, to, this.hash);
    this.sample.push({hash: this.hash[0], bytes: new Uint8Array(bytes.subarray(from, to))});
    if (this.sample.length >= 4 * SAMPLE) this.sample = smallest(this.sample);
  }
}

/** Parts, one after the other. */
export function joinParts(parts: readonly MeasuredPart[]): MeasuredPart {
  return {
    measured: joinMeasured(
      parts.map((part) => part.measured),
      parts.map((part) => part.documents),
    ),
    novelty: concatenatedAs(
      Float64Array,
      parts.map((part) => part.novelty),
    ),
    documents: parts.reduce((sum, part) => sum + part.documents, 0),
    withoutSentences: parts.reduce((sum, part) => sum + part.withoutSentences, 0),
    overlap: {
      human: parts.reduce((sum, part) => sum + part.overlap.human, 0),
      synthetic: parts.reduce((sum, part) => sum + part.overlap.synthetic, 0),
    },
    sample: smallest(parts.flatMap((part) => part.sample)),
  };
}

/** The sample as a corpus of its own. */
export function sampledCorpus(sample: readonly SampledUnit[], rules?: WordRules): SentenceCorpus {
  const cutter = new DocumentCutter();
  const collector = new UnitCollector(rules);
  sample.forEach(({bytes}, group) => {
    cutter.cut(bytes, 0, bytes.length);
    for (let u = 0; u + 1 < cutter.cuts.length; u++) collector.add(bytes, cutter, u, group);
  });
  return collector.take();
}

/** Copies of a unit count once: a classifier would know them again. */
function smallest(sample: readonly SampledUnit[]): SampledUnit[] {
  const sorted = [...sample].sort((a, b) => a.hash - b.hash);
  return sorted.filter(({hash}, i) => i === 0 || hash !== sorted[i - 1].hash).slice(0, SAMPLE);
}
