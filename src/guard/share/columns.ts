/** Columns that grow: measured units under construction, and joined parts of them. Plain typed arrays, so that they cross threads. */
import {concatenatedAs, concatenatedBytes} from '../../core/concatenated.ts';
import {grown} from '../../core/grown.ts';
import type {SparseRows} from '../../quality/features.ts';
import {calibratedValues} from './calibration.ts';
import {sentenceRatio} from './liang.ts';
import {type MeasuredUnits, ratioByte} from './measured.ts';
import type {Judge} from './references.ts';

/** A list of numbers that grows. */
export class NumberColumn {
  private values = new Float64Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.values = grown(this.values, 2 * this.length);
    this.values[this.length++] = value;
  }

  take(): Float64Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }
}

class ByteColumn {
  private values = new Uint8Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) this.values = grown(this.values, 2 * this.length);
    this.values[this.length++] = value;
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.values.slice(0, this.length);
  }
}

/** What is known of one unit: its score and those of its sentences, and which rows of words are theirs. */
export interface ScoredUnit {
  readonly group: number;
  readonly score: number;
  readonly sentenceScores: Float64Array;
  readonly words: SparseRows;
  readonly rows: ArrayLike<number>;
  readonly synthetic: number;
}

/** Collects units. */
export class MeasuredBuilder {
  units = 0;
  private readonly group = new NumberColumn();
  private readonly sentences = new NumberColumn();
  private readonly synthetic = new NumberColumn();
  private readonly values = [new NumberColumn(), new NumberColumn(), new NumberColumn(), new NumberColumn()];
  private readonly sums = [new NumberColumn(), new NumberColumn()];
  private readonly ratios = [new ByteColumn(), new ByteColumn(), new ByteColumn()];
  private readonly four = new Float64Array(4);

  add(judge: Judge, {group, score, sentenceScores, words, rows, synthetic}: ScoredUnit): void {
    const {four, ratios} = this;
    calibratedValues(judge.document, score, four);
    for (let way = 0; way < 4; way++) this.values[way].push(four[way]);
    let counts = 0;
    let chances = 0;
    for (let s = 0; s < sentenceScores.length; s++) {
      calibratedValues(judge.sentence, sentenceScores[s], four);
      counts += four[0];
      chances += four[1];
      ratios[0].push(ratioByte(four[2]));
      ratios[1].push(ratioByte(four[3]));
      ratios[2].push(ratioByte(sentenceRatio(judge.words, words, rows[s])));
    }
    this.sums[0].push(counts);
    this.sums[1].push(chances);
    this.group.push(group);
    this.sentences.push(sentenceScores.length);
    this.synthetic.push(synthetic);
    this.units++;
  }

  finish(): MeasuredUnits {
    const sentences = this.sentences.take();
    return {
      units: this.units,
      group: Uint32Array.from(this.group.take()),
      sentences,
      synthetic: this.synthetic.take(),
      values: this.values.map((column) => column.take()),
      sums: this.sums.map((column) => column.take()),
      ratios: this.ratios.map((column) => column.take()),
      offsets: offsetsOf(sentences),
    };
  }
}

/** One after the other; the documents of a part are numbered on from those before it. documents: of each part. */
export function joinMeasured(parts: readonly MeasuredUnits[], documents: readonly number[]): MeasuredUnits {
  const sentences = concatenatedAs(
    Float64Array,
    parts.map((part) => part.sentences),
  );
  return {
    units: sentences.length,
    group: joinGroups(parts, documents, sentences.length),
    sentences,
    synthetic: concatenatedAs(
      Float64Array,
      parts.map((part) => part.synthetic),
    ),
    values: [0, 1, 2, 3].map((k) =>
      concatenatedAs(
        Float64Array,
        parts.map((part) => part.values[k]),
      ),
    ),
    sums: [0, 1].map((k) =>
      concatenatedAs(
        Float64Array,
        parts.map((part) => part.sums[k]),
      ),
    ),
    ratios: [0, 1, 2].map((k) => concatenatedBytes(parts.map((part) => part.ratios[k]))),
    offsets: offsetsOf(sentences),
  };
}

function joinGroups(parts: readonly MeasuredUnits[], documents: readonly number[], units: number): Uint32Array {
  const joined = new Uint32Array(units);
  let at = 0;
  let before = 0;
  parts.forEach(({group}, p) => {
    for (let u = 0; u < group.length; u++) joined[at++] = before + group[u];
    before += documents[p];
  });
  return joined;
}

function offsetsOf(lengths: Float64Array): Uint32Array {
  const offsets = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) offsets[i + 1] = offsets[i] + lengths[i];
  return offsets;
}
