/** What threads do with the records of a part that is measured: they write what they measure into the spool. */
import type {Text} from '../../core/data.ts';
import {grown} from '../../core/grown.ts';
import {Stream} from '../../core/random/stream.ts';
import type {Language} from '../../core/text/language.ts';
import {measureDocuments} from '../../quality/document-measures.ts';
import {DocumentScan, NO_SAMPLES} from '../../quality/document-scan.ts';
import {RuleReferences} from '../../quality/rules.ts';
import type {DocumentMeasureName} from '../../quality/steps.ts';
import type {RecordBatch} from '../../read/batch.ts';
import {makeKernel} from '../scan/kernel.ts';
import type {ScanHandlers} from '../scan/part-work.ts';
import type {FilePart} from '../scan/parts.ts';
import {type SpoolBlock, SpoolPart} from './spool.ts';

export interface MeasurePlan {
  readonly kind: 'measure';
  readonly folder: string;
  /** What is kept of each record besides its place, hash and words. */
  readonly values: readonly DocumentMeasureName[];
  /** Whether sets of 3-grams are wanted. */
  readonly near: boolean;
  readonly references: ReferenceTexts;
}

export interface ReferenceTexts {
  readonly human?: Text;
  readonly synthetic?: Text;
  readonly seed: number;
  readonly language?: Language;
}

/** Of one part. */
export interface PartRecords {
  readonly file: string;
  readonly records: number;
}

export const referencesOf = ({human, synthetic, seed, language}: ReferenceTexts): RuleReferences =>
  new RuleReferences({human, synthetic, language, stream: Stream.root(seed).fork('curate')});

/** A part that the spool has already is read past. */
export function measuringHandlers({folder, values, near}: MeasurePlan, references: RuleReferences): ScanHandlers {
  const measure = measuring({values, near, references});
  let at: {readonly index: number; readonly spool?: SpoolPart; records: number} | undefined;
  const begin = (part: FilePart) => ({
    index: part.index,
    spool: SpoolPart.isDone(folder, part.index) ? undefined : new SpoolPart(folder, part.index),
    records: 0,
  });
  return {
    batch(batch, part) {
      if (at?.index !== part.index) {
        at?.spool?.abandon();
        at = begin(part);
      }
      at.records += batch.count;
      at.spool?.write(measure(batch));
    },
    part(part) {
      const records = at?.index === part.index ? at.records : 0;
      if (records > 0) at?.spool?.done();
      at = undefined;
      return {message: {file: part.file.name, records} satisfies PartRecords, transfer: []};
    },
    finish: () => ({message: undefined, transfer: []}),
  };
}

interface Wanted {
  readonly values: readonly DocumentMeasureName[];
  /** Whether sets of 3-grams are wanted. */
  readonly near: boolean;
  readonly models: ReturnType<RuleReferences['models']>;
  readonly sets: GrowingSets;
}

/** What measures records of this thread, batch after batch; the sets of a block are valid until the next one. */
export function measuring({values, near, references}: Pick<Wanted, 'values' | 'near'> & {readonly references: RuleReferences}) {
  const scan = new DocumentScan(makeKernel(NO_SAMPLES, {language: references.context.language}));
  const models = references.models();
  const sets = new GrowingSets();
  return (batch: MeasuredBatch): SpoolBlock => measured(batch, scan, {values, near, models, sets});
}

/** The sets of 3-grams of a batch, one after the other. */
class GrowingSets {
  size = 0;
  private all = new Uint32Array(1 << 12);

  add(set: Uint32Array): void {
    if (this.size + set.length > this.all.length) this.all = grown(this.all, 2 * (this.size + set.length));
    this.all.set(set, this.size);
    this.size += set.length;
  }

  /** Valid until the next `add`. */
  take(): Uint32Array {
    const {all, size} = this;
    this.size = 0;
    return all.subarray(0, size);
  }
}

type MeasuredBatch = Pick<RecordBatch, 'bytes' | 'offsets' | 'count' | 'lines'>;

function measured(batch: MeasuredBatch, scan: DocumentScan, {values, near, models, sets}: Wanted): SpoolBlock {
  const {bytes, offsets, count, lines} = batch;
  const text: Text = {kind: 'text', bytes, offsets, count};
  const scanned = values.indexOf('repetition');
  const repetition = new Float64Array(count);
  const [high, low, words, ends] = [0, 1, 2, 3].map(() => new Uint32Array(count));
  for (let i = 0; i < count; i++) {
    scan.read(bytes, offsets[i], offsets[i + 1]);
    const hash = scan.hash;
    high[i] = hash.high;
    low[i] = hash.low;
    words[i] = scan.words;
    if (scanned >= 0) repetition[i] = scan.repetition;
    if (near) sets.add(scan.shinglesHere());
    ends[i] = sets.size;
  }
  const shingles = sets.take();
  const columns = values.map((name) => {
    if (name === 'repetition') return repetition;
    return name === 'words' ? Float64Array.from(words) : measureDocuments(name, text, models, scan);
  });
  return {count, values: columns, lines, high, low, words, ends, shingles};
}
